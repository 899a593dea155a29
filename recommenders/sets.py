"""Sets: the kinds of things that belong to a product, and what could take each place."""

from dataclasses import replace

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.runs import Places, places_in_run
from ranking.candidates import Candidates
from recommenders.complements import Complements
from recommenders.neighbours import nothing
from recommenders.recommender import Ask

SET = "product_set"
"""The placement that shows a set."""
SLOTS = 4
"""Kinds of things in a set, beside the product itself."""
PER_SLOT = 12
"""Candidates kept for each of them."""
WIDE = 1000
"""Complements looked at: the slots are the types that come first among them."""


class Sets:
    """Serves complements slot by slot: what is bought with the product, or with its type."""

    name = "sets"

    def __init__(self, complements: Complements, leaf: Ints) -> None:
        self._complements = complements
        self._leaf = leaf

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose the best of each type that belongs to the page's product."""
        if ask.product < 0:
            return nothing()
        others = (self._leaf >= 0) & (self._leaf != self._leaf[ask.product])
        wide = replace(ask, allowed=ask.allowed & others)
        found = self._complements.propose(wide, WIDE)
        return found.taken(slotted(self._leaf[found.rows], PER_SLOT)[:limit])


def slotted(leaf: Ints, most: int) -> Places:
    """Return the places of at most SLOTS types, those that come first, `most` of each.

    `leaf` (int32, shape (n,)) is the type of each place; the order stays.
    """
    types, first = np.unique(leaf, return_index=True)
    slots = types[np.argsort(first)[:SLOTS]]
    order = np.argsort(leaf, kind="stable")
    place = np.empty(len(leaf), dtype=np.intp)
    place[order] = places_in_run(leaf[order])
    return np.flatnonzero(np.isin(leaf, slots) & (place < most))
