"""What titles say of a query: order, nearness, spelling, share."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from knowledge_base.language.words import Analyser
from search.names import Names
from search.reading import Reader
from search.texts import Field
from search.titles import LONGEST, TitleWord

GERMAN = Analyser("de")


def names_of(titles: Sequence[str]) -> Names:
    reader = Reader(GERMAN)
    for row, title in enumerate(titles):
        reader.read(row, [(Field.TITLE, title), (Field.BRAND, "Kosta")])
    return Names.of(reader, GERMAN, len(titles))


def said(titles: Sequence[str], query: str) -> Mapping[str, list[float]]:
    """Return what titles say of a query, rounded."""
    names = names_of(titles)
    numbers, spelled = names.vocabulary.numbers, names.vocabulary.spelled
    words = [
        TitleWord((numbers[stem],) if stem in numbers else (), spelled(word.text))
        for word, stem in GERMAN.terms(query)
    ]
    rows = np.arange(len(titles), dtype=np.int32)
    found = names.titles.evidence(rows, words)
    return {
        name: [round(one, 2) for one in getattr(found, name).tolist()]
        for name in ("named", "spelled", "ordered", "adjacent", "near", "begins", "covered")
    }


def test_words_in_the_order_of_the_query_are_told_from_others() -> None:
    titles = ["Kabel für USB", "USB Kabel", "USB 3 Kabel", "Kabel"]
    found = said(titles, "usb kabel")
    assert found["named"] == [1, 1, 1, 0.5]
    assert found["ordered"] == [0, 1, 1, 0]
    assert found["adjacent"] == [0, 1, 0, 0]
    assert found["near"] == [0.67, 1, 0.67, 1]


def test_a_title_that_begins_with_a_word_and_says_little_else_stands_out() -> None:
    found = said(["Akku", "Akku für Kamera", "Kamera mit Akku"], "akku")
    assert found["begins"] == [1, 1, 0]
    assert found["covered"] == [1, 0.33, 0.33]


def test_plurals_are_found_and_told_from_what_was_typed() -> None:
    found = said(["Stühle", "Stuhl"], "stuhl")
    assert found["named"] == [1, 1]
    assert found["spelled"] == [0, 1]


@pytest.mark.parametrize(
    ("query", "spelled"), [("bär", [1, 0]), ("baer", [1, 0]), ("bar", [0, 1])]
)
def test_a_bare_vowel_finds_the_umlaut_but_is_spelled_otherwise(
    query: str, spelled: list[float]
) -> None:
    found = said(["Bär", "Bar"], query)
    assert found["named"] == [1, 1]
    assert found["spelled"] == spelled


def test_only_titles_are_looked_at() -> None:
    assert said(["Stuhl"], "kosta")["named"] == [0]


def test_words_that_no_name_has_are_in_no_title() -> None:
    found = said(["Stuhl", ""], "xylophon stuhl")
    assert found["named"] == [0.5, 0]
    assert found["near"] == [1, 0]


def test_of_an_endless_title_the_beginning_is_kept() -> None:
    names = names_of(["wort " * LONGEST + "stuhl", "Stuhl"])
    rows = np.array([0, 1], dtype=np.int32)
    chair = TitleWord((names.vocabulary.numbers["stuhl"],))
    assert names.titles.evidence(rows, [chair]).named.tolist() == [0, 1]


def test_many_forms_need_a_second_array() -> None:
    many = 1 << 16
    words = [f"nr{number}" for number in range(many + 2)]
    names = names_of([*(" ".join(words[at : at + 50]) for at in range(0, many + 2, 50))])
    number = names.vocabulary.numbers[words[-1]]
    last = np.array([len(names.titles) - 1, 0], dtype=np.int32)
    assert names.titles.evidence(last, [TitleWord((number,))]).named.tolist() == [1, 0]
