"""Which products have a word in their names, and how much it says of each."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from knowledge_base.columns import Floats, Ints, Lists
from knowledge_base.snapshots import PartReader, PartWriter
from search.reading import Occurrences
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
_COMMON = 16
"""A word that one in so many products has is looked up in an array of all products."""
_MOST_SPREAD = 64


@dataclass(frozen=True, slots=True)
class Piece:
    """n postings: product rows (int32), and what is said of each.

    `value` (uint8 or float32, above 0) times `factor` is the score. Rows ascend and come once
    where the postings are `one` list; several lists one behind the other are not. `number`
    is that of the list in the index, where it lies there whole.
    """

    rows: Ints
    value: NDArray[np.uint8] | Floats
    factor: float
    cost: int = 0
    one: bool = True
    number: int = -1

    def scores(self) -> Floats:
        """Return the score of each posting."""
        return self.value * np.float32(self.factor)

    def worth(self, weight: float, cost: int) -> "Piece":
        """Return the postings at another weight and cost."""
        return replace(self, factor=self.factor * weight, cost=cost)


class Postings:
    """The words of the names of p products: a list of product rows for each stem.

    `lists` has the rows of each stem, ascending; `impact` (uint8, 1 to TOP_IMPACT, as long as
    their values) is what the stem says of each. Its part of TOP_IMPACT times the stem's
    rarity is the score.
    """

    def __init__(self, lists: Lists, impact: Impacts, products: int) -> None:
        self.products = products
        self._lists = lists
        self._start = lists.start.data  # a view of numbers is cheaper to index than an array
        self._rows = lists.values
        self._impact = impact
        self._spread = lru_cache(maxsize=_MOST_SPREAD)(self._spread_out)

    @classmethod
    def of(cls, words: Occurrences, stems: int, products: int) -> "Postings":
        """Gather the words of names, given as numbers of stems."""
        weighed = _weighed(words, products)
        table = csr_array((weighed, (words.word, words.row)), shape=(stems, products))
        impact = np.rint(table.data / (SATURATION + table.data) * TOP_IMPACT)
        lists = Lists(table.indptr.astype(np.int64), table.indices.astype(np.int32))
        return cls(lists, np.maximum(impact, 1).astype(np.uint8), products)

    @classmethod
    def open(cls, part: PartReader, name: str, products: int) -> "Postings":
        """Open what `save` wrote."""
        return cls(part.lists(f"{name}/rows"), part.array(f"{name}/impact"), products)

    def save(self, out: PartWriter, name: str) -> None:
        """Write the lists into a part."""
        out.lists(f"{name}/rows", self._lists)
        out.array(f"{name}/impact", self._impact)

    def frequency(self, number: int) -> int:
        """Return how many products have a stem."""
        return self._start[number + 1] - self._start[number]

    def rarity(self, products: int) -> float:
        """Return what it counts to have what so many products have: BM25's idf, above 0."""
        products = min(products, self.products)
        return math.log1p((self.products - products + 0.5) / (products + 0.5))

    def between(self, first: int, end: int) -> Piece:
        """Return the postings of neighbouring stems."""
        low, high = self._start[first], self._start[end]
        factor = self.rarity(high - low) / TOP_IMPACT
        one = end == first + 1
        rows, impact = self._rows[low:high], self._impact[low:high]
        return Piece(rows, impact, factor, one=one, number=first if one else -1)

    def scores_at(self, piece: Piece, rows: Ints) -> Floats:
        """Return what the postings of one list give some rows, 0 where they have none."""
        if piece.number >= 0 and len(piece.rows) * _COMMON > self.products:
            return self._spread(piece.number).take(rows) * np.float32(piece.factor)
        at = piece.rows.searchsorted(rows)
        here = piece.rows.take(at, mode="clip") == rows
        values: Floats = piece.value.take(at, mode="clip") * np.float32(piece.factor)
        return values * here

    def _spread_out(self, number: int) -> Impacts:
        """Return a stem's impact for every product, 0 for those without it."""
        low, high = self._start[number], self._start[number + 1]
        spread = np.zeros(self.products, dtype=np.uint8)
        spread[self._rows[low:high]] = self._impact[low:high]
        return spread


def _weighed(words: Occurrences, products: int) -> Floats:
    """Return what each occurrence counts before saturation (float32).

    BM25F (Zaragoza et al. 2004): by its field, less in a field that is longer than usual. How
    rare a word is comes in when a query is answered.
    """
    weighed = np.zeros(len(words.word), dtype=np.float32)
    for field, weight in WEIGHT.items():
        inside = words.field == field
        length = np.bincount(words.row[inside], minlength=products)
        usual = length[length > 0].mean() if inside.any() else 1
        norm = 1 - LENGTH[field] + LENGTH[field] * length / usual
        norm[length == 0] = 1
        weighed[inside] = (weight / norm)[words.row[inside]]
    return weighed
