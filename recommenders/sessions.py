"""Next look: products that are looked at in the same sessions."""

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from ranking.candidates import Candidates
from ranking.learning import persons
from recommenders.neighbours import around
from recommenders.pairs import count_pairs, renumbered, strongest, visitors_of
from recommenders.recommender import Arrays, Ask

HALF_LIFE = 30 * 86400.0
"""Seconds after which a session counts half."""
FAINTEST = 20.0
"""Half-lives after which a weight stays as it is: with none left, a cosine would be 0/0."""
SHRINKAGE = 5.0
"""Visitors a pair must have had for its cosine to count half."""
LOOKED = (
    EventType.VIEW,
    EventType.CLICK,
    EventType.SELECT_VARIANT,
    EventType.ADD_TO_BASKET,
    EventType.PURCHASE,
)


def fading(values: Interactions, half_life: float) -> Floats:
    """Return each interaction's weight after decay (float32 above 0, shape (n,))."""
    halvings = np.clip((values.until - values.at) / half_life, 0.0, FAINTEST)
    return (values.weight * np.exp2(-halvings)).astype(np.float32)


class SessionNeighbours:
    """Fits and serves partners by shrunk cosine over sessions."""

    name = "sessions"

    def __init__(self, arrays: Arrays) -> None:
        self._partners = arrays["partners"]
        self._scores = arrays["scores"]

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return `partners` (int32) and `scores` (float32), both of shape (p, NEIGHBOURS).

        score = w_ij / √(w_i w_j) · n_ij / (n_ij + SHRINKAGE), with w the decayed weight and
        n the number of distinct visitors: a cosine that trusts no handful of people.
        """
        looks = values.where(np.isin(values.type, LOOKED) & (values.session >= 0))
        weight, who = fading(looks, HALF_LIFE), persons(looks, looks.session)
        p = catalogue.products
        pairs = count_pairs(
            group=looks.session, visitor=who, product=looks.product, weight=weight, products=p
        )
        alone = visitors_of(visitor=who, product=looks.product, weight=weight, products=p)
        cosine = pairs.weight / np.sqrt(alone[pairs.first] * alone[pairs.second])
        score = cosine * pairs.visitors / (pairs.visitors + SHRINKAGE)
        partners, scores = strongest(pairs.first, pairs.second, score, p)
        return {"partners": partners, "scores": scores}

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Leave new products without partners."""
        moves = renumbering.products
        partners, scores = renumbered(arrays["partners"], arrays["scores"], moves)
        return {"partners": partners, "scores": scores}

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what others looked at around the latest looks, the last one foremost."""
        return around(self._partners, self._scores, ask, limit)
