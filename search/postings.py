"""Which products have a word in their names, and how much it says of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from knowledge_base.columns import Bools, Floats, Ints, Lists
from knowledge_base.runs import run_starts
from search.texts import Field

Impacts = NDArray[np.uint8]

WEIGHT = {Field.TITLE: 3.0, Field.BRAND: 2.0, Field.CATEGORY: 2.0, Field.ATTRIBUTE: 1.0}
"""What a word counts for by the field it stands in."""
LENGTH = {Field.TITLE: 0.6, Field.BRAND: 0.0, Field.CATEGORY: 0.3, Field.ATTRIBUTE: 0.3}
"""How much a field longer than usual takes from each of its words: BM25F's b, by field."""
SATURATION = 3.0
"""BM25F's k1: from there on further occurrences say little more."""
TOP_IMPACT = 255
"""Impacts are parts of this: a word cannot say more of a product."""


@dataclass(frozen=True)
class Occurrences:
    """n words in the names of products, in the order of the product rows.

    `stem`, `row` (int32) and `field` (int8) say of each which it is and where it stands.
    """

    stem: Ints
    row: Ints
    field: NDArray[np.int8]


def impacts_of(words: Occurrences, stems: int, products: int) -> tuple[Lists, Impacts]:
    """Return each stem's product rows, ascending, and what it says of each (1 to 255).

    BM25F (Zaragoza et al. 2004): occurrences weighed by field, against the field's usual
    length, then saturated; how rare the stem is comes in when a query is answered.
    """
    weighed = np.zeros(len(words.stem), dtype=np.float32)
    for field, weight in WEIGHT.items():
        inside = words.field == field
        length = np.bincount(words.row[inside], minlength=products)
        usual = max(float(length[length > 0].mean()), 1.0) if inside.any() else 1.0
        norm = (1 - LENGTH[field]) + LENGTH[field] * length / usual
        weighed[inside] = (weight / np.maximum(norm, 1e-9))[words.row[inside]]
    table = coo_array((weighed, (words.stem, words.row)), shape=(stems, products)).tocsr()
    table.sum_duplicates()
    saturated = table.data / (SATURATION + table.data)
    impact = np.maximum(np.rint(saturated * TOP_IMPACT), 1).astype(np.uint8)
    start = table.indptr.astype(np.int64)
    return Lists(start, table.indices.astype(np.int32)), impact


class Postings:
    """Looks up s stems among the names of p products.

    `numbers` maps a stem to its list among `lists` (product rows); `impact` (uint8) is as
    long as their values. Scores are impact × inverse document frequency (float32); 0 says
    that a product does not have the word.
    """

    def __init__(
        self, numbers: Mapping[str, int], lists: Lists, impact: Impacts, products: int
    ) -> None:
        self.products = products
        self._numbers = numbers
        self._start = lists.start
        self._rows = lists.values
        self._impact = impact

    def frequency(self, stem: str) -> int:
        """Return how many products have a stem in their names."""
        number = self._numbers.get(stem)
        return 0 if number is None else int(self._start[number + 1] - self._start[number])

    def rarity(self, products: int) -> float:
        """Return what having something counts that so many products have: BM25's idf."""
        return math.log1p((self.products - products + 0.5) / (products + 0.5))

    def having(self, *stems: str) -> tuple[Ints, Floats]:
        """Return the rows that have any of some stems, ascending, and their best scores."""
        numbers = [self._numbers[stem] for stem in stems if stem in self._numbers]
        spans = [(self._start[one], self._start[one + 1]) for one in numbers]
        rows = np.concatenate([self._rows[:0], *(self._rows[a:b] for a, b in spans)])
        impact = np.concatenate([self._impact[:0], *(self._impact[a:b] for a, b in spans)])
        if len(spans) > 1:
            order = np.lexsort((~impact, rows))
            first = order[run_starts(rows[order])]
            rows, impact = rows[first], impact[first]
        return rows, impact * np.float32(self.rarity(len(rows)) / TOP_IMPACT)


def places_of(rows: Ints, among: Ints) -> tuple[NDArray[np.intp], Bools]:
    """Return where rows stand among others (ascending), and whether they do (shape (n,))."""
    if not len(among):
        return np.zeros(len(rows), dtype=np.intp), np.zeros(len(rows), dtype=np.bool_)
    at = np.searchsorted(among, rows)
    np.minimum(at, len(among) - 1, out=at)
    return at, among[at] == rows
