"""Finds the product rows that two lists have in common, by the faster of two ways."""

import numpy as np

from knowledge_base.columns import Bools, Ints
from knowledge_base.runs import Places

_AS_DEAR = 8
"""Rows that are written into a new array in the time in which one is searched for."""
_BLANK = 128
"""Products of a new array that are blanked in the time in which a row is written."""
_DENSE = 10
"""With fewer than one in so many there, each next one is looked for, which takes longer."""
_UNSORTED = 6
"""With more than one in so many, picking them from all products is faster than sorting."""


def in_one_go(rows: int, among: int, products: int) -> bool:
    """Say whether so many rows are faster found by an array of all products.

    Otherwise each of them is searched for, `among` so many others in order, if any.
    """
    return not among or _AS_DEAR * rows > among + products // _BLANK


def are_many(rows: int, products: int) -> bool:
    """Say whether so many rows are faster picked from an array of all than put in order."""
    return _UNSORTED * rows > products


def are_among(rows: Ints, others: Ints, products: int) -> Bools:
    """Say which rows are among others (both int32, ascending, each once)."""
    if in_one_go(len(rows), len(others), products):
        there = np.zeros(products, dtype=np.bool_)
        there[others] = True
        return there.take(rows)
    same: Bools = others.take(others.searchsorted(rows), mode="clip") == rows
    return same


def in_both(rows: Ints, others: Ints, products: int) -> Ints:
    """Return the rows that are among others, too (both int32, ascending, each once)."""
    both: Ints = rows.take(are_among(rows, others, products).nonzero()[0])
    return both


def shared(rows: Ints, others: Ints, products: int) -> tuple[Places, Places]:
    """Return where the rows that are in both stand in each (both ascend, each once)."""
    if in_one_go(len(rows), len(others), products):
        kept = are_among(rows, others, products).nonzero()[0]
        return kept, places(rows.take(kept), others, products)
    at = others.searchsorted(rows)
    kept = (others.take(at, mode="clip") == rows).nonzero()[0]
    return kept, at.take(kept)


def places(rows: Ints, others: Ints, products: int) -> Places:
    """Return where rows stand among others that have them all (both ascend, each once)."""
    if _DENSE * len(rows) > len(others) and in_one_go(len(rows), len(others), products):
        return are_among(others, rows, products).nonzero()[0]
    return others.searchsorted(rows)
