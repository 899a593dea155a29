"""Finds some good products for what is being typed, in the time between two keys."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from search.beginnings import LISTED, LONG, Beginnings, strongest
from search.clauses import Clause, Matched
from search.matching import Matcher, ranks_of
from search.postings import TOP_IMPACT, Piece
from search.titles import Titles

MOST_LOOKED_AT = 1024
"""Products with the words before whose titles are looked through for an unfinished one."""

_USUAL_IMPACT = TOP_IMPACT / 2  # of a word in a title


class TypeAhead:
    """Finds the best products of clauses without finding all of them."""

    def __init__(self, matcher: Matcher, titles: Titles, beginnings: Beginnings) -> None:
        self._matcher = matcher
        self._titles = titles
        self._beginnings = beginnings

    def top(self, clauses: Sequence[Clause], limit: int) -> Matched:
        """Return at most `limit` products, best first; of very many, good ones."""
        if len(clauses) == 1:
            return _best(self._matcher.meeting(self._cut(clauses[0])), limit)
        for clause in clauses:
            if self._beginnings.best(clause.prefix) is not None:
                others = [one for one in clauses if one is not clause]
                found = self._named(self._matcher.match(others), clause)
                if len(found.rows) >= limit:
                    return _best(found, limit)
        return _best(self._matcher.match(clauses), limit)

    def _cut(self, clause: Clause) -> list[Piece]:
        """Return the best postings that meet a clause; all, where they are few."""
        listed = self._beginnings.best(clause.prefix)
        if listed is None:
            return [_top(piece) for piece in self._matcher.pieces(clause)]
        whole = self._matcher.whole(clause)
        factor = self._matcher.beginning(clause, whole)[0].factor
        begun = Piece(listed, factor, clause.prefix_cost, one=False)
        return [*map(_top, whole), begun]

    def _named(self, matched: Matched, clause: Clause) -> Matched:
        """Return those of the best products matched whose titles meet one more clause."""
        matched = _kept(matched, MOST_LOOKED_AT)
        whole = self._matcher.whole(clause)
        beginning = self._matcher.beginning(clause, whole)
        cost, score = self._matcher.meeting_at(whole, matched.rows)
        begun = self._titles.beginning(matched.rows, self._matcher.forms(clause.prefix))
        begun &= score == 0
        cost[begun] = clause.prefix_cost
        score[begun] = beginning[0].factor * _USUAL_IMPACT
        kept = score.nonzero()[0]
        return Matched(
            matched.rows.take(kept),
            np.maximum(matched.cost, cost).take(kept),
            (matched.score + score).take(kept),
        )


def _top(piece: Piece) -> Piece:
    """Leave the best of a long list."""
    if not piece.one or len(piece) <= LONG:
        return piece
    return replace(piece, postings=strongest(piece.postings, LISTED), one=False, number=-1)


def _kept(matched: Matched, most: int) -> Matched:
    """Leave the best of many products, still ascending."""
    if len(matched.rows) <= most:
        return matched
    top = np.sort(np.argpartition(ranks_of(matched.score, matched.cost), most)[:most])
    return Matched(matched.rows.take(top), matched.cost.take(top), matched.score.take(top))


def _best(matched: Matched, limit: int) -> Matched:
    """Return the best products in order."""
    few = _kept(matched, limit)
    order = np.argsort(ranks_of(few.score, few.cost), kind="stable")
    return Matched(few.rows.take(order), few.cost.take(order), few.score.take(order))
