"""Finds the products that meet all of some clauses, and how well they do."""

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from knowledge_base.columns import Floats, Ints
from knowledge_base.runs import run_starts
from search.clauses import PREFIX_WEIGHT, Alternative, Clause, Matched
from search.postings import Postings, places_of
from search.vocabulary import Vocabulary


def match(postings: Postings, vocabulary: Vocabulary, clauses: Sequence[Clause]) -> Matched:
    """Return the products that meet all clauses; none meet no clause."""
    if not clauses:
        return Matched.nothing()
    return reduce(_both, (_meeting(postings, vocabulary, one) for one in clauses))


def _both(left: Matched, right: Matched) -> Matched:
    rows, at, to = np.intersect1d(
        left.rows, right.rows, assume_unique=True, return_indices=True
    )
    cost = np.maximum(left.cost[at], right.cost[to])
    return Matched(rows, cost, left.score[at] + right.score[to])


def _meeting(postings: Postings, vocabulary: Vocabulary, clause: Clause) -> Matched:
    """Return the products that meet one clause, each by its best alternative."""
    ways = list(_ways(postings, vocabulary, clause))
    rows = np.concatenate([Matched.nothing().rows, *(rows for rows, _, _ in ways)])
    cost = np.repeat([cost for _, cost, _ in ways], [len(rows) for rows, _, _ in ways])
    score = np.concatenate([Matched.nothing().score, *(score for _, _, score in ways)])
    order = np.lexsort((-score, cost, rows))
    best = order[run_starts(rows[order])]
    return Matched(rows[best], cost[best].astype(np.int8), score[best])


def _ways(
    postings: Postings, vocabulary: Vocabulary, clause: Clause
) -> Iterator[tuple[Ints, int, Floats]]:
    """Yield rows, cost and scores for each way to meet a clause."""
    for one in clause.alternatives:
        rows, score = _having(postings, one)
        yield rows, one.cost, score * np.float32(one.weight)
    if clause.prefix:
        rows, score = postings.having(*vocabulary.stems_starting_with(clause.prefix))
        yield rows, clause.prefix_cost, score * np.float32(PREFIX_WEIGHT)


def _having(postings: Postings, one: Alternative) -> tuple[Ints, Floats]:
    if one.posting is not None:
        rows, closeness = one.posting
        return rows, closeness * np.float32(postings.rarity(len(rows)))
    first, *others = one.stems
    rows, score = postings.having(first)
    for stem in others:
        second, further = postings.having(stem)
        at, here = places_of(rows, second)
        rows, score = rows[here], score[here] + further[at[here]]
    return rows, score
