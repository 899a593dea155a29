"""Recently viewed: what this visitor looked at, newest first."""

import numpy as np

from ranking.candidates import Candidates
from recommenders.neighbours import best
from recommenders.recommender import Ask


class RecentlyViewed:
    """Serves the visitor's own looks; learns nothing."""

    name = "recently_viewed"

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose recent looks that are still allowed, without the page's own product."""
        newest = list(dict.fromkeys(ask.recent[::-1].tolist()))
        rows = np.array([row for row in newest if row != ask.product], dtype=np.int32)
        rows = rows[ask.allowed[rows]]
        score = 1.0 / (1.0 + np.arange(len(rows)))
        return best(rows, score, limit)
