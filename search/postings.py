"""Which products have a word in their names, and how much it says of each."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from knowledge_base.columns import Bools, Floats, Ints, Lists
from knowledge_base.errors import BadInput
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from knowledge_base.runs import run_starts
from search.overlap import are_many, in_one_go
from search.packing import packed_runs, unpacked_runs
from search.reading import Occurrences
from search.texts import Field

WEIGHT = {
    Field.TITLE: 3.0,
    Field.BRAND: 2.0,
    Field.CATEGORY: 2.0,
    Field.ATTRIBUTE: 0.5,
    Field.PROSE: 0.6,
}
"""What a word counts for by the field it stands in; of prose there is only the lead."""
LENGTH = {
    Field.TITLE: 0.6,
    Field.BRAND: 0.0,
    Field.CATEGORY: 0.3,
    Field.ATTRIBUTE: 0.6,
    Field.PROSE: 0.0,
}
"""How much a field longer than usual takes from each of its words: BM25F's b, by field."""
SATURATION = 3.0
"""BM25F's k1: from there on further occurrences say little more."""
BITS = 8
TOP = (1 << BITS) - 1
"""Impacts are parts of this: a word cannot say more of a product."""
MOST_PRODUCTS = 1 << (31 - BITS)
_COMMON = 16
"""What one in so many products has is looked up in an array of all products, kept for that."""
_MOST_SPREAD = 128
_MOST_KEPT = 1 << 12


class Piece(NamedTuple):
    """Postings (int32): a product row, and below its bits what an impact lacks to TOP.

    They are `row << BITS | TOP - impact`: half as long as two numbers, and in order the best
    posting of a row comes first. An impact (1 to TOP) times `factor` is a score. Where the
    postings are not `one` list but several, one behind the other, rows come again. `stems`
    are those whose postings they are, where these lie beside each other in the index.
    """

    postings: Ints
    factor: float
    cost: int = 0
    one: bool = True
    stems: range = range(0)

    @classmethod
    def of(cls, rows: Ints, scores: Floats, cost: int = 0) -> "Piece":
        """Pack rows, ascending, with their scores, the greatest as TOP."""
        factor = max(float(scores.max(initial=0)), 1e-9) / TOP
        return cls(packed(rows, scores / factor), factor, cost)

    @property
    def size(self) -> int:
        """Return how many postings there are."""
        return len(self.postings)

    @property
    def rows(self) -> Ints:
        """Return the row of each posting."""
        return self.postings >> BITS

    @property
    def scores(self) -> Floats:
        """Return the score of each posting."""
        return impacts(self.postings).astype(np.float32) * np.float32(self.factor)

    def distinct(self) -> "Piece":
        """Return each row once, ascending, at the best of its postings."""
        if self.one:
            return self
        postings = np.sort(self.postings)
        return Piece(postings.take(run_starts(postings >> BITS)), self.factor, self.cost)

    def among(self, asked: Bools) -> "Piece":
        """Return the postings of the rows asked for (bool, shape (p,)), in order."""
        postings = self.postings.take(asked.take(self.rows).nonzero()[0])
        if not self.one:
            postings.sort()
        return Piece(postings, self.factor, self.cost, self.one)


def size(pieces: Sequence[Piece]) -> int:
    """Return how many postings several pieces have together."""
    return sum(len(piece.postings) for piece in pieces)


def packed(rows: Ints, impact: Floats) -> Ints:
    """Return postings of rows with impacts up to TOP, however small at least 1."""
    lack = TOP - np.maximum(np.rint(impact), 1).astype(np.int32)
    return rows << BITS | lack


def impacts(postings: Ints) -> Ints:
    """Return the impact of each posting."""
    return ~postings & TOP


def strongest(postings: Ints, most: int) -> Ints:
    """Return the postings of the greatest impacts, in no order."""
    if len(postings) <= most:
        return postings
    lack = (postings & TOP).astype(np.uint8)
    return postings.take(lack.argpartition(most)[:most])


class Postings:
    """The words of the names of p products: a list of postings for each stem.

    What a list says is its impact times the stem's rarity.
    """

    def __init__(self, lists: Lists, products: int) -> None:
        self.products = products
        self._lists = lists
        self._start = lists.start.data  # a view of numbers is cheaper to index than an array
        self._spread = remembered(self._spread_out, _MOST_SPREAD)
        self.having = remembered(self._having, _MOST_KEPT)
        self._strongest = remembered(self._strongest_of, _MOST_KEPT)

    @classmethod
    def of(cls, words: Occurrences, stems: int, products: int) -> "Postings":
        """Gather the words of names, given as numbers of stems.

        Raises BadInput when there are more products than a posting has bits for.
        """
        if products > MOST_PRODUCTS:
            raise BadInput(f"{products} products are more than the {MOST_PRODUCTS} of an index")
        weighed = _weighed(words, products)
        table = csr_array((weighed, (words.word, words.row)), shape=(stems, products))
        impact = table.data / (SATURATION + table.data) * TOP
        postings = packed(table.indices.astype(np.int32), impact)
        return cls(Lists(table.indptr.astype(np.int64), postings), products)

    @classmethod
    def open(cls, part: PartReader, name: str, products: int) -> "Postings":
        """Open what `save` wrote."""
        start = part.array(f"{name}/start")
        postings = unpacked_runs(start, part.array(f"{name}/rows"))
        postings <<= BITS
        postings |= part.array(f"{name}/lacks")
        postings.flags.writeable = False
        return cls(Lists(start, postings), products)

    def save(self, out: PartWriter, name: str) -> None:
        """Write the lists into a part: some 2.4 bytes a posting instead of four."""
        start, postings = self._lists.start, self._lists.values
        out.array(f"{name}/start", start)
        out.array(f"{name}/rows", packed_runs(start, postings >> BITS))
        out.array(f"{name}/lacks", (postings & TOP).astype(np.uint8))

    def frequency(self, number: int) -> int:
        """Return how many products have a stem."""
        return self._start[number + 1] - self._start[number]

    def size(self, stems: range) -> int:
        """Return how many postings neighbouring stems have."""
        return self._start[stems.stop] - self._start[stems.start]

    def rarity(self, products: int) -> float:
        """Return what it counts to have what so many products have: BM25's idf, above 0."""
        products = min(products, self.products)
        return math.log1p((self.products - products + 0.5) / (products + 0.5))

    def _having(self, number: int, weight: float = 1.0, cost: int = 0) -> Piece:
        """Return the postings of one stem."""
        low, high = self._start[number], self._start[number + 1]
        factor = weight * self.rarity(high - low) / TOP
        stems = range(number, number + 1)
        return Piece(self._lists.values[low:high], factor, cost, stems=stems)

    def having_any(
        self, stems: range, others: Sequence[int], weight: float, cost: int
    ) -> Piece:
        """Return the postings of neighbouring stems, and of some others."""
        if len(stems) == 1 and not others:
            return self.having(stems.start, weight, cost)
        postings = self._lists.values[self._start[stems.start] : self._start[stems.stop]]
        if others:
            further = [self.having(number).postings for number in others]
            postings = np.concatenate([postings, *further])
        factor = weight * self.rarity(len(postings)) / TOP
        return Piece(postings, factor, cost, one=False, stems=range(0) if others else stems)

    def scores_at(self, piece: Piece, rows: Ints) -> Floats:
        """Return the greatest score of each of some rows, ascending; 0 for what has none."""
        factor = np.float32(piece.factor)
        if piece.stems and piece.size * _COMMON > self.products:
            return self._spread(piece.stems).take(rows) * factor
        if not piece.one:
            asked = np.zeros(self.products, dtype=np.bool_)
            asked[rows] = True
            piece = piece.among(asked)
        if not piece.size:
            return np.zeros(len(rows), dtype=np.float32)
        if in_one_go(len(rows), piece.size, self.products):
            return self._written_out(piece.postings, one=piece.one).take(rows) * factor
        wanted = rows << BITS
        found = piece.postings.take(piece.postings.searchsorted(wanted), mode="clip")
        lack = np.minimum((found - wanted).view(np.uint32), TOP)  # TOP and more: another row
        return (TOP - lack).astype(np.float32) * factor

    def distinct(self, piece: Piece) -> Piece:
        """Return each row of a piece once, ascending, at the best of its postings."""
        if piece.one or not piece.stems or not are_many(piece.size, self.products):
            return piece.distinct()
        spread = self._spread(piece.stems)
        rows = (spread > 0).nonzero()[0].astype(np.int32)
        postings = rows << BITS | TOP - spread.take(rows)
        return Piece(postings, piece.factor, piece.cost)

    def strongest(self, piece: Piece, most: int) -> Ints:
        """Return the postings of a piece's best products, each once; see `strongest`."""
        if piece.one and piece.stems:
            return self._strongest(piece.stems.start, most)
        return strongest(piece.distinct().postings, most)

    def _strongest_of(self, number: int, most: int) -> Ints:
        return strongest(self.having(number).postings, most)

    def _spread_out(self, stems: range) -> NDArray[np.uint8]:
        """Return what the best of some stems says of every product, 0 of those without any."""
        postings = self._lists.values[self._start[stems.start] : self._start[stems.stop]]
        return self._written_out(postings, one=len(stems) == 1)

    def _written_out(self, postings: Ints, *, one: bool) -> NDArray[np.uint8]:
        """Return what the best of some postings says of every product, 0 of those without."""
        said = np.zeros(self.products, dtype=np.uint8)
        rows, impact = postings >> BITS, impacts(postings)
        if one:
            said[rows] = impact
        else:  # in less than half the time in which they could be put in order
            np.maximum.at(said, rows, impact.astype(np.uint8))
        return said


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
