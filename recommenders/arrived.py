"""What fits the words somebody came with: of a newcomer nothing else is known."""

from ranking.candidates import Candidates
from recommenders.neighbours import best, nothing
from recommenders.recommender import Ask

MOST = 4
"""Products of a shelf that the words speak for; what the shop is known for stands beside."""


class Arrived:
    """Serves what was found for the words, the best matches first; learns nothing."""

    name = "arrived"

    def __init__(self, found: Candidates | None = None) -> None:
        self._found = nothing() if found is None else found

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose the best of what was found."""
        found = self._found.where(ask.allowed[self._found.rows])
        return best(found.rows, found.score, min(limit, MOST))
