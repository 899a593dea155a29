"""What a shop is asked one after the other."""

import random

import pytest

from benchmarks.stream import exponent_of, letter_by_letter, share_of_new, slipped, stream

TEXTS = [f"text {number}" for number in range(2_000)]


def test_the_exponent_of_counts_that_follow_it_is_found_again() -> None:
    assert exponent_of(1e6 * rank**-0.9 for rank in range(1, 500)) == pytest.approx(0.9)


def test_the_order_of_counts_is_no_matter() -> None:
    assert exponent_of([1, 4, 2]) == exponent_of([4, 2, 1])


def test_few_texts_are_asked_often_and_most_hardly_ever() -> None:
    asked = stream(TEXTS, 2_000, 1.0, random.Random(1))
    often = sorted((asked.count(text) for text in set(asked)), reverse=True)
    assert often[0] > 10 * often[len(often) // 2]
    assert 0.2 < share_of_new(asked) < 0.6


def test_a_greater_exponent_lets_more_come_again() -> None:
    new = [share_of_new(stream(TEXTS, 500, s, random.Random(1))) for s in (0.5, 1.0, 1.5)]
    assert new == sorted(new, reverse=True)


def test_the_same_seed_asks_the_same() -> None:
    assert stream(TEXTS, 99, 1.0, random.Random(2)) == stream(TEXTS, 99, 1.0, random.Random(2))


def test_what_is_typed_again_comes_again_letter_by_letter() -> None:
    typed = ["r", "ro", "rot", "rot t"]
    assert letter_by_letter(["rot t", "rot t"]) == typed + typed


def test_each_slip_is_another_and_what_is_too_short_has_none() -> None:
    found = slipped(["laufschuhe"] * 20 + ["ab"], random.Random(3))
    assert len(found) == 20
    assert len(set(found)) > 10
    assert "laufschuhe" not in found
