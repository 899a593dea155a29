"""How titles say the words of a query: in which order, and how spelled."""

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
        for name in ("spelled", "ordered", "adjacent")
    }


def test_a_title_that_only_has_the_stem_of_a_word_does_not_say_it() -> None:
    names = names_of(["Jack trinkt", "Jacke rot", "Jack hat eine Jacke", "Hose"])
    number, strange = names.vocabulary.numbers["jack"], names.vocabulary.spelled("jack")
    words = [TitleWord((number,), strange=strange)]
    found = names.titles.evidence(np.arange(4, dtype=np.int32), words)
    assert found.strange.tolist() == [1, 0, 0, 0]


def test_words_in_the_order_of_the_query_are_told_from_others() -> None:
    titles = ["Kabel für USB", "USB Kabel", "USB 3 Kabel", "Kabel"]
    found = said(titles, "usb kabel")
    assert found["ordered"] == [0, 1, 1, 0]
    assert found["adjacent"] == [0, 1, 0, 0]
    assert found["spelled"] == [1, 1, 1, 0.5]


def test_every_pair_of_neighbours_counts() -> None:
    found = said(["Bär aus Holz rot", "rot Bär Holz"], "bär holz rot")
    assert found["ordered"] == [1, 0.5]
    assert found["adjacent"] == [0.5, 0.5]


def test_of_a_word_said_twice_the_first_place_counts() -> None:
    assert said(["USB Kabel USB"], "usb kabel")["adjacent"] == [1]


def test_plurals_are_told_from_what_was_typed() -> None:
    found = said(["Stühle aus Holz", "Stuhl aus Holz"], "stuhl holz")
    assert found["ordered"] == [1, 1]
    assert found["spelled"] == [0.5, 1]


@pytest.mark.parametrize(
    ("query", "spelled"), [("bär", [1, 0.5]), ("baer", [1, 0.5]), ("bar", [0.5, 1])]
)
def test_a_bare_vowel_finds_the_umlaut_but_is_spelled_otherwise(
    query: str, spelled: list[float]
) -> None:
    found = said(["Bär rot", "Bar rot"], query + " rot")
    assert found["ordered"] == [1, 1]
    assert found["spelled"] == spelled


def test_only_titles_are_looked_at() -> None:
    assert said(["Stuhl"], "kosta")["spelled"] == [0]


def test_words_that_no_name_has_are_in_no_title() -> None:
    found = said(["Stuhl", ""], "xylophon stuhl")
    assert found["spelled"] == [0.5, 0]
    assert found["ordered"] == [0, 0]


def test_a_single_word_has_no_order() -> None:
    assert said(["Stuhl"], "stuhl") == {"spelled": [1], "ordered": [0], "adjacent": [0]}


def test_of_an_endless_title_the_beginning_is_kept() -> None:
    assert said(["wort " * LONGEST + "stuhl", "Stuhl"], "stuhl")["spelled"] == [0, 1]


def test_many_forms_need_a_second_array() -> None:
    many = (1 << 16) + 2
    words = [f"nr{number}" for number in range(many)]
    titles = [" ".join(words[at : at + 50]) for at in range(0, many, 50)]
    assert said([*titles[-1:], *titles], f"{words[-2]} {words[-1]}")["adjacent"] == [
        1,
        *[0] * (len(titles) - 1),
        1,
    ]
