"""Finds some good products for what is being typed, in the time between two keys."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.columns import Floats
from knowledge_base.runs import run_starts
from search.beginnings import Beginnings
from search.clauses import Clause, Matched
from search.matching import Matcher
from search.postings import BITS, TOP, Piece, Postings, impacts

_BEYOND_SCORES = 1024.0
_NOTHING = np.zeros(0, dtype=np.int32)


class TypeAhead:
    """Finds the best products of clauses without finding all of them."""

    def __init__(self, matcher: Matcher, postings: Postings, beginnings: Beginnings) -> None:
        self._matcher = matcher
        self._postings = postings
        self._beginnings = beginnings

    def strongest(self, clause: Clause, whole: Sequence[Piece], limit: int) -> Matched:
        """Return the products of a clause's strongest postings, the cheapest first.

        `whole` are those of its alternatives.
        """
        if len(whole) == 1 and whole[0].size >= limit and whole[0].cost < clause.prefix_cost:
            return self._best_of(whole, limit)
        if not clause.prefix:
            return self._best_of(whole, limit)
        begun = self._matcher.beginning(clause, whole)
        listed = self._beginnings.best(clause.prefix)
        if listed is not None:
            begun = [Piece(listed[: 2 * limit], one.factor, one.cost) for one in begun]
        return self._best_of([*whole, *begun], limit)

    def _best_of(self, pieces: Sequence[Piece], limit: int) -> Matched:
        """Return the best products of some postings in order."""
        if len(pieces) == 1:
            return self._best_of_one(pieces[0], limit)
        tops = [self._postings.strongest(piece, limit) for piece in pieces]
        sizes = [len(one) for one in tops]
        postings = np.concatenate(tops) if tops else _NOTHING
        cost = np.array([piece.cost for piece in pieces], dtype=np.int8).repeat(sizes)
        factor = np.array([piece.factor for piece in pieces], dtype=np.float32).repeat(sizes)
        score = impacts(postings) * factor
        rows = postings >> BITS
        order = np.lexsort((-score, cost))
        ordered = rows.take(order)
        by_row = ordered.argsort(kind="stable")
        first = by_row.take(run_starts(ordered.take(by_row)))
        first.sort()
        order = order.take(first[:limit])
        return Matched(rows.take(order), cost.take(order), score.take(order).astype(np.float32))

    def _best_of_one(self, piece: Piece, limit: int) -> Matched:
        """Do the same for one list: what lacks least is best, and all cost the same."""
        postings = self._postings.strongest(piece, limit)
        best = Piece(
            postings.take((postings & TOP).argsort(kind="stable")[:limit]), piece.factor
        )
        cost = np.empty(best.size, dtype=np.int8)
        cost.fill(piece.cost)
        return Matched(best.rows, cost, best.scores)


def _kept(matched: Matched, most: int) -> Matched:
    """Leave the best of many products, still ascending."""
    if len(matched.rows) <= most:
        return matched
    top = np.sort(np.argpartition(_weakness(matched), most)[:most])
    return Matched(matched.rows.take(top), matched.cost.take(top), matched.score.take(top))


def best(matched: Matched, limit: int) -> Matched:
    """Return at most so many of the products, the best first."""
    few = _kept(matched, limit)
    order = _weakness(few).argsort(kind="stable")
    return Matched(few.rows.take(order), few.cost.take(order), few.score.take(order))


def _weakness(matched: Matched) -> Floats:
    """Return numbers that ascend with the cost, then from the best score to the worst."""
    return matched.cost * np.float32(_BEYOND_SCORES) - matched.score
