"""Are queries that mean the same known by one key, and told once where languages agree?"""

from ranking.query_keys import KeyGroups

TEXTS = ("rote schuhe", "schuh rot", "camera bags", "")


def groups_of(keys: KeyGroups, text: int) -> list[int]:
    own: list[int] = keys.group[keys.start[text] : keys.start[text + 1]].tolist()
    return own


def test_a_query_is_in_one_group_for_each_way_in_which_languages_read_it() -> None:
    keys = KeyGroups.of(TEXTS, ("de", "en"))
    german = keys.names.index(["de: rot schuh"])
    assert german in groups_of(keys, 0)
    assert german in groups_of(keys, 1)
    assert groups_of(keys, 0) != groups_of(keys, 1)


def test_keys_of_the_same_queries_are_one_group() -> None:
    keys = KeyGroups.of(TEXTS, ("de", "en"))
    (bags,) = groups_of(keys, 2)
    assert keys.names[bags] == ["de: bag camera", "en: bag camera"]


def test_a_query_without_words_has_no_key() -> None:
    keys = KeyGroups.of(TEXTS, ("de", "en"))
    assert groups_of(keys, 3) == []
    assert all(name for names in keys.names for name in names)
