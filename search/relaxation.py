"""What is left of a query of which no product has every word: the most that some have."""

from collections.abc import Iterator, Sequence
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints
from knowledge_base.runs import run_starts

MOST_WORDS = 8
"""Words that are weighed against each other: of a longer query those worth most."""
LEAST_SHARE = 0.34
"""What a product must have of a query's worth, unless nothing has as much."""
_MANY = 32
"""With a product for one in so many, an array of all is faster than sorting."""
_NOBODY = np.zeros(0, dtype=np.int32)


class Met(NamedTuple):
    """Who has a word: rows (int32, ascending) with their scores (float32), shape (n,).

    `worth` is what is lost without it, 0 where nobody has it.
    """

    rows: Ints
    score: Floats
    worth: float


class Partly(NamedTuple):
    """Products that have the same ones of the words.

    `kept` are these words' numbers. `rows` (int32) ascend, `score` (float32) is what the words
    they have say of them; both of shape (n,).
    """

    kept: tuple[int, ...]
    rows: Ints
    score: Floats


def worth_of(having: int, products: int) -> float:
    """Return what is lost without a word that so many products have; nothing if none has it."""
    return log1p(products / having) if having else 0.0


def relax(words: Sequence[Met], products: int) -> Iterator[Partly]:
    """Yield the products that have some of the words, those with most of the worth first.

    There are at most MOST_WORDS words. Looks at every product of a word once, however many
    ways there are to leave words out.
    """
    rows, sets, score = _joined(words, products)
    value = _worth_of_sets([word.worth for word in words])
    present = np.bincount(sets, minlength=len(value)).nonzero()[0]
    least = min(LEAST_SHARE * value[-1], value[present].max(initial=0))
    for kept in present[np.argsort(-value[present], kind="stable")].tolist():
        if value[kept] < least:
            return
        here = (sets == kept).nonzero()[0]
        numbers = tuple(bit for bit in range(len(words)) if kept >> bit & 1)
        yield Partly(numbers, rows.take(here), score.take(here))


def _joined(words: Sequence[Met], products: int) -> tuple[Ints, NDArray[np.uint8], Floats]:
    """Return all that have any of the words, ascending, which ones by bits, and the scores."""
    if _MANY * sum(len(word.rows) for word in words) > products:
        sets, score = _summed(words, [word.rows for word in words], products)
        rows = (sets != 0).nonzero()[0]
        return rows.astype(np.int32), sets.take(rows), score.take(rows)
    every = np.sort(np.concatenate([_NOBODY, *(word.rows for word in words)]))
    every = every.take(run_starts(every))
    places = [every.searchsorted(word.rows) for word in words]
    return every, *_summed(words, places, len(every))


def _summed(
    words: Sequence[Met], places: Sequence[NDArray[np.integer]], n: int
) -> tuple[NDArray[np.uint8], Floats]:
    """Put the bits and the scores of words together, each where its own places are."""
    sets, score = np.zeros(n, dtype=np.uint8), np.zeros(n, dtype=np.float32)
    for bit, (word, here) in enumerate(zip(words, places, strict=True)):
        sets[here] |= np.uint8(1 << bit)
        score[here] += word.score
    return sets, score


def _worth_of_sets(worth: Sequence[float]) -> NDArray[np.float64]:
    """Return what every set of words is worth, by its bits: float64 of shape (2^words,)."""
    value = np.zeros(1)
    for one in worth:
        value = np.concatenate([value, value + one])
    return value
