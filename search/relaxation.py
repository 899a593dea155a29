"""What is left of a query of which no product has every word: the most that some have."""

from collections.abc import Container, Iterator, Sequence
from itertools import accumulate, pairwise
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints
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


def relax(words: Sequence[Met], products: int, there: Bools | None = None) -> Iterator[Partly]:
    """Yield the products that have some of the words, those with most of the worth first.

    There are at most MOST_WORDS words. Products that are `there` already (bool, of their
    shape) are left out. Looks at the products of a telling word once, however many ways there
    are to leave words out, and at those of common words only where these alone are enough.
    """
    value = _worth_of_sets([word.worth for word in words])
    least = LEAST_SHARE * value[-1]
    rows, sets, score = _joined(words, _common(words, least), products)
    if value.take(sets).max(initial=0) < least:
        rows, sets, score = _joined(words, frozenset(), products)
        least = min(least, value.take(sets).max(initial=0))
    kept = value.take(sets) >= least
    if there is not None:
        kept &= ~there.take(rows)
    best = kept.nonzero()[0]
    rows, sets, score = rows.take(best), sets.take(best), score.take(best)
    order = _places(value).take(sets).argsort(kind="stable")
    rows, sets, score = rows.take(order), sets.take(order), score.take(order)
    starts = run_starts(sets).tolist()
    for start, end in pairwise((*starts, len(sets))):
        of_words = int(sets[start])
        numbers = tuple(bit for bit in range(len(words)) if of_words >> bit & 1)
        yield Partly(numbers, rows[start:end], score[start:end])


def _common(words: Sequence[Met], least: float) -> frozenset[int]:
    """Return the numbers of words that are worth less than the least even together."""
    order = sorted(range(len(words)), key=lambda at: words[at].worth)
    together = accumulate(words[at].worth for at in order)
    return frozenset(at for at, worth in zip(order, together, strict=True) if worth < least)


def _joined(
    words: Sequence[Met], common: Container[int], products: int
) -> tuple[Ints, NDArray[np.uint8], Floats]:
    """Return all that have any word that is not common, ascending.

    With them come, by bits, which words each has, and the sum of the scores.
    """
    rare = [(bit, word) for bit, word in enumerate(words) if bit not in common]
    if _MANY * sum(len(word.rows) for _, word in rare) > products:
        sets, score = _summed(rare, [word.rows for _, word in rare], products)
        rows = (sets != 0).nonzero()[0].astype(np.int32)
        sets, score = sets.take(rows), score.take(rows)
    else:
        rows = np.sort(np.concatenate([_NOBODY, *(word.rows for _, word in rare)]))
        rows = rows.take(run_starts(rows))
        places = [rows.searchsorted(word.rows) for _, word in rare]
        sets, score = _summed(rare, places, len(rows))
    for bit, word in enumerate(words):
        if bit in common and len(word.rows):
            at = word.rows.searchsorted(rows)
            met = (word.rows.take(at, mode="clip") == rows).nonzero()[0]
            sets[met] |= np.uint8(1 << bit)
            score[met] += word.score.take(at.take(met))
    return rows, sets, score


def _summed(
    words: Sequence[tuple[int, Met]], places: Sequence[NDArray[np.integer]], n: int
) -> tuple[NDArray[np.uint8], Floats]:
    """Put the bits and the scores of words together, each where its own places are."""
    sets, score = np.zeros(n, dtype=np.uint8), np.zeros(n, dtype=np.float32)
    for (bit, word), here in zip(words, places, strict=True):
        sets[here] |= np.uint8(1 << bit)
        score[here] += word.score
    return sets, score


def _places(value: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the place of each set when the most valuable come first, of equal ones the first.

    Of places in so few bits sorting takes no time.
    """
    places = np.empty(len(value), dtype=np.uint8)
    places[np.argsort(-value, kind="stable")] = np.arange(len(value), dtype=np.uint8)
    return places


def _worth_of_sets(worth: Sequence[float]) -> NDArray[np.float64]:
    """Return what every set of words is worth, by its bits: float64 of shape (2^words,)."""
    value = np.zeros(1)
    for one in worth:
        value = np.concatenate([value, value + one])
    return value
