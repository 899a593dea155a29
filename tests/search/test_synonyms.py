"""What the words of a query may also be called, and what is searched for instead of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.words import Analyser, split_words
from knowledge_base.synonyms import read_synonym
from search.synonyms import MOST_READINGS, Synonym, Synonyms

GERMAN, ENGLISH = Analyser("de"), Analyser("en")


def two_way(*words: str, **more: Any) -> dict[str, Any]:
    return {"kind": "two_way", "words": list(words), **more}


def one_way(typed: str, *to: str, **more: Any) -> dict[str, Any]:
    return {"kind": "one_way", "from": [typed], "to": list(to), **more}


def replacement(typed: str, to: str) -> dict[str, Any]:
    return {"kind": "replacement", "from": [typed], "to": [to]}


def compiled(*bodies: dict[str, Any], analyser: Analyser = GERMAN) -> Synonyms:
    entries = (read_synonym(f"e{number}", body) for number, body in enumerate(bodies))
    return Synonyms.of(entries, analyser)


def readings(synonyms: Synonyms, text: str) -> list[Synonym]:
    return synonyms.readings([stem for _, stem in synonyms.analyser.terms(text)])


def shown(synonyms: Synonyms, text: str) -> list[str]:
    return [one.shown for one in readings(synonyms, text)]


def replaced(synonyms: Synonyms, text: str) -> str:
    return " ".join(word.text for word in synonyms.replace(split_words(text)))


def test_two_way_synonyms_mean_each_other() -> None:
    synonyms = compiled(two_way("Sofa", "Couch", "Kanapee"))
    assert shown(synonyms, "sofa") == ["Couch", "Kanapee"]
    assert shown(synonyms, "kanapee") == ["Sofa", "Couch"]
    assert all(one.two_way and one.weight == 1 for one in readings(synonyms, "sofa"))


def test_one_way_synonyms_lead_one_way_and_count_less() -> None:
    synonyms = compiled(one_way("Sneaker", "Turnschuh", weight=60))
    (reading,) = readings(synonyms, "sneaker")
    assert (reading.shown, reading.two_way, reading.weight) == ("Turnschuh", False, 0.6)
    assert readings(synonyms, "turnschuh") == []


@pytest.mark.parametrize("text", ["Sofas", "SOFA", "sofa"])
def test_inflection_and_case_make_no_difference(text: str) -> None:
    assert shown(compiled(two_way("Sofa", "Couch")), text) == ["Couch"]


def test_umlauts_may_be_spelled_out_on_either_side() -> None:
    synonyms = compiled(two_way("Kuehlschrank", "Eisschrank"))
    assert shown(synonyms, "Kühlschränke") == ["Eisschrank"]


def test_both_sides_may_have_several_words() -> None:
    synonyms = compiled(two_way("Handy", "mobiles Telefon"), analyser=GERMAN)
    (reading,) = readings(synonyms, "rotes handy")
    assert (reading.start, reading.end) == (1, 2)
    assert reading.stems == tuple(GERMAN.stem(one) for one in ("mobiles", "telefon"))
    (back,) = readings(synonyms, "gutes mobile telefon kaufen")
    assert (back.start, back.end, back.shown) == (1, 3, "Handy")
    assert readings(synonyms, "telefon mobiles") == []


@pytest.mark.parametrize("text", ["t-shirt", "tshirt", "T shirt", "T-Shirts"])
def test_hyphenated_words_are_met_joined_and_apart(text: str) -> None:
    assert "Leibchen" in shown(compiled(two_way("T-Shirt", "Leibchen")), f"blaues {text}")


def test_what_a_hyphenated_synonym_leads_to_is_looked_for_joined_and_apart() -> None:
    found = readings(compiled(one_way("Leibchen", "T-Shirt")), "leibchen")
    assert [one.stems for one in found] == [("t", "shirt"), ("tshirt",)]


def test_longer_phrases_are_read_before_shorter_ones() -> None:
    synonyms = compiled(
        two_way("Laptop", "Notebook"), one_way("Laptop Tasche", "Notebookhülle")
    )
    assert shown(synonyms, "laptop tasche") == ["Notebookhülle", "Notebook"]


def test_circles_of_synonyms_end_where_they_were_written() -> None:
    synonyms = compiled(one_way("a1", "b1"), one_way("b1", "c1"), one_way("c1", "a1"))
    assert shown(synonyms, "a1") == ["b1"]


def test_a_word_has_a_bounded_number_of_readings() -> None:
    many = [f"wort{number}" for number in range(50)]
    synonyms = compiled(two_way("Ding", *many), two_way("Ding da", *many))
    assert len(readings(synonyms, "ding da")) == MOST_READINGS


def test_equal_words_come_before_weaker_ones() -> None:
    synonyms = compiled(
        one_way("Sofa", "Sessel", weight=90), one_way("Sofa", "Liege"), two_way("Sofa", "Couch")
    )
    assert shown(synonyms, "sofa") == ["Couch", "Sessel", "Liege"]


def test_a_form_of_the_same_word_is_no_synonym() -> None:
    assert readings(compiled(two_way("Schuh", "Schuhe")), "schuh") == []


def test_entries_hold_in_their_language_and_while_they_are_enabled() -> None:
    bodies = (
        two_way("pants", "trousers", language="en"),
        two_way("pants", "jeans", enabled=False),
        two_way("pants", "slacks"),
    )
    assert shown(compiled(*bodies, analyser=ENGLISH), "pants") == ["trousers", "slacks"]
    assert shown(compiled(*bodies), "pants") == ["slacks"]


def test_a_replaced_phrase_is_searched_for_in_other_words() -> None:
    synonyms = compiled(
        replacement("i phone", "iPhone"), replacement("Schrankwand", "Wohn Wand")
    )
    assert replaced(synonyms, "rotes i-phone 15") == "rotes iphone 15"
    assert replaced(synonyms, "schrankwände eiche") == "wohn wand eiche"


def test_what_is_put_in_stands_where_the_typed_words_stood() -> None:
    words = compiled(replacement("i phone", "iPhone")).replace(split_words("ein i phone"))
    assert [(word.start, word.end) for word in words] == [(0, 3), (4, 11)]


def test_the_longer_of_two_phrases_is_replaced_and_only_once() -> None:
    synonyms = compiled(replacement("a1", "b1"), replacement("a1 x1", "a1"))
    assert replaced(synonyms, "a1 x1 a1") == "a1 b1"


def test_of_two_replacements_the_older_one_holds() -> None:
    assert replaced(compiled(replacement("a1", "b1"), replacement("a1", "c1")), "a1") == "b1"


def test_stop_words_and_protected_words_are_known_by_their_stems() -> None:
    synonyms = compiled(
        {"kind": "stop_words", "words": ["günstig", "kaufen"]},
        {"kind": "protected_words", "words": ["Löwenzahn"]},
    )
    assert GERMAN.stem("guenstige") in synonyms.stop_words
    assert synonyms.protected == {GERMAN.stem("löwenzahn")}


def test_without_entries_nothing_is_read_into_a_query() -> None:
    assert readings(compiled(), "rotes sofa") == []
    assert replaced(compiled(), "rotes sofa") == "rotes sofa"


PHRASES = st.lists(st.sampled_from(["a1", "b1", "c1"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(st.tuples(PHRASES, PHRASES), max_size=8), st.lists(PHRASES, max_size=4))
def test_whatever_people_write_every_reading_was_written_by_somebody(
    pairs: list[tuple[str, str]], typed: list[str]
) -> None:
    synonyms = compiled(*(one_way(*pair) for pair in pairs))
    text = " ".join(typed).split()
    for one in synonyms.readings(text):
        assert (" ".join(text[one.start : one.end]), one.shown) in pairs
