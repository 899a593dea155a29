"""Gives a place on a shelf to what little is known of, as far as the shop lets chance."""

from dataclasses import dataclass

import numpy as np

from ranking.context import Context
from ranking.ranker import Ranking
from recommenders.exploring import Tried, tossed
from recommenders.recommender import Ask
from recommenders.serving import Proposed
from service.answering.scene import Scene

EXPLORING = "exploring"
"""Stands for the recommender where nobody but chance proposed a product."""
EXPLORED = frozenset({"home", "category", "product_alternatives", "no_results"})
"""Placements that keep a place for chance: where one of a type may stand in for another."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A product that was tried out on a shelf, and the `share` of shelves that try one out."""

    tried: Tried
    share: float

    @property
    def propensity(self) -> float:
        """Return the probability with which chance put the product there."""
        return self.share * self.tried.propensity

    def stands(self, ranking: Ranking) -> Ranking:
        """Put the product at its place, the others around it in their order."""
        order = np.arange(len(ranking))
        at = np.flatnonzero(ranking.rows == self.tried.row)
        return ranking.taken(np.insert(np.delete(order, at), self.tried.place, at))


def trial(scene: Scene, asked: Ask, proposed: Proposed, limit: int) -> Trial | None:
    """Toss for a shelf whether something is tried out on it, and what; mostly nothing is.

    The dial `exploration` says on how many of a hundred shelves. What is asked for again in a
    session gets the same; outside of one nothing is tried out.
    """
    context, dials = scene.context, scene.dials
    if context.touch_point not in EXPLORED or context.session_id is None:
        return None
    share = dials.pre.weight * dials.exploration.weight
    coin, seed = tossed(scene.seed, _about(context, asked))
    if coin >= share:
        return None
    shown = proposed.candidates.rows[:limit]
    found = scene.engine.recommenders.exploring.tried(shown, asked.allowed, seed)
    return Trial(found, share) if found else None


def _about(context: Context, asked: Ask) -> str:
    return f"{context.touch_point}\0{asked.product}\0{context.filters}"
