"""Texts found by the beginning of their words, and by letters inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.prefixes import INSIDE_FROM, PrefixList

TEXTS = [("regenjacke", "damen"), ("jacke",), ("regenschirm",), ("damen", "hose")]
LISTED = PrefixList.of(TEXTS, [1, 5, 9, 3])


@pytest.mark.parametrize(
    ("letters", "found"),
    [
        ("regen", [2, 0]),
        ("dam", [3, 0]),
        ("regenjacke dam", [0]),
        ("x", []),
        ("", [2, 1, 3, 0]),
    ],
)
def test_the_weightiest_text_comes_first_and_first_words_count_more(
    letters: str, found: list[int]
) -> None:
    assert LISTED.top(letters, 9) == found


def test_letters_inside_are_found_where_nothing_begins_so() -> None:
    assert LISTED.top("schirm", 9) == [2]
    assert LISTED.top("jacke", 9) == [1]
    assert LISTED.top("egen", 1) == [2]


def test_few_letters_are_not_looked_for_inside() -> None:
    assert LISTED.top("hirm"[: INSIDE_FROM - 1], 9) == []


words = st.lists(st.text("abü", min_size=1, max_size=4), min_size=1, max_size=3)


@given(st.lists(words, max_size=6), st.text("abü ", min_size=INSIDE_FROM, max_size=6))
def test_what_is_inside_is_inside_one_text(texts: list[list[str]], letters: str) -> None:
    found = set(PrefixList.of(texts, [1] * len(texts)).top(letters, 100))
    begun = {
        number
        for number, text in enumerate(texts)
        if any(" ".join(text[at:]).startswith(letters) for at in range(len(text)))
    }
    inside = {number for number, text in enumerate(texts) if letters in " ".join(text)}
    assert found == (begun or inside)
