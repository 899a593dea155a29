"""What is popular among the types around a product's: where nothing is known to go with it."""

from dataclasses import replace

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from ranking.candidates import Candidates
from recommenders.neighbours import nothing
from recommenders.popular import Popular
from recommenders.recommender import Ask, offered_for


class Nearby:
    """Holds what is popular to the smallest category around a product with enough."""

    name = Popular.name

    def __init__(self, popular: Popular, catalogue: Catalogue) -> None:
        """Take what is popular, and of every type its path; of products without one, none."""
        tree = catalogue.facets.get(CATEGORY)
        paths = [tree.path(one) for one in range(len(tree.values))] if tree else []
        depth = max(map(len, paths), default=0)
        self._lineage = np.full((len(paths) + 1, depth), UNKNOWN, dtype=np.int32)
        for kind, path in enumerate(paths):
            self._lineage[kind, : len(path)] = path
        self._leaf = catalogue.leaf
        self._popular = popular

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what is popular around the page's product, or what came last into the basket.

        It is of other types than that.
        """
        found = nothing()
        seeds = offered_for(ask)
        if not len(seeds):
            return found
        own = self._leaf[seeds[0]]
        path = self._lineage[own]
        for depth in reversed(range(np.count_nonzero(path >= 0) - 1)):
            around = self._lineage[:, depth] == path[depth]
            around[own] = False
            inside = replace(ask, allowed=ask.allowed & around[self._leaf])
            found = self._popular.propose(inside, limit)
            if len(found) >= limit:
                break
        return found
