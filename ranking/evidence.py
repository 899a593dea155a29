"""How much the log tells of each product: clicks, and looks at its tile, person by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Bools, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from ranking.exploration import Beliefs, unsure
from ranking.learning import persons
from ranking.signals import Doubles

_HOUR = 3_600.0
_ARRAYS = ("alpha", "beta", "spread")
_INTERESTED = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET, EventType.PURCHASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Learns how often each product was clicked where it was looked at, and how surely.

    A person counts once for each product, however often; a look at a tile counts by how
    likely somebody looks that far, 1/√position, until the page itself says what was in view.
    `caution` says how many looks the shop's average has the word of.
    """

    name: str = "evidence"
    caution: float = 20.0

    def fit(self, values: Interactions, catalogue: Catalogue) -> dict[str, NDArray[np.generic]]:
        """Return float32 arrays of shape (p,), and `unknown` of shape (3,).

        `alpha` and `beta` are a beta posterior of clicks per look, its mean without evidence
        that of the shop; `spread` how uncertain its log-odds are, 0 of products that are
        known well enough, and of all in a shop that nobody was seen in. `unknown` are the
        three of a product that nobody has seen yet.
        """
        hour = ((values.at - values.until) // _HOUR).astype(np.int64)
        products = catalogue.products
        pair = persons(values, hour - hour.min(initial=0)) * max(products, 1) + values.product
        clicked = _once(
            values, pair, products, np.isin(values.type, [int(one) for one in _INTERESTED])
        )
        looked = _once(values, pair, products, values.type == EventType.IMPRESSION)
        seen = np.maximum(looked, clicked)
        rate = (clicked.sum() + 1) / (seen.sum() + self.caution)
        doubt = self.caution * np.array([rate, 1 - rate])
        # behind the products stands one that nobody has seen
        alpha, beta = np.append(clicked, 0) + doubt[0], np.append(seen - clicked, 0) + doubt[1]
        spread = unsure(Beliefs.of(alpha, beta), np.append(clicked, 0), np.append(seen, 0))
        if not seen.any():
            spread[:] = 0
        every = np.array([alpha, beta, spread], dtype=np.float32)
        return {**dict(zip(_ARRAYS, every[:, :-1], strict=True)), "unknown": every[:, -1]}

    def renumbered(
        self, arrays: Mapping[str, NDArray[Any]], renumbering: Renumbering
    ) -> dict[str, NDArray[Any]]:
        """Carry the arrays of `fit` over; nobody has seen a new product yet."""
        moves, unknown = renumbering.products, arrays["unknown"]
        moved = {
            name: moves.rows(arrays[name], float(fill))
            for name, fill in zip(_ARRAYS, unknown, strict=True)
        }
        return {**moved, "unknown": unknown}


def _once(values: Interactions, pair: Longs, products: int, mask: Bools) -> Doubles:
    """Count persons by product (float64, shape (p,)), each by the place best looked at."""
    place = np.maximum(values.position[mask], 1)
    sight = np.where(values.type[mask] == EventType.IMPRESSION, 1 / np.sqrt(place), 1.0)
    best = np.lexsort((-sight, pair[mask]))
    pairs, first = np.unique(pair[mask][best], return_index=True)
    product = pairs % max(products, 1)
    counted = np.bincount(product, sight[best[first]], minlength=products)
    return counted.astype(np.float64, copy=False)
