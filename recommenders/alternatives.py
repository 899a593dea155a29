"""Alternatives on a product's page: of its type, by what people look at and by what it is."""

from dataclasses import replace

import numpy as np

from knowledge_base.columns import Ints
from ranking.candidates import Candidates
from recommenders.neighbours import nothing, summed
from recommenders.recommender import Ask
from recommenders.sessions import SessionNeighbours
from recommenders.similar import Similar

DOUBT = 50.0
"""Sessions with a product at which what people look at and what it is have an equal say."""


class Alternatives:
    """Serves neighbours of both kinds in one order; a product nobody has looked at has some."""

    name = "alternatives"

    def __init__(self, sessions: SessionNeighbours, similar: Similar, leaf: Ints) -> None:
        self._sessions = sessions
        self._similar = similar
        self._leaf = leaf

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what could stand in for the page's product.

        score = w · looked at with it + (1 − w) · like it, each as a share of the best, with
        w = n / (n + DOUBT) for the n sessions the product is known from.
        """
        if ask.product < 0:
            return nothing()
        same = (self._leaf == self._leaf[ask.product]) & (self._leaf >= 0)
        page = Ask(allowed=ask.allowed & same, product=ask.product)
        known = self._sessions.known(ask.product)
        behaviour = known / (known + DOUBT)
        looked = _weighed(self._sessions.propose(page, limit), behaviour)
        like = _weighed(self._similar.propose(page, limit), 1 - behaviour)
        both = Candidates.joined(looked, like)
        return summed(both.rows, both.score, both.anchor, limit)


def _weighed(found: Candidates, weight: float) -> Candidates:
    best = max(float(found.score.max(initial=0.0)), 1e-9)
    return replace(found, score=(weight * found.score / best).astype(np.float32))
