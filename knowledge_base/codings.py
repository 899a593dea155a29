"""Numbers the sets of values that rows carry: counting sets is counting one number a row."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Ints, Lists, Longs, SparseLists
from knowledge_base.runs import run_starts

Rows = NDArray[np.integer[Any]] | slice
"""Some rows, or with a slice a run of them, which costs no copy."""
SPARSE = 8
"""Rows per carrier from which on only the carriers are kept: there are thousands of facets."""


@dataclass(frozen=True)
class Coding:
    """Which set of values each row carries, as one number a row; 0 is the empty set.

    `sets` lists the value codes of each set, ascending. `number` (uint16, or int32 where
    there are more sets) has one element per row, or where few rows carry anything one per
    row of `carriers` (int32, ascending). With `single`, set n is the one value n - 1; with
    `shared`, all rows of a group carry the same set.
    """

    rows: int
    number: NDArray[Any]
    sets: Lists
    values: int
    single: bool
    carriers: Ints | None
    shared: bool

    @classmethod
    def of(cls, codes: SparseLists, start: Longs, values: int) -> "Coding":
        """Give numbers to the sets of codes that rows carry.

        The rows lie in groups: group i from `start[i]` to `start[i + 1]`. There are `values`
        codes, from 0.
        """
        rows = int(start[-1])
        first = run_starts(codes.owner) if len(codes.owner) else np.zeros(0, dtype=np.intp)
        carriers = codes.owner[first]
        single = len(carriers) == len(codes.owner)
        if single:
            number, sets = codes.values.astype(np.int64) + 1, _singles(values)
        else:
            number, sets = _numbered(codes, first)
        dense = np.zeros(rows, dtype=np.uint16 if len(sets) < 1 << 16 else np.int32)
        dense[carriers] = number
        shared = np.array_equal(dense, np.repeat(dense[start[:-1]], np.diff(start)))
        if len(carriers) * SPARSE >= rows:
            return cls(rows, dense, sets, values, single, None, shared)
        return cls(rows, dense[carriers], sets, values, single, carriers, shared)

    def at(self, rows: Rows) -> NDArray[Any]:
        """Return the number of the set that each of some rows carries."""
        if self.carriers is None:
            return self.number[rows] if isinstance(rows, slice) else self.number.take(rows)
        wanted = np.arange(self.rows)[rows] if isinstance(rows, slice) else rows
        if not len(self.carriers):
            return np.zeros(len(wanted), dtype=self.number.dtype)
        at = np.searchsorted(self.carriers, wanted)
        at[at == len(self.carriers)] = 0
        return np.where(self.carriers[at] == wanted, self.number[at], 0)

    def with_any(self, codes: list[int], rows: Rows) -> Bools:
        """Say which of some rows carry one of the codes."""
        numbers = self.at(rows)
        if self.single and len(codes) == 1:
            carried: Bools = numbers == codes[0] + 1
            return carried
        wanted = np.zeros(len(self.sets), dtype=np.bool_)
        wanted[self.sets.owner[_is_any(self.sets.values, codes)]] = True
        met: Bools = wanted.take(numbers)
        return met

    def count(self, numbers: NDArray[Any]) -> Longs:
        """Count how often each value stands in sets of these numbers (int64, by code)."""
        seen = np.bincount(numbers, minlength=len(self.sets))
        if self.single:
            return seen[1:]
        weights = seen.take(self.sets.owner)
        return np.bincount(self.sets.values, weights, minlength=self.values).astype(np.int64)

    def count_once(self, numbers: NDArray[Any], owner: Ints) -> Longs:
        """Count each value once for every owner that has it (int64, by code).

        `owner` has the shape of `numbers`; the same one may come several times.
        """
        if self.single:
            carried = numbers > 0
            code, by = numbers[carried].astype(np.int64) - 1, owner[carried]
        else:
            at, which = self.sets.gather(numbers)
            code, by = self.sets.values[at].astype(np.int64), owner[which]
        pairs = np.sort(by * np.int64(max(self.values, 1)) + code)
        once = pairs[run_starts(pairs)] if len(pairs) else pairs
        return np.bincount(once % max(self.values, 1), minlength=self.values)


def _is_any(values: Ints, codes: list[int]) -> Bools:
    """Say which values are one of the codes; of one code that is ten times as fast."""
    found: Bools = values == codes[0] if len(codes) == 1 else np.isin(values, codes)
    return found


def _singles(values: int) -> Lists:
    """Return the sets of one value each, behind the empty one."""
    start = np.maximum(np.arange(-1, values + 1, dtype=np.int64), 0)
    return Lists(start, np.arange(values, dtype=np.int32))


def _numbered(codes: SparseLists, first: NDArray[np.intp]) -> tuple[Longs, Lists]:
    """Give equal lists equal numbers from 1 (one per carrier), and list what each stands for.

    Walks down a tree of beginnings: in each round a list's number is that of its beginning
    and its next code together, until it has no more codes.
    """
    length = np.diff(first, append=len(codes.owner))
    node = np.zeros(len(first), dtype=np.int64)
    made = 1
    for depth in range(int(length.max())):
        going = np.flatnonzero(length > depth)
        step = codes.values[first[going] + depth].astype(np.int64)
        keys = node[going] * (int(codes.values.max()) + 1) + step
        distinct, number = np.unique(keys, return_inverse=True)
        node[going] = made + number
        made += len(distinct)
    _, sample, number = np.unique(node, return_index=True, return_inverse=True)
    start = np.cumsum([0, 0, *length[sample]], dtype=np.int64)
    at, _ = Lists(np.append(first, len(codes.owner)), codes.values).gather(sample)
    return number + 1, Lists(start, codes.values[at])
