"""What everybody likes: the answer for newcomers, and the last resort of every placement."""

import numpy as np

from knowledge_base.columns import Floats, Ints
from knowledge_base.runs import places_in_run
from ranking.candidates import Candidates
from recommenders.neighbours import best
from recommenders.recommender import Ask

PER_TYPE = 2
"""Products of one type before another type has its turn."""


class Popular:
    """Serves the most popular allowed products, types taking turns."""

    name = "popular"

    def __init__(self, popularity: Floats, leaf: Ints) -> None:
        by_popularity = np.argsort(-popularity, kind="stable").astype(np.int32)
        self._rows = by_popularity[np.argsort(leaf[by_popularity], kind="stable")]
        """Type by type, in each the most popular first: sorted once, not for every request."""
        self._leaf = leaf[self._rows]
        self._place = np.argsort(by_popularity)[self._rows]

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose the most popular, at most PER_TYPE of a type in each round."""
        kept = np.flatnonzero(ask.allowed[self._rows])
        leaf = self._leaf[kept]
        turn = np.where(leaf >= 0, places_in_run(leaf) // PER_TYPE, 0)
        chosen = kept[np.argsort(turn * len(self._rows) + self._place[kept])[:limit]]
        score = 1.0 - np.arange(len(chosen)) / max(limit, 1)
        return best(self._rows[chosen], score, limit)
