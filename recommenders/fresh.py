"""New arrivals: what the shop has not had for long, newest first."""

import numpy as np

from knowledge_base.columns import Floats, Ints
from ranking.candidates import Candidates
from ranking.signals import NO_LONGER_NEW
from recommenders.neighbours import best
from recommenders.recommender import Ask

_DAY = 86_400.0


class Fresh:
    """Serves what was released lately; learns nothing."""

    name = "fresh"

    def __init__(self, released: Ints, popularity: Floats) -> None:
        """Take days of release since 1970 (int32), and what decides between equal ones."""
        self._rows = np.lexsort((-popularity, -released)).astype(np.int32)
        """The newest first: sorted once, not for every request."""
        self._released = released[self._rows]

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what is out, and has not been for longer than we call new."""
        today = ask.now / _DAY
        is_new = (self._released > 0) & (self._released <= today)
        is_new &= self._released >= today - NO_LONGER_NEW
        rows = self._rows[is_new]
        rows = rows[ask.allowed[rows]][:limit]
        return best(rows, 1.0 - np.arange(len(rows)) / max(limit, 1), limit)
