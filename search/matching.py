"""Finds the products that meet all of some clauses, and how well they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints, Longs
from knowledge_base.runs import Places, distinct, run_starts
from search.clauses import PREFIX_WEIGHT, Alternative, Clause, Matched
from search.overlap import shared
from search.postings import BITS, Piece, Postings, impacts, size
from search.vocabulary import Vocabulary

Costs = NDArray[np.int8]

_ABSENT = np.iinfo(np.int8).max
_MANY = 4
"""With a posting for one in so many products, arrays of all are faster than sorting."""
_RANK_BITS = 32
_SCORE_BITS = 25
_LOST_BITS = 6  # of a float32's 31 that say something above 0
_WORST = (1 << _SCORE_BITS) - 1
ROOM = 1 << 22
"""Products that are remembered of all demands, some 36 MB."""
_MOST_KEPT = 1 << 14
"""Products that are remembered of one: longer lists are put together as fast as found again."""


@dataclass(slots=True, eq=False)
class Pieces:
    """The postings that one demand is met by, none of them empty, and how many there are.

    Whoever keeps them for further queries says so: then it is remembered who has any, and at
    which cost, as `met` alone and, once they are `asked` for again, as what `others` are
    narrowed down by: most words that are new come once.
    """

    every: Sequence[Piece]
    size: int
    kept: bool = False
    asked: bool = False
    met: Matched | None = None
    others: Matched | None = None

    @classmethod
    def of(cls, every: Sequence[Piece], *, kept: bool = False) -> "Pieces":
        """Take postings as one demand's."""
        return cls(every, size(every), kept)


_SIZE, _COST = attrgetter("size"), attrgetter("cost")


class Matcher:
    """Answers clauses from the postings of the names; the rarest is asked first."""

    def __init__(self, postings: Postings, vocabulary: Vocabulary) -> None:
        self._postings = postings
        self._vocabulary = vocabulary
        self._remembering: list[Pieces] = []
        self._room = ROOM

    def match(self, clauses: Sequence[Clause]) -> Matched:
        """Return the products that meet all clauses; none meet no clause."""
        return self.meeting_all([self.pieces(clause) for clause in clauses])

    def meeting_all(self, demands: Sequence[Pieces]) -> Matched:
        """Return the products that have for each demand one of its postings."""
        if not demands or not all(map(_SIZE, demands)):
            return Matched.nothing()
        first, *others = sorted(demands, key=_SIZE) if len(demands) > 1 else demands
        found = self._meeting(first)
        for pieces in others:
            found = self.narrowed(found, pieces)
        return found

    def narrowed(self, matched: Matched, pieces: Pieces) -> Matched:
        """Return those of some products that meet one more clause."""
        rows, cost, score = matched
        others = self._others(pieces)
        if others is None:
            costs, scores = self._one_by_one(pieces.every, rows)
            kept = at = (scores > 0).nonzero()[0]  # of bools that is found faster
        else:
            costs, scores = others.cost, others.score
            kept, at = shared(rows, others.rows, self._postings.products)
        if len(kept) < len(rows):
            rows, cost, score = rows.take(kept), cost.take(kept), score.take(kept)
        if len(at) < len(scores):
            costs, scores = costs.take(at), scores.take(at)
        return Matched(rows, np.maximum(cost, costs), score + scores)

    def pieces(self, clause: Clause) -> Pieces:
        """Return the postings that meet a clause."""
        whole = self.whole(clause)
        return Pieces.of([*whole, *self.beginning(clause, whole)] if clause.prefix else whole)

    def whole(self, clause: Clause) -> list[Piece]:
        """Return the postings of a clause's alternatives, without empty ones."""
        found = (self._having(one) for one in clause.alternatives)
        return [piece for piece in found if piece is not None and piece.size]

    def _having(self, one: Alternative) -> Piece | None:
        if one.posting is not None:
            rows, closeness = one.posting
            factor = one.weight * self._postings.rarity(len(rows))
            return Piece.of(rows, closeness * np.float32(factor), one.cost)
        numbers = [self._vocabulary.numbers.get(stem, -1) for stem in one.stems]
        if not numbers or min(numbers) < 0:
            return None
        if len(numbers) == 1:
            return self._postings.having(numbers[0], one.weight, one.cost)
        return Piece.of(*self._having_all(numbers, one.weight), one.cost)

    def _having_all(self, numbers: Sequence[int], weight: float = 1.0) -> tuple[Ints, Floats]:
        """Return the rows, ascending, that have all of some stems, and what these say."""
        pieces = [self._postings.having(number, weight) for number in numbers]
        first, *others = sorted(pieces, key=_SIZE)
        rows, score = first.rows, first.scores
        for piece in others:
            if not len(rows):
                break
            further = self._postings.scores_at(piece, rows)
            kept = (further > 0).nonzero()[0]
            rows, score = rows.take(kept), (score + further).take(kept)
        return rows, score

    def together(self, stems: Sequence[str]) -> int:
        """Count the products that have all of some stems in their names."""
        numbers = [self._vocabulary.numbers.get(stem, -1) for stem in stems]
        return len(self._having_all(numbers)[0]) if min(numbers, default=-1) >= 0 else 0

    def beginning(self, clause: Clause, whole: Sequence[Piece]) -> list[Piece]:
        """Return the postings of words that begin so, if they are not all asked for whole."""
        there = {
            one.stems.start for one in whole if one.cost <= clause.prefix_cost and one.stems
        }
        stems, before = self._vocabulary.stems_beginning(clause.prefix)
        if stems.start in there:  # the word itself comes before longer ones
            stems = stems[1:]
        others = [one for one in before if one not in there]
        if not stems and not others:
            return []
        return [self._postings.having_any(stems, others, PREFIX_WEIGHT, clause.prefix_cost)]

    def _meeting(self, pieces: Pieces) -> Matched:
        """Return the products that meet a clause, each at its best posting."""
        met = pieces.met
        if met is None:
            met = self._put_together(pieces.every)
            if self._may_keep(pieces):
                pieces.met = met
        return met

    def _put_together(self, pieces: Sequence[Piece]) -> Matched:
        if len(pieces) == 1:
            piece = self._postings.distinct(pieces[0])
            return Matched(piece.rows, _costs(piece, piece.size), piece.scores)
        if _MANY * size(pieces) > self._postings.products:
            return self._overlaid(pieces)
        return _best_of(pieces)

    def meeting_at(self, pieces: Pieces, rows: Ints) -> tuple[Costs, Floats]:
        """Return what it costs some rows to meet a clause, and the scores; 0 where they don't.

        `rows` ascend.
        """
        others = self._others(pieces)
        if others is None:
            return self._one_by_one(pieces.every, rows)
        cost, score = np.zeros(len(rows), dtype=np.int8), np.zeros(len(rows), dtype=np.float32)
        kept, at = shared(rows, others.rows, self._postings.products)
        cost[kept], score[kept] = others.cost.take(at), others.score.take(at)
        return cost, score

    def _others(self, pieces: Pieces) -> Matched | None:
        """Return what others are narrowed down by, of several postings that are kept."""
        others = pieces.others  # which others may forget meanwhile
        if others is None and len(pieces.every) > 1:
            if pieces.asked and self._may_keep(pieces):
                others = pieces.others = self._for_others(pieces.every)
            pieces.asked = True
        return others

    def _for_others(self, pieces: Sequence[Piece]) -> Matched:
        """Say of all products what they would be told that have any of the postings."""
        rows = distinct(np.concatenate([piece.rows for piece in pieces]))
        return Matched(rows, *self._one_by_one(pieces, rows))

    def _one_by_one(self, pieces: Sequence[Piece], rows: Ints) -> tuple[Costs, Floats]:
        """Look postings up one after the other: what has cheaper ones needs no others."""
        if len(pieces) == 1:
            return _costs(pieces[0], len(rows)), self._postings.scores_at(pieces[0], rows)
        cost, score = np.zeros(len(rows), dtype=np.int8), np.zeros(len(rows), dtype=np.float32)
        left: Places | slice = slice(None)
        for level, (first, *others) in groupby(sorted(pieces, key=_COST), key=_COST):
            asked = rows[left]
            if not len(asked):
                break
            best = self._postings.scores_at(first, asked)
            for piece in others:
                np.maximum(best, self._postings.scores_at(piece, asked), out=best)
            cost[left], score[left] = level, best
            left = (score == 0).nonzero()[0]
        return cost, score

    def _overlaid(self, pieces: Sequence[Piece]) -> Matched:
        """Do the same for very long lists: write them over each other, the cheapest last."""
        cost = np.zeros(self._postings.products, dtype=np.int8)
        score = np.zeros(self._postings.products, dtype=np.float32)
        for piece in sorted(pieces, key=_COST, reverse=True):
            best = self._postings.distinct(piece)
            rows, scores = best.rows, best.scores
            better = (cost.take(rows) > piece.cost) | (score.take(rows) < scores)
            if not better.all():
                rows, scores = rows[better], scores[better]
            cost[rows], score[rows] = piece.cost, scores
        rows = (score > 0).nonzero()[0].astype(np.int32)
        return Matched(rows, cost.take(rows), score.take(rows))

    def _may_keep(self, pieces: Pieces) -> bool:
        """Say whether to remember what is put together; forget all else where room runs out."""
        if not pieces.kept or pieces.size > _MOST_KEPT:
            return False
        self._room -= pieces.size
        if self._room < 0:
            for one in self._remembering:
                one.met = one.others = None
            self._remembering, self._room = [], ROOM - pieces.size
        self._remembering.append(pieces)
        return True


def _costs(piece: Piece, n: int) -> Costs:
    costs = np.zeros(n, dtype=np.int8)
    if piece.cost:
        costs += np.int8(piece.cost)
    return costs


def _best_of(pieces: Sequence[Piece]) -> Matched:
    """Return each row once, ascending, at the best of its postings."""
    keys = _keys(pieces)
    keys.sort()
    rows = (keys >> _RANK_BITS).astype(np.int32)
    first = run_starts(rows)
    keys = keys.take(first)
    score = ((_WORST - (keys & _WORST)) << _LOST_BITS).astype(np.int32).view(np.float32)
    cost = ((keys >> _SCORE_BITS) & _ABSENT).astype(np.int8)
    return Matched(rows.take(first), cost, score)


def _keys(pieces: Sequence[Piece]) -> Longs:
    """Return numbers that ascend by row, then from the best posting to the worst.

    Below the row are 7 bits of cost and 25 of score: the bits of floats above 0, read as
    whole numbers, ascend as the floats do.
    """
    sizes = [one.size for one in pieces]
    postings = np.concatenate([one.postings for one in pieces])
    factor = np.array([one.factor for one in pieces], dtype=np.float32).repeat(sizes)
    level = np.array([(one.cost << _SCORE_BITS) + _WORST for one in pieces], dtype=np.int64)
    keys = (postings >> BITS).astype(np.int64) << _RANK_BITS
    keys += level.repeat(sizes)
    scores = impacts(postings).astype(np.float32) * factor
    keys -= scores.view(np.int32) >> _LOST_BITS
    return keys
