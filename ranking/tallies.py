"""Adds numbers up by pairs, such as a query and a product, a portion of the log at a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Longs
from knowledge_base.runs import run_starts

_HALF = 32
_SECOND = (1 << _HALF) - 1


@dataclass(frozen=True, slots=True)
class Tally:
    """What n pairs come to: `pair` (int64) as of `paired` ascends, `sums` has shape (s, n).

    Sums are float32, as there may be as many pairs as the log has events.
    """

    pair: Longs
    sums: Floats

    @classmethod
    def of(cls, pair: Longs, numbers: NDArray[np.floating]) -> "Tally":
        """Add up numbers (shape (s, n)) by their pair (int64, shape (n,))."""
        order = np.argsort(pair, kind="stable")
        ordered = pair[order]
        start = run_starts(ordered)
        sums = np.zeros((len(numbers), len(start)), dtype=np.float32)
        if len(start):
            for own, one in zip(sums, numbers, strict=True):
                own[:] = np.add.reduceat(one[order], start, dtype=np.float64)
        return cls(ordered[start], sums)

    @property
    def first(self) -> Longs:
        """Return the first of each pair."""
        return self.pair >> _HALF

    @property
    def second(self) -> Longs:
        """Return the second of each pair."""
        return self.pair & _SECOND

    def of_firsts(self, firsts: Longs) -> "Tally":
        """Keep the pairs with some firsts (ascending), which are numbered by their place."""
        first = self.first
        (kept,) = np.nonzero(np.isin(first, firsts))
        number = np.searchsorted(firsts, first[kept])
        return Tally(paired(number, self.second[kept]), self.sums[:, kept])


class Pile:
    """Adds up tallies as they come.

    Two of about the same size are put together at once, so that what many portions repeat is
    held a few times only.
    """

    def __init__(self, numbers: int) -> None:
        self._tallies = [Tally.of(np.zeros(0, dtype=np.int64), np.zeros((numbers, 0)))]

    def add(self, pair: Longs, numbers: NDArray[np.floating]) -> None:
        """Add numbers (shape (s, n)) to what their pairs (int64, (n,)) come to."""
        self._tallies.append(Tally.of(pair, numbers))
        while len(self._tallies) > 1 and _size(self._tallies[-2]) <= _size(self._tallies[-1]):
            self._join_last()

    def total(self) -> Tally:
        """Return what everything comes to."""
        while len(self._tallies) > 1:
            self._join_last()
        return self._tallies[0]

    def _join_last(self) -> None:
        two = self._tallies[-2:]
        pair = np.concatenate([one.pair for one in two])
        numbers = np.concatenate([one.sums for one in two], axis=1)
        self._tallies[-2:] = [Tally.of(pair, numbers)]


def paired(first: NDArray[np.integer], second: NDArray[np.integer]) -> Longs:
    """Put two numbers from 0 (shape (n,)) into one, which ascends by the first, then both."""
    pair: Longs = first.astype(np.int64) << _HALF | second
    return pair


def _size(tally: Tally) -> int:
    return len(tally.pair)
