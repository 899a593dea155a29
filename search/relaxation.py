"""What is left of a query of which no product has every word: the most that some have."""

from collections.abc import Container, Iterator, Sequence
from itertools import accumulate
from math import log1p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.runs import distinct
from search.overlap import are_among, are_many, places

MOST_WORDS = 8
"""Words that are weighed against each other: of a longer query those worth most."""
LEAST_SHARE = 0.3
"""What a product must have of a query's worth, unless nothing has as much."""
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
    are to leave words out, at those of common words only where these alone are enough, and
    adds up scores only for those that are asked for.
    """
    value = _worth_of_sets([word.worth for word in words])
    least = LEAST_SHARE * value[-1]
    common = _common(words, least)
    rows, sets = _joined(words, common, products)
    best = _best_sets(sets, value)
    if not best or value[best[0]] < least:
        common = frozenset()
        rows, sets = _joined(words, common, products)
        best = _best_sets(sets, value)
    least = min([least, *(value[one] for one in best[:1])])
    added = sorted(range(len(words)), key=lambda bit: (bit in common, bit))
    for of_words in best:
        if value[of_words] < least:
            return
        here = rows.take((sets == of_words).nonzero()[0])
        if there is not None:
            here = here.take((~there.take(here)).nonzero()[0])
        if len(here):
            kept = [bit for bit in added if of_words >> bit & 1]
            score = _said([words[bit] for bit in kept], here, products)
            yield Partly(tuple(sorted(kept)), here, score)


def _said(words: Sequence[Met], rows: Ints, products: int) -> Floats:
    """Return what some words say together of rows (int32, ascending) that have all of them."""
    first, *others = (word.score.take(places(rows, word.rows, products)) for word in words)
    for score in others:
        first += score
    return first


def _best_sets(sets: NDArray[np.uint8], value: Sequence[float]) -> list[int]:
    """Return the sets of words there are, the most valuable first, of equal ones the first."""
    there: list[int] = np.bincount(sets).nonzero()[0].tolist()
    return sorted(there, key=lambda one: -value[one])


def _common(words: Sequence[Met], least: float) -> frozenset[int]:
    """Return the numbers of words that are worth less than the least even together."""
    order = sorted(range(len(words)), key=lambda at: words[at].worth)
    together = accumulate(words[at].worth for at in order)
    return frozenset(at for at, worth in zip(order, together, strict=True) if worth < least)


def _joined(
    words: Sequence[Met], common: Container[int], products: int
) -> tuple[Ints, NDArray[np.uint8]]:
    """Return all that have any word that is not common, ascending, and which words each has.

    That is said by bits.
    """
    rare = [(bit, word.rows) for bit, word in enumerate(words) if bit not in common]
    every = np.zeros(products, dtype=np.uint8)
    for bit, having in rare:
        every[having] |= np.uint8(1 << bit)
    if are_many(sum(len(having) for _, having in rare), products):
        rows = (every != 0).nonzero()[0].astype(np.int32)
    else:
        rows = distinct(np.concatenate([_NOBODY, *(having for _, having in rare)]))
    sets = every.take(rows)
    for bit, word in enumerate(words):
        if bit in common:
            met = are_among(rows, word.rows, products)
            sets |= met.view(np.uint8) << np.uint8(bit)
    return rows, sets


def _worth_of_sets(worth: Sequence[float]) -> list[float]:
    """Return what every set of words is worth, by its bits."""
    value = [0.0]
    for one in worth:
        value += [of_others + one for of_others in value]
    return value
