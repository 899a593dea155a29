"""What a word says of a product, and how that is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.errors import BadInput
from knowledge_base.language.words import Analyser
from search.names import Names
from search.postings import MOST_PRODUCTS, TOP, Piece, Postings, impacts, packed, strongest
from search.reading import Reader
from search.texts import Field

ENGLISH = Analyser("en")


def impact(field: Field, text: str, *others: str) -> int:
    """Return what "red" says of a product by a text, among others with a title each."""
    reader = Reader(ENGLISH)
    for row, title in enumerate(others):
        reader.read(row, [(Field.TITLE, title)])
    reader.read(len(others), [(field, text)])
    names = Names.of(reader, ENGLISH, len(others) + 1)
    piece = names.postings.having(names.vocabulary.numbers["red"])
    assert piece.rows[-1] == len(others)
    return int(impacts(piece.postings)[-1])


def test_titles_say_more_than_brands_and_those_more_than_attributes() -> None:
    title, brand, value = (
        impact(one, "red") for one in (Field.TITLE, Field.BRAND, Field.ATTRIBUTE)
    )
    assert TOP > title > brand > value > 0


def test_a_word_of_a_short_title_says_more() -> None:
    assert impact(Field.TITLE, "red", "a b c d") > impact(Field.TITLE, "red e f g", "a b c d")


def test_a_word_said_twice_says_more_but_not_twice_as_much() -> None:
    once, twice = impact(Field.TITLE, "red blue"), impact(Field.TITLE, "red red")
    assert once < twice < 2 * once


postings = st.lists(st.tuples(st.integers(0, 30), st.integers(1, TOP)), min_size=1, max_size=40)


@given(postings)
def test_of_several_postings_of_a_row_the_best_stays(pairs: list[tuple[int, int]]) -> None:
    rows, impact = (np.array(one, dtype=np.int32) for one in zip(*pairs, strict=True))
    piece = Piece(packed(rows, impact.astype(np.float32)), 0.5, one=False).distinct()
    best = {row: max(i for r, i in pairs if r == row) for row, _ in sorted(pairs)}
    assert dict(zip(piece.rows.tolist(), piece.scores.tolist(), strict=True)) == {
        row: one / 2 for row, one in best.items()
    }


@given(postings, st.integers(1, 10))
def test_the_strongest_postings_are_as_strong_as_any(
    pairs: list[tuple[int, int]], most: int
) -> None:
    rows, impact = (np.array(one, dtype=np.int32) for one in zip(*pairs, strict=True))
    top = strongest(packed(rows, impact.astype(np.float32)), most)
    assert sorted(impacts(top).tolist()) == sorted(impact.tolist())[-most:]


def test_a_rare_word_counts_more_and_a_word_of_all_products_something() -> None:
    ten = Postings.of(Reader(ENGLISH).occurrences(), 0, 10)
    assert ten.rarity(1) > ten.rarity(5) > ten.rarity(10) > 0
    assert ten.rarity(12) == ten.rarity(10)


def test_more_products_than_fit_are_refused() -> None:
    with pytest.raises(BadInput, match="more than"):
        Postings.of(Reader(ENGLISH).occurrences(), 0, MOST_PRODUCTS + 1)
