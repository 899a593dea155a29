import pytest

from benchmarks.plain import Plain
from benchmarks.texts import Texts

TEXTS = [
    Texts("1", "Blue cotton shirt", "Clothes", "Acme", "blue", "Made of soft cotton."),
    Texts("2", "Red cotton shirt", "Clothes", "Acme", "red", "Made of soft cotton."),
    Texts("3", "Running shoe", "Shoes", "Fleet", "white", "For the road."),
    Texts("4", "Keyboard and mouse", "Computers", "Keysonic", "black", "With a cable."),
]
CODES = {"brand": [0, 0, 1, -1]}
PLAIN = Plain(TEXTS, "en", codes=CODES)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("blue shirts", "1"),
        ("running shoxe", "3"),
        ("key board", "4"),
        ("runningshoe", "3"),
    ],
)
def test_the_plain_plan_finds_what_is_meant(text: str, first: str) -> None:
    assert PLAIN.find(text, 10)[0] == first


def test_the_commonest_word_is_given_up_first() -> None:
    assert PLAIN.find("cotton keyboard", 10) == ["4"]


def test_facets_are_counted_over_what_has_all_words() -> None:
    answer = PLAIN.answer("cotton shirt")

    assert answer.endswith(b'"facets":{"brand":[[0,2]]}}')


@pytest.mark.parametrize(("typed", "found"), [("ru", 1), ("cotton sh", 2), ("zz", 0)])
def test_what_begins_so_is_completed(typed: str, found: int) -> None:
    assert PLAIN.complete(typed).count(b"product_id") == found


def test_any_word_is_enough_for_plain_bm25() -> None:
    assert sorted(PLAIN.any_word("red mouse")) == ["2", "4"]
