"""How much the log tells of each product: clicks, and looks at its tile, person by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from ranking.exploration import Beliefs, unsure
from ranking.exposure import believed, sight, teaching
from ranking.portions import AT_ONCE, portions
from ranking.signals import Doubles

_ARRAYS = ("alpha", "beta", "spread")
_INTERESTED = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET, EventType.PURCHASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Learns how often each product was clicked where it was looked at, and how surely.

    A person counts once for each product, however often; a look at a tile counts by how
    likely somebody looks that far, as the log lets us believe (`ranking.propensities`).
    `caution` says how many looks the shop's average has the word of. The log is gone through
    by portions of `at_once` interactions.
    """

    name: str = "evidence"
    caution: float = 20.0
    at_once: int = AT_ONCE

    def fit(self, values: Interactions, catalogue: Catalogue) -> dict[str, NDArray[np.generic]]:
        """Return float32 arrays of shape (p,), and `unknown` of shape (3,).

        `alpha` and `beta` are a beta posterior of clicks per look, its mean without evidence
        that of the shop; `spread` how uncertain its log-odds are, 0 of products that are
        known well enough, and of all in a shop that nobody was seen in. `unknown` are the
        three of a product that nobody has seen yet.
        """
        curves = believed(values)
        counted = [
            _counted(one, curves, catalogue.products) for one in portions(values, self.at_once)
        ]
        clicked, looked = np.sum(counted, axis=0)
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


def _counted(values: Interactions, seen: Doubles, products: int) -> Doubles:
    """Count who clicked each product, and who saw it (float64, shape (2, p))."""
    values, who = teaching(values)
    pair, sure = who * max(products, 1) + values.product, np.ones(len(values))
    is_click = np.isin(values.type, [int(one) for one in _INTERESTED])
    is_look = values.type == EventType.IMPRESSION
    at = np.minimum(sight(values, seen), 1)
    clicked = _once(pair[is_click], sure[is_click], products)
    looked = _once(pair[is_look], at[is_look], products)
    return np.stack([clicked, looked])


def _once(pair: Longs, sight: Doubles, products: int) -> Doubles:
    """Count persons by product (float64, shape (p,)), each by the place best looked at."""
    best = np.lexsort((-sight, pair))
    pairs, first = np.unique(pair[best], return_index=True)
    product = pairs % max(products, 1)
    counted = np.bincount(product, sight[best[first]], minlength=products)
    return counted.astype(np.float64, copy=False)
