"""What everybody's clicks and purchases say about each product, decayed and hard to push."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Bools, Floats, Ints, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import distinct
from ranking.persons import hours, persons, plausible
from ranking.portions import AT_ONCE, portions

Doubles = NDArray[np.float64]

_DAY = 86_400.0
MOST_OF_ONE = 1.0
"""What the deeds of one kind of one person on a product are worth at most, in first deeds."""
_LATELY = ("buyers_7", "buyers_30", "visitors_7", "visitors_30")
WEIGHTS: Mapping[EventType, float] = MappingProxyType(
    {
        EventType.CLICK: 1.0,
        EventType.VIEW: 1.0,
        EventType.ADD_TO_BASKET: 4.0,
        EventType.PURCHASE: 10.0,
        EventType.RETURN: -5.0,
    }
)


@dataclass(frozen=True, slots=True)
class Popularity:
    """Learns how much each product is wanted now.

    The deeds of one person on one product count by the logarithm of their (decayed) number,
    kind by kind and no more than MOST_OF_ONE, so that nobody pushes a product alone. A product
    with little history is drawn towards the typical product of its category: new ones are
    neither buried nor favoured. `half_life` is in days; `caution` says how many visitors'
    worth of evidence the category's word has. The log is gone through by portions of `at_once`
    interactions.
    """

    name: str = "popularity"
    half_life: float = 14.0
    caution: float = 3.0
    at_once: int = AT_ONCE

    def fit(self, values: Interactions, catalogue: Catalogue) -> dict[str, NDArray[np.generic]]:
        """Return arrays of shape (p,).

        `popularity` float32 ≥ 0; `buyers_7`, `buyers_30`, `visitors_7`, `visitors_30` int32:
        different visitors of the last 7 and 30 days, evidence to give as a reason.
        """
        wanted, people = np.zeros(catalogue.products), np.zeros((5, catalogue.products))
        for some in portions(values, self.at_once):
            deeds = some.where(np.isin(some.type, [int(one) for one in WEIGHTS]))
            # those without a name are one person an hour, so that they cannot push either
            who = persons(deeds, hours(deeds))
            speaks = plausible(deeds, who)
            deeds, who = deeds.where(speaks), who[speaks]
            wanted += self._wanted(deeds, who)
            people += _people(deeds, who)
        every, *lately = people.astype(np.int32)
        return {
            "popularity": self._smoothed(wanted, every, catalogue.leaf),
            **dict(zip(_LATELY, lately, strict=True)),
        }

    def renumbered(
        self, arrays: Mapping[str, NDArray[Any]], renumbering: Renumbering
    ) -> dict[str, NDArray[Any]]:
        """Carry the arrays of `fit` over; a new product is as popular as is typical there."""
        moves, leaf = renumbering.products, renumbering.catalogue.leaf
        moved = {name: moves.rows(array) for name, array in arrays.items()}
        is_new = moves.before < 0
        known = np.log1p(moved["popularity"][~is_new].astype(np.float64))
        typical = self._typical(known, leaf[~is_new], leaf[is_new])
        moved["popularity"][is_new] = np.expm1(typical)
        return moved

    def _wanted(self, deeds: Interactions, who: Longs) -> Doubles:
        """Sum what the deeds are worth, damped per person, product and kind (shape (p,))."""
        age = np.maximum(deeds.until - deeds.at, 0) / _DAY
        faded = deeds.weight * np.exp2(-age / self.half_life)
        kinds = max(EventType) + 1
        groups, group = np.unique(
            (who * deeds.products + deeds.product) * kinds + deeds.type, return_inverse=True
        )
        times = np.bincount(group, weights=faded, minlength=len(groups))
        worth = np.zeros(kinds)
        worth[list(WEIGHTS)] = list(WEIGHTS.values())
        product = (groups // kinds) % max(deeds.products, 1)
        points = worth[groups % kinds] * np.minimum(np.log2(1 + times), MOST_OF_ONE)
        summed = np.bincount(product, weights=points, minlength=deeds.products)
        return summed.astype(np.float64, copy=False)

    def _smoothed(self, wanted: Doubles, people: Ints, leaf: Ints) -> Floats:
        """Draw each product towards the typical one of its category, that one towards all.

        Typical is the geometric mean, which best sellers do not carry away.
        """
        known = np.log1p(np.maximum(wanted, 0))
        typical = self._typical(known, leaf, leaf)
        drawn = (people * known + self.caution * typical) / (people + self.caution)
        return np.expm1(drawn).astype(np.float32)

    def _typical(self, known: Doubles, leaf: Ints, asked: Ints) -> Doubles:
        """Return what is typical of some categories, given products (p,) and theirs (p,)."""
        overall = float(known.mean()) if len(known) else 0.0
        category, asked = leaf - UNKNOWN, asked - UNKNOWN  # those without one are group 0
        groups = int(asked.max(initial=0)) + 1
        size = np.bincount(category, minlength=groups)
        total = np.bincount(category, weights=known, minlength=groups)
        typical = (total + self.caution * overall) / (size + self.caution)
        return typical.astype(np.float64, copy=False)[asked]


def _people(deeds: Interactions, who: Longs) -> Longs:
    """Count the different persons per product: all, and as _LATELY says (int64, (5, p))."""
    every, bought = deeds.product >= 0, deeds.type == EventType.PURCHASE
    recent = [deeds.at >= deeds.until - days * _DAY for days in (7, 30)]
    masks = [every, *(bought & one for one in recent), *recent]
    return np.stack([_distinct(deeds, who, mask) for mask in masks])


def _distinct(deeds: Interactions, who: Longs, mask: Bools) -> Longs:
    pairs = distinct(who[mask] * deeds.products + deeds.product[mask])
    return np.bincount(pairs % max(deeds.products, 1), minlength=deeds.products)
