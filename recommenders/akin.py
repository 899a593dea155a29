"""What is most like a product among the types around its own: for types that have few."""

from collections.abc import Iterator

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from ranking.candidates import Candidates
from recommenders.neighbours import best, nothing
from recommenders.recommender import Arrays, Ask

NEAR = 0.3
"""Cosine from which products of different types are related."""
MOST = 20_000
"""Products of a category that are looked through: bounds a request."""


class Akin:
    """Serves the nearest content vectors, from the smallest category around the product."""

    name = "akin"

    def __init__(self, arrays: Arrays, catalogue: Catalogue) -> None:
        self._vectors = arrays["vectors"]
        self._leaf = catalogue.leaf
        self._tree = catalogue.facets.get(CATEGORY)
        self._product_of = catalogue.product_of

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what is near the page's product in another type, the nearest first."""
        if ask.product < 0:
            return nothing()
        own = self._vectors[ask.product].astype(np.float32)
        found = nothing()
        for rows in self._around(ask.product):
            open_ = rows[ask.allowed[rows] & (self._leaf[rows] != self._leaf[ask.product])]
            cosine = self._vectors[open_].astype(np.float32) @ own
            near = cosine >= NEAR
            anchor = np.full(int(near.sum()), ask.product, dtype=np.int32)
            found = best(open_[near], cosine[near], limit, anchor)
            if len(found) >= limit:
                break
        return found

    def _around(self, product: int) -> Iterator[Ints]:
        """Yield the products of each category around one, the smallest first."""
        if self._tree is None:
            return
        for above in self._tree.path(int(self._leaf[product]))[-2::-1]:
            variants = self._tree.postings[above]
            if len(variants) <= MOST:
                yield np.unique(self._product_of[variants])
