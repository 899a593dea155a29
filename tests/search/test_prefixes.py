"""Texts found by the beginning of their words, and by letters inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.prefixes import INSIDE_FROM, LONG, PrefixList

TEXTS: list[list[tuple[str, ...]]] = [
    [("regenjacke", "damen")],
    [("jacke",)],
    [("regenschirm",)],
    [("damen", "hose")],
    [("t", "shirt"), ("tshirt",)],
]
LISTED = PrefixList.of(TEXTS, [1, 5, 9, 3, 2])


def numbers(*words: str, limit: int = 9, finished: bool = False) -> list[int]:
    """Return the numbers of what is found, best first."""
    return [one for one, _ in LISTED.top(words, limit, finished=finished)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("regen",), [2, 0]),
        (("dam",), [3, 0]),
        (("regenjacke", "dam"), [0]),
        (("tshi",), [4]),
        (("t", "sh"), [4]),
        (("x",), []),
        ((), [2, 1, 3, 4, 0]),
    ],
)
def test_the_weightiest_text_comes_first_and_first_words_count_more(
    words: tuple[str, ...], found: list[int]
) -> None:
    assert numbers(*words) == found


def test_words_are_found_in_any_order() -> None:
    assert numbers("damen", "regenj") == [0]
    assert numbers("hose", "damen", finished=True) == [3]
    assert numbers("regenj", "damen") == []


def test_behind_a_finished_word_there_is_another_one() -> None:
    assert numbers("regen") == [2, 0]
    assert numbers("regen", finished=True) == []
    assert numbers("jacke", finished=True)[0] == 1


def test_letters_inside_of_words_come_last() -> None:
    assert numbers("schirm") == [2]
    assert numbers("jacke") == [1, 0]
    assert numbers("egen", limit=1) == [2]


def test_few_letters_are_not_looked_for_inside() -> None:
    assert numbers("hirm"[: INSIDE_FROM - 1]) == []


def test_of_very_many_texts_the_weightiest_are_found() -> None:
    many = 4 * LONG
    texts = [[(f"wort{number}", "ende")] for number in range(many)]
    listed = PrefixList.of(texts, list(range(many)))
    best = [(many - 1, many - 1), (many - 2, many - 2)]
    assert listed.top(("w",), 2) == best
    assert listed.top((), 2) == best
    assert [one for one, _ in listed.top(("wort7",), 1)] == [799]


words = st.lists(st.text("abü", min_size=1, max_size=4), min_size=1, max_size=3).map(tuple)


@given(st.lists(words, max_size=6), st.text("abü", min_size=INSIDE_FROM, max_size=6))
def test_a_text_is_found_by_letters_of_any_of_its_words_and_by_no_others(
    texts: list[tuple[str, ...]], letters: str
) -> None:
    listed = PrefixList.of([[one] for one in texts], [1] * len(texts))
    found = {number for number, _ in listed.top((letters,), 100)}
    assert found == {
        number for number, text in enumerate(texts) if any(letters in word for word in text)
    }
