"""What closes the gap to free shipping: one or two products, with little to spare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import Places, places_in_run, run_starts
from ranking.persons import persons
from recommenders.recommender import Arrays

FREE_SHIPPING = "free_shipping"
"""The placement that learns from its own showings."""
DOUBT = 20.0
"""Showings' worth of belief that a product is taken as often as any other here."""
CLICKED = 0.5
"""What a click is worth, beside one for a product put into the basket."""
PATIENCE = 0.5
"""Overshoot at which a proposal is worth e⁻¹ of one without, as a share of the gap."""
LEAST_GAP = 0.1
"""A smaller gap is judged like one of this share of the threshold: little is so cheap."""
MOST_OVERSHOOT = 1.0
"""Overshoot beyond this share of the threshold is not about shipping any more."""
PAIR = 0.7
"""What a pair is worth beside one product that does it alone."""
FOREMOST = 64
"""Small products, the most relevant, that are looked at with every other: bounds a request."""
FIT: Mapping[str, float] = MappingProxyType({"popular_nearby": 0.2, "popular": 0.1})
"""What is worth less for who proposed it, beside what fits the basket or the person."""


class GapFiller:
    """Learns which products people take when they are offered to close the gap."""

    name = "gap"

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return `acceptance` (float32 > 0, shape (p,)): 1 where nobody was offered a product.

        (taken_i + DOUBT · r) / (shown_i + DOUBT) / r, with r the share taken of all that was
        shown. Each person counts once a product, with the most he did; only what was proved
        to be shown counts, and only of those who can be told apart.
        """
        shown = values.shown_on(FREE_SHIPPING)
        shown = shown.where((shown.visitor >= 0) | (shown.session >= 0))
        did = np.zeros(max(EventType) + 1)
        did[EventType.CLICK], did[EventType.ADD_TO_BASKET] = CLICKED, 1.0
        who, taken = persons(shown, np.zeros(len(shown), dtype=np.int32)), did[shown.type]
        order = np.lexsort((-taken, who, shown.product))
        once = order[run_starts(shown.product[order], who[order])]
        p = catalogue.products
        seen = np.bincount(shown.product[once], minlength=p).astype(np.float64)
        took = np.bincount(shown.product[once], taken[once], minlength=p)
        usual = took.sum() / max(seen.sum(), 1.0)
        if not usual:
            return {"acceptance": np.ones(p, dtype=np.float32)}
        acceptance = (took + DOUBT * usual) / (seen + DOUBT) / usual
        return {"acceptance": acceptance.astype(np.float32)}

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Say of new products what is said of those nobody was offered."""
        return {"acceptance": renumbering.products.rows(arrays["acceptance"], 1.0)}


@dataclass(frozen=True, slots=True)
class Gap:
    """What a basket lacks of free shipping; both in cents, `threshold` above 0."""

    threshold: int
    basket: int

    @property
    def cents(self) -> int:
        """Return how much is missing, 0 where nothing is."""
        return max(self.threshold - self.basket, 0)

    def worth(self, price: Longs) -> NDArray[np.float64]:
        """Judge sums of money (cents) by what they overshoot: 0 … 1, 0 where they do not do."""
        over = price - self.cents
        does = (over >= 0) & (over <= MOST_OVERSHOOT * self.threshold)
        scale = PATIENCE * max(self.cents, LEAST_GAP * self.threshold)
        return np.where(does, np.exp(-np.maximum(over, 0) / scale), 0.0)


def relevance_of(
    tier: NDArray[np.int8], strategy: Sequence[Sequence[str]], acceptance: Floats
) -> Floats:
    """Judge n candidates in order by how well they fit (float32 above 0, shape (n,)).

    acceptance · fit / log₂(2 + place), with the place among those of the same `tier`, the
    group of the `strategy` that proposed them, and the fit of its best recommender.
    """
    fit = np.array([max(FIT.get(name, 1.0) for name in group) for group in strategy])
    order = np.argsort(tier, kind="stable")
    place = np.empty(len(tier))
    place[order] = places_in_run(tier[order])
    judged: Floats = (acceptance * fit[tier] / np.log2(2.0 + place)).astype(np.float32)
    return judged


def closing(gap: Gap, price: Longs, relevance: Floats, leaf: Ints, most: int) -> Places:
    """Return the one or two candidates, at `most`, that best close a gap; none if none can.

    All arrays have shape (n,): `price` in cents, `relevance` above 0, `leaf` the type. The
    worth of a choice is its mean relevance × e^(−overshoot / (PATIENCE · gap)). Two are of
    different types, neither would do alone, and one of them is of the FOREMOST.
    """
    none = np.zeros(0, dtype=np.intp)
    if not gap.cents or not len(price):
        return none
    alone = gap.worth(price) * relevance
    best = int(alone.argmax())
    single, worth = (np.array([best]), alone[best]) if alone[best] > 0 else (none, 0.0)
    if most == 1:
        return single
    small = np.flatnonzero((price < gap.cents) & (price > 0))
    small = small[np.argsort(-relevance[small], kind="stable")]
    couples = np.triu_indices(min(len(small), FOREMOST), 1, len(small))
    first, second = (small[side] for side in couples)
    together = gap.worth(price[first] + price[second])
    together *= PAIR * (relevance[first] + relevance[second]) / 2
    together[(leaf[first] == leaf[second]) & (leaf[first] >= 0)] = 0.0
    if together.max(initial=0.0) <= worth:
        return single
    pair = int(together.argmax())
    return np.sort(np.array([first[pair], second[pair]]))
