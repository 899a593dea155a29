"""Finds the products that meet all of some clauses, and how well they do."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints, Longs
from knowledge_base.runs import run_starts
from search.clauses import PREFIX_WEIGHT, Alternative, Clause, Matched
from search.postings import TOP_IMPACT, Piece, Postings
from search.vocabulary import Vocabulary

Costs = NDArray[np.int8]

_ABSENT = np.iinfo(np.int8).max
_FEW = 6
"""Lists that are looked up one after the other before putting them together pays."""
_RANK_BITS = 32
_SCORE_BITS = 25
_LOST_BITS = 6  # of a float32's 31 that say something above 0
_WORST = (1 << _SCORE_BITS) - 1


class Matcher:
    """Answers clauses from the postings of the names; the rarest is asked first."""

    def __init__(self, postings: Postings, vocabulary: Vocabulary) -> None:
        self._postings = postings
        self._vocabulary = vocabulary

    def match(self, clauses: Sequence[Clause]) -> Matched:
        """Return the products that meet all clauses; none meet no clause."""
        demands = [self.pieces(clause) for clause in clauses]
        if not demands or not all(demands):
            return Matched.nothing()
        first, *others = sorted(demands, key=_size)
        rows, cost, score = self.meeting(first)
        for pieces in others:
            costs, scores = self.meeting_at(pieces, rows)
            kept = scores.nonzero()[0]
            rows = rows.take(kept)
            cost = np.maximum(cost.take(kept), costs.take(kept))
            score = score.take(kept) + scores.take(kept)
        return Matched(rows, cost, score)

    def pieces(self, clause: Clause) -> list[Piece]:
        """Return the postings that meet a clause, without empty ones."""
        whole = self.whole(clause)
        return [*whole, *self.beginning(clause, whole)] if clause.prefix else whole

    def whole(self, clause: Clause) -> list[Piece]:
        """Return the postings of a clause's alternatives."""
        found = ((self._having(one), one) for one in clause.alternatives)
        return [
            piece.worth(one.weight, one.cost)
            for piece, one in found
            if piece is not None and len(piece)
        ]

    def _having(self, one: Alternative) -> Piece | None:
        if one.posting is not None:
            rows, closeness = one.posting
            return Piece.of(rows, closeness * np.float32(self._postings.rarity(len(rows))))
        numbers = [self._vocabulary.numbers.get(stem, -1) for stem in one.stems]
        if not numbers or min(numbers) < 0:
            return None
        pieces = [self._postings.between(number, number + 1) for number in numbers]
        if len(pieces) == 1:
            return pieces[0]
        first, *others = sorted(pieces, key=len)
        rows, score = first.rows, first.scores
        for piece in others:
            further = self._postings.scores_at(piece, rows)
            kept = further.nonzero()[0]
            rows, score = rows.take(kept), (score + further).take(kept)
        return Piece.of(rows, score)

    def forms(self, prefix: str) -> range:
        """Return the spelled words of names that begin so."""
        return self._vocabulary.forms_of(self._vocabulary.starting_with(prefix))

    def beginning(self, clause: Clause, whole: Sequence[Piece]) -> list[Piece]:
        """Return the postings of words that begin so, but for what is asked for whole."""
        stems, before = self._vocabulary.stems_of(self.forms(clause.prefix))
        there = {one.number for one in whole if one.cost <= clause.prefix_cost}
        cuts = [stems.start - 1, *sorted(there.intersection(stems)), stems.stop]
        spans = [(low + 1, high) for low, high in pairwise(cuts) if low + 1 < high]
        spans += [(one, one + 1) for one in before.tolist() if one not in there]
        pieces = [self._postings.between(*span) for span in spans]
        factor = PREFIX_WEIGHT * self._postings.rarity(_size(pieces)) / TOP_IMPACT
        return [replace(one, factor=factor, cost=clause.prefix_cost) for one in pieces]

    def meeting(self, pieces: Sequence[Piece]) -> Matched:
        """Return the products that meet a clause, each at its best posting."""
        if not pieces:
            return Matched.nothing()
        if len(pieces) == 1 and pieces[0].one:
            (piece,) = pieces
            return Matched(piece.rows, _costs(piece, len(piece)), piece.scores)
        return _best_of(
            np.concatenate([piece.rows for piece in pieces]),
            np.concatenate([ranks_of(piece.scores, piece.cost) for piece in pieces]),
        )

    def meeting_at(self, pieces: Sequence[Piece], rows: Ints) -> tuple[Costs, Floats]:
        """Return what it costs some rows to meet a clause, and the scores; 0 where they don't.

        `rows` ascend.
        """
        singles = all(piece.one for piece in pieces)
        if len(pieces) == 1 and singles:
            return _costs(pieces[0], len(rows)), self._postings.scores_at(pieces[0], rows)
        if singles and len(pieces) <= _FEW:
            cost = np.full(len(rows), _ABSENT, dtype=np.int8)
            score = np.zeros(len(rows), dtype=np.float32)
            for piece in pieces:
                scores = self._postings.scores_at(piece, rows)
                level = np.int8(piece.cost)
                better = (scores > 0) & ((level < cost) | ((level == cost) & (scores > score)))
                np.copyto(score, scores, where=better)
                cost[better] = level
            return cost, score
        return self._sifted(pieces, rows)

    def _sifted(self, pieces: Sequence[Piece], rows: Ints) -> tuple[Costs, Floats]:
        """Do the same for long or many lists: look at every posting once, in one go."""
        asked = np.zeros(self._postings.products, dtype=np.bool_)
        asked[rows] = True
        found, ranks = [], []
        for piece in pieces:
            inside = piece.take(asked.take(piece.rows).nonzero()[0])
            found.append(inside.rows)
            ranks.append(ranks_of(inside.scores, inside.cost))
        best = _best_of(np.concatenate(found), np.concatenate(ranks))
        cost = np.full(len(rows), _ABSENT, dtype=np.int8)
        score = np.zeros(len(rows), dtype=np.float32)
        at = rows.searchsorted(best.rows)
        cost[at], score[at] = best.cost, best.score
        return cost, score


def _size(pieces: Sequence[Piece]) -> int:
    return sum(map(len, pieces))


def _costs(piece: Piece, n: int) -> Costs:
    return np.full(n, piece.cost, dtype=np.int8)


def ranks_of(scores: Floats, cost: int | Costs) -> Longs:
    """Return numbers that ascend from the best posting to the worst: 7 bits cost, 25 score.

    The bits of floats above 0, read as whole numbers, ascend as the floats do.
    """
    bits = (scores.view(np.int32) >> _LOST_BITS).astype(np.int64)
    return (np.int64(cost) << _SCORE_BITS) + (_WORST - bits)


def _best_of(rows: Ints, ranks: Longs) -> Matched:
    """Return each row once, ascending, at the best of its ranks."""
    keys = (rows.astype(np.int64) << _RANK_BITS) | ranks
    keys.sort()
    rows = (keys >> _RANK_BITS).astype(np.int32)
    first = run_starts(rows)
    keys = keys.take(first)
    score = ((_WORST - (keys & _WORST)) << _LOST_BITS).astype(np.int32).view(np.float32)
    cost = ((keys >> _SCORE_BITS) & _ABSENT).astype(np.int8)
    return Matched(rows.take(first), cost, score)
