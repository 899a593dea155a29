"""What a recommender is: arrays fitted at night, proposals made within a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from ranking.candidates import Candidates

Arrays = Mapping[str, NDArray[Any]]
"""What a learner leaves in the snapshot: arrays by name, item data only, no person."""


class Learner(Protocol):
    """Something that is fitted on interactions; serving needs only the arrays it returns."""

    @property
    def name(self) -> str:
        """Name the folder of the snapshot in which the arrays stand."""

    def fit(self, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return the arrays to serve from; the same values give the same arrays."""

    def renumbered(self, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Return arrays of `fit` for another catalogue, in which they say the same.

        Of products that are new there they say what is said of those nobody knows yet.
        """


@dataclass(frozen=True, slots=True)
class Ask:
    """What a placement asks its recommenders, in rows of the snapshot in use.

    `product` is the product the page is about (UNKNOWN without one), `recent` the products
    looked at, latest last; `basket` what is in the basket, latest last; `liked` (int32) with
    `liking` (float32 > 0) what the person cared for over time, `bought` (int32) what was bought
    and kept, last at `bought_at` (float64, seconds since 1970). `allowed` (bool, shape (p,))
    says which products may be proposed at all: both masks and all filters are in it already.
    `now` is in seconds since 1970.
    """

    allowed: Bools
    product: int = UNKNOWN
    recent: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    basket: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    liked: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    liking: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    bought: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    bought_at: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    now: float = 0.0


def offered_for(ask: Ask) -> Ints:
    """Return what accessories are for: the page's product, or the basket, latest first."""
    return np.array([ask.product], dtype=np.int32) if ask.product >= 0 else ask.basket[::-1]


class Recommender(Protocol):
    """One algorithm: proposes products for an ask, or none when it knows nothing."""

    name: str

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Return at most `limit` allowed products, best first, all in tier 0."""
