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
        self._popularity = popularity
        self._leaf = leaf

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose the most popular, at most PER_TYPE of a type in each round."""
        rows = np.flatnonzero(ask.allowed).astype(np.int32)
        order = np.lexsort((rows, -self._popularity[rows], self._leaf[rows]))
        rows = rows[order]
        leaf = self._leaf[rows]
        turn = np.where(leaf >= 0, places_in_run(leaf) // PER_TYPE, 0)
        chosen = rows[np.lexsort((rows, -self._popularity[rows], turn))[:limit]]
        score = 1.0 - np.arange(len(chosen)) / max(limit, 1)
        return best(chosen, score, np.full(len(chosen), -1, dtype=np.int32), limit)
