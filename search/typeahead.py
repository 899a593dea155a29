"""Finds some good products for what is being typed, in the time between two keys."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.columns import Floats
from search.beginnings import Beginnings, strongest
from search.clauses import Clause, Matched
from search.matching import Matcher
from search.postings import IMPACT_BITS, TOP_IMPACT, Piece
from search.titles import Titles

MOST_LOOKED_AT = 1024
"""Products with the words before whose titles are looked through for an unfinished one."""

_USUAL_IMPACT = TOP_IMPACT / 2  # of a word in a title
_AGAIN = 4  # times that a row may come in the lists of one beginning
_BEYOND_SCORES = 1024.0


class TypeAhead:
    """Finds the best products of clauses without finding all of them."""

    def __init__(self, matcher: Matcher, titles: Titles, beginnings: Beginnings) -> None:
        self._matcher = matcher
        self._titles = titles
        self._beginnings = beginnings

    def top(self, clauses: Sequence[Clause], limit: int) -> Matched:
        """Return at most `limit` products, best first; of very many, good ones."""
        if len(clauses) == 1:
            return _best_postings(self._pieces(clauses[0]), limit)
        for clause in clauses:
            if self._beginnings.best(clause.prefix) is not None:
                others = [one for one in clauses if one is not clause]
                found = self._named(self._matcher.match(others), clause)
                if len(found.rows) >= limit:
                    return _best(found, limit)
        return _best(self._matcher.match(clauses), limit)

    def _pieces(self, clause: Clause) -> list[Piece]:
        """Return the postings that meet a clause; of a beginning those that were listed."""
        whole = self._matcher.whole(clause)
        if not clause.prefix:
            return whole
        begun = self._matcher.beginning(clause, whole)
        listed = self._beginnings.best(clause.prefix)
        if listed is None:
            return [*whole, *begun]
        return [*whole, *(Piece(listed, one.factor, one.cost, one=False) for one in begun)]

    def _named(self, matched: Matched, clause: Clause) -> Matched:
        """Return those of the best products matched whose titles meet one more clause."""
        matched = _kept(matched, MOST_LOOKED_AT)
        whole = self._matcher.whole(clause)
        cost, score = self._matcher.meeting_at(whole, matched.rows)
        for piece in self._matcher.beginning(clause, whole):
            forms = self._matcher.forms(clause.prefix)
            begun = self._titles.beginning(matched.rows, forms) & (score == 0)
            cost[begun] = clause.prefix_cost
            score[begun] = piece.factor * _USUAL_IMPACT
        kept = score.nonzero()[0]
        return Matched(
            matched.rows.take(kept),
            np.maximum(matched.cost, cost).take(kept),
            (matched.score + score).take(kept),
        )


def _best_postings(pieces: Sequence[Piece], limit: int) -> Matched:
    """Return the best products of some postings in order."""
    found: list[tuple[int, float, int]] = []
    for piece in pieces:
        top = strongest(piece.postings, limit if piece.one else _AGAIN * limit)
        strengths = (-piece.factor * (top & TOP_IMPACT)).tolist()
        rows = (top >> IMPACT_BITS).tolist()
        found += [(piece.cost, one, row) for one, row in zip(strengths, rows, strict=True)]
    found.sort()
    best = {row: (cost, strength) for cost, strength, row in reversed(found)}
    rows = sorted(best, key=best.__getitem__)[:limit]
    return Matched(
        np.array(rows, dtype=np.int32),
        np.array([best[row][0] for row in rows], dtype=np.int8),
        np.array([-best[row][1] for row in rows], dtype=np.float32),
    )


def _kept(matched: Matched, most: int) -> Matched:
    """Leave the best of many products, still ascending."""
    if len(matched.rows) <= most:
        return matched
    top = np.sort(np.argpartition(_weakness(matched), most)[:most])
    return Matched(matched.rows.take(top), matched.cost.take(top), matched.score.take(top))


def _best(matched: Matched, limit: int) -> Matched:
    """Return the best products in order."""
    few = _kept(matched, limit)
    order = _weakness(few).argsort(kind="stable")
    return Matched(few.rows.take(order), few.cost.take(order), few.score.take(order))


def _weakness(matched: Matched) -> Floats:
    """Return numbers that ascend with the cost, then from the best score to the worst."""
    return matched.cost * np.float32(_BEYOND_SCORES) - matched.score
