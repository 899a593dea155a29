"""The words of a catalogue, by their beginnings and by their ends."""

import pytest

from knowledge_base.language.words import Analyser
from search.vocabulary import Vocabulary

COUNTS = {"regenjacke": 4, "winterjacken": 2, "jacken": 1, "käse": 3, "kaese": 1, "kabel": 9}


def words(language: str = "de") -> Vocabulary:
    return Vocabulary.of(COUNTS, Analyser(language))


def test_spellings_that_fold_alike_are_one_word_shown_the_usual_way() -> None:
    vocabulary = words()
    at = vocabulary.folded.index("kase")
    assert (vocabulary.shown[at], int(vocabulary.frequency[at])) == ("käse", 4)


def test_compounds_end_with_the_word_and_begin_with_another() -> None:
    assert set(words().compounds("jack")) == {"regenjack", "winterjack"}


def strangers(word: str, *more: str) -> set[str]:
    counts = dict.fromkeys(("jack", "jacke", "regenjacke", "strickjacken", *more), 1)
    vocabulary = Vocabulary.of(counts, Analyser("de"))
    return {vocabulary.forms[form] for form in vocabulary.strangers(word)}


def test_a_stem_is_another_word_than_what_compounds_end_in() -> None:
    assert strangers("jacke", "winterjacke") == {"jack"}
    assert strangers("jacken", "winterjacke") == {"jack"}
    assert strangers("jack", "winterjacke") == {"jacke"}


def test_a_plural_in_s_is_the_word_without_it() -> None:
    assert strangers("jacks", "winterjacke", "jacks") == {"jacke"}
    assert strangers("jacke", "winterjacke", "jacks") == {"jack", "jacks"}


def test_an_adjective_takes_any_ending() -> None:
    counts = dict.fromkeys(("rot", "rote", "feuerrote", "weinrote", "blutrote"), 1)
    assert Vocabulary.of(counts, Analyser("de")).strangers("rote") == frozenset()
    counts = dict.fromkeys(
        ("nativ", "native", "nativem", "urnative", "annative", "innative"), 1
    )
    assert Vocabulary.of(counts, Analyser("de")).strangers("native") == frozenset()


def test_two_compounds_prove_nothing_of_a_stem() -> None:
    assert strangers("jacke") == set()


def test_a_compound_in_both_forms_shows_that_a_word_has_both() -> None:
    counts = dict.fromkeys(("schuh", "handschuh", "handschuhe", "badeschuhe", "laufschuhe"), 1)
    vocabulary = Vocabulary.of({**counts, "turnschuhe": 1, "tanzschuhe": 1}, Analyser("de"))
    assert vocabulary.strangers("schuhe") == frozenset()


@pytest.mark.parametrize("stem", ["ke", "abel", ""])
def test_a_short_end_or_a_short_rest_makes_no_compound(stem: str) -> None:
    assert words().compounds(stem) == ()


def test_english_writes_its_compounds_apart() -> None:
    assert words("en").compounds("jack") == ()


def test_forms_of_a_word_keep_their_spelling_and_share_a_stem() -> None:
    vocabulary = words()
    at = vocabulary.folded.index("kase")
    forms = vocabulary.forms_of(range(at, at + 1))
    assert [vocabulary.forms[form] for form in forms] == ["kaese", "käse"]
    assert len({int(vocabulary.form_stem[form]) for form in forms}) == 1


def test_what_is_spelled_with_an_umlaut_is_told_from_a_bare_vowel() -> None:
    vocabulary = Vocabulary.of({"bär": 1, "baer": 1, "bar": 1}, Analyser("de"))
    spelled = {
        word: {vocabulary.forms[one] for one in vocabulary.spelled(word)} for word in COUNTS
    }
    assert not any(spelled.values())
    assert {vocabulary.forms[one] for one in vocabulary.spelled("bär")} == {"bär", "baer"}
    assert {vocabulary.forms[one] for one in vocabulary.spelled("bar")} == {"bar"}


def test_stems_of_a_beginning_lie_beside_each_other_but_for_those_that_began_before() -> None:
    vocabulary = Vocabulary.of({"haus": 1, "hausboot": 1, "häuser": 1}, Analyser("de"))
    stems, before = vocabulary.stems_beginning("haus")
    assert (len(stems), before) == (2, [])
    stems, before = vocabulary.stems_beginning("hause")
    assert [vocabulary.stem_texts[one] for one in (*stems, *before)] == ["haus"]
    assert before == [vocabulary.numbers["haus"]]


def test_a_vocabulary_without_words_has_no_beginnings() -> None:
    assert Vocabulary.of({}, Analyser("de")).stems_beginning("a") == (range(0), [])
