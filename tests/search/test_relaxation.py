"""What is left of a query when no product has all of its words."""

import numpy as np
import pytest

from search.relaxation import LEAST_SHARE, Met, relax, worth_of

PRODUCTS = 100


def met(*rows: int, worth: float | None = None) -> Met:
    found = np.array(rows, dtype=np.int32)
    lost = worth_of(len(rows), PRODUCTS) if worth is None else worth
    return Met(found, np.ones(len(rows), dtype=np.float32), lost)


def relaxed(*words: Met) -> list[tuple[tuple[int, ...], list[int]]]:
    return [(one.kept, one.rows.tolist()) for one in relax(words, PRODUCTS)]


def test_the_word_whose_loss_tells_least_is_left_out_first() -> None:
    common, rare, rarest = met(*range(40)), met(1, 2, 50, 51), met(2, 50)
    assert relaxed(common, rare, rarest)[:2] == [((0, 1, 2), [2]), ((1, 2), [50])]
    assert relaxed(common, rare, met(50, 60))[:2] == [((1, 2), [50]), ((0, 1), [1, 2])]


def test_no_product_comes_twice_and_those_with_more_words_come_first() -> None:
    parts = relaxed(met(1, 2, 3), met(2, 3, 4), met(3, 4, 5))
    rows = [row for _, part in parts for row in part]
    assert len(rows) == len(set(rows))
    assert [len(kept) for kept, _ in parts] == sorted(
        (len(kept) for kept, _ in parts), reverse=True
    )


def test_what_has_little_of_the_query_is_not_worth_showing() -> None:
    weighty, light = met(1, worth=9.0), met(2, worth=1.0)
    assert relaxed(weighty, light) == [((0,), [1])]
    assert relaxed(met(worth=9.0), light) == [((1,), [2])]


def test_scores_are_those_of_the_words_a_product_has() -> None:
    (both,) = relax([met(7), met(7)], PRODUCTS)
    assert both.score.tolist() == [2.0]


@pytest.mark.parametrize("words", [[], [met()], [met(), met()]])
def test_of_words_nobody_has_nothing_is_left(words: list[Met]) -> None:
    assert list(relax(words, PRODUCTS)) == []


@pytest.mark.parametrize("seed", range(40))
def test_common_words_are_passed_over_without_a_difference(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.choice([0, 1, 3, 20, 90], rng.integers(1, 5))
    words = [met(*sorted(rng.choice(PRODUCTS, size, replace=False))) for size in sizes]
    sets: dict[int, set[int]] = {}
    for bit, word in enumerate(words):
        for row in word.rows.tolist():
            sets.setdefault(row, set()).add(bit)
    worth = {row: sum(words[bit].worth for bit in having) for row, having in sets.items()}
    least = min(LEAST_SHARE * sum(word.worth for word in words), max(worth.values(), default=0))
    expected = {row: having for row, having in sets.items() if worth[row] >= least}
    there = rng.random(PRODUCTS) < 0.3
    for skipped in (None, there):
        found = {
            row: set(part.kept)
            for part in relax(words, PRODUCTS, skipped)
            for row in part.rows.tolist()
        }
        assert found == {
            row: having
            for row, having in expected.items()
            if skipped is None or not skipped[row]
        }
