"""What we know of one person, folded from the events this person allowed us to use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.customers import Facts
from knowledge_base.interests import SIZE_HALF_LIFE, Interest, Interests, Purse, decayed

_SURE = 0.1
"""Below this a size was sent back, or bought so long ago that it tells nothing."""
VISIT_HALF_LIFE = 2 * 3_600.0
"""Seconds after which a look tells half of what somebody is after now."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Profile:
    """One person's evidence up to the event numbered `seq`; every part of it is bounded.

    Speaks of products by id, never by row, so that it outlives snapshots, and of what they are
    like in words, so that it outlives the products: `tastes` by facet and value, `sizes` by
    kind of product and size, bought less sent back, `purses` by kind. `looks` counts looks at
    one product within days. `recent` is in
    order of viewing, latest last. `bought` and `returned` hold variant ids and moments of the
    last time, `lines` the variants of the latest orders: what a browser claims and the shop's
    server confirms counts once; `brands` counts the lines bought and kept of each. Totals
    count lines, not orders, unless they say so; money is cents. `facts` are what the shop's
    books say of a customer: they are read beside the summary and never part of it.
    """

    seq: int = 0
    interests: Mapping[str, Interest] = field(default_factory=lambda: MappingProxyType({}))
    tastes: Interests = field(default_factory=lambda: MappingProxyType({}))
    sizes: Interests = field(default_factory=lambda: MappingProxyType({}))
    purses: Mapping[str, Purse] = field(default_factory=lambda: MappingProxyType({}))
    looks: Mapping[str, Interest] = field(default_factory=lambda: MappingProxyType({}))
    recent: tuple[str, ...] = ()
    basket: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    bought: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    returned: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    brands: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    likes: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    views: int = 0
    sale_views: int = 0
    purchases: int = 0
    sale_purchases: int = 0
    orders: int = 0
    spent: int = 0
    first_at: float | None = None
    last_at: float | None = None
    first_purchase_at: float | None = None
    last_purchase_at: float | None = None
    basket_at: float | None = None
    checkout_at: float | None = None
    facts: Facts | None = None


NOBODY = Profile()


def interest_rows(profile: Profile, catalogue: Catalogue, now: datetime) -> tuple[Ints, Floats]:
    """Return the product rows somebody cares for, and how much now.

    Rows are int32 and distinct, weights float32 and above 0, halved every 30 days.
    """
    moment = now.timestamp()
    weights: dict[int, float] = {}
    rows = catalogue.product_places([*profile.interests]).tolist()
    for row, interest in zip(rows, profile.interests.values(), strict=True):
        weights[row] = weights.get(row, 0.0) + decayed(interest, moment)
    weights.pop(UNKNOWN, None)
    liked = {row: weight for row, weight in weights.items() if weight > 0}
    return np.array([*liked], dtype=np.int32), np.array([*liked.values()], dtype=np.float32)


def worn_sizes(profile: Profile, now: datetime) -> dict[str, dict[str, float]]:
    """Return by kind of product the sizes somebody bought and kept, with how often.

    What was bought long ago counts less; what was sent back, nothing.
    """
    moment = now.timestamp()
    worn: dict[str, dict[str, float]] = {}
    for kind, sizes in profile.sizes.items():
        sure = {one: decayed(count, moment, SIZE_HALF_LIFE) for one, count in sizes.items()}
        kept = {one: count for one, count in sure.items() if count >= _SURE}
        if kept:
            worn[kind] = kept
    return worn


def looked_lately(profile: Profile, catalogue: Catalogue, now: datetime) -> tuple[Ints, Floats]:
    """Return the product rows somebody looked at on this visit, and how much that tells now.

    Rows are int32 and distinct, weights float32: a look counts half after VISIT_HALF_LIFE.
    """
    moment = now.timestamp()
    rows = catalogue.product_places([*profile.looks]).tolist()
    looks = {
        row: decayed(look, moment, VISIT_HALF_LIFE)
        for row, look in zip(rows, profile.looks.values(), strict=True)
    }
    fresh = {row: weight for row, weight in looks.items() if row >= 0 and weight >= _SURE}
    return np.array([*fresh], dtype=np.int32), np.array([*fresh.values()], dtype=np.float32)


def bought_and_kept(profile: Profile, catalogue: Catalogue) -> tuple[Ints, NDArray[np.float64]]:
    """Return rows of what a person bought and kept (int32), and when last (seconds)."""
    kept = [one for one, at in profile.bought.items() if profile.returned.get(one, 0.0) < at]
    rows = catalogue.product_places(kept)
    at = np.array([profile.bought[one] for one in kept], dtype=np.float64)
    return rows[rows >= 0], at[rows >= 0]
