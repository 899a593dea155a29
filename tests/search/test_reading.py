"""How the words of a whole catalogue are read."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.words import Analyser, joined_words, split_words
from search.reading import LEAD, Reader
from search.texts import Field

LETTERS = "aAbBüÜßé12.,-&_'\u2019–İ©™ \t\n\u00a0\u0301"


def words_read(text: str) -> list[str]:
    reader = Reader(Analyser("de"))
    reader.read(0, [(Field.TITLE, text)])
    letters = list(reader.words)
    return [letters[number] for number in reader.occurrences().word.tolist()]


@given(st.text(LETTERS, max_size=20) | st.text(max_size=20))
def test_texts_are_cut_as_queries_are(text: str) -> None:
    words = split_words(text)
    cut = sorted(word.text for word in (*words, *joined_words(words)))
    assert sorted(words_read(text)) == cut


def test_joined_words_come_before_their_parts() -> None:
    assert words_read("Herren T-Shirt blau") == ["herren", "tshirt", "t", "shirt", "blau"]


def test_words_are_known_by_product_and_field() -> None:
    reader = Reader(Analyser("de"))
    reader.read(0, [(Field.TITLE, "Stuhl rot"), (Field.BRAND, "Kosta")])
    reader.read(2, [(Field.TITLE, "Stuhl"), (Field.BRAND, "Kosta")])
    found = reader.occurrences()
    assert list(reader.words) == ["stuhl", "rot", "kosta"]
    assert found.row.tolist() == [0, 0, 0, 2, 2]
    assert found.of(Field.BRAND, Field.CATEGORY).row.tolist() == [0, 2]
    assert found.products_having(3, 3).tolist() == [2, 1, 2]


def test_of_a_description_the_lead_is_noted_without_what_says_nothing() -> None:
    reader = Reader(Analyser("de"))
    said = reader.read(0, [(Field.PROSE, "Stuhl für " + "Garten " * LEAD + "Balkon")])
    lead = reader.occurrences().of(Field.PROSE, Field.PROSE)
    assert lead.word.tolist() == [0] + [1] * (LEAD - 2)
    assert said.split() == ["stuhl"] + ["gart"] * LEAD + ["balkon"]


def test_a_word_said_twice_of_a_product_is_one_products() -> None:
    reader = Reader(Analyser("de"))
    reader.read(0, [(Field.TITLE, "rot rot"), (Field.ATTRIBUTE, "rot")])
    assert reader.occurrences().products_having(1, 1).tolist() == [1]


def test_all_is_said_in_stems_but_for_what_says_nothing() -> None:
    reader = Reader(Analyser("de"))
    said = reader.read(
        0, [(Field.TITLE, "Stühle für den Garten"), (Field.PROSE, "und T-Shirts")]
    )
    assert said.split() == ["stuhl", "gart", "tshirt", "t", "shirt"]


def test_nothing_read_is_nothing() -> None:
    assert len(Reader(Analyser("de")).occurrences().word) == 0
