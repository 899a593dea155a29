"""Events as columns over the rows of one catalogue: what every learner is fitted on."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints, Longs


@dataclass(frozen=True)
class Interactions:
    """n interactions with products, in commit order; robots and untrusted rows left out.

    `product` is the product row (int32) and always known. `visitor`, `session` and `basket`
    are dense numbers from 0 that stand for nobody outside this value (UNKNOWN without
    consent or without an order). `type` holds EventType numbers (int8), `at` seconds since
    1970 (float64), `weight` float32 in 0 … 1: how far the row is believed; `trace` (int64) is a
    hash of the event's id, by which what was learned can be unlearned, 0 of an impression.
    `placement` is the place among `placements` of where the product had been shown, UNKNOWN
    where nothing proves it, `answer` (int32) the number of the answer that showed it, UNKNOWN
    without a token. `query` is the place among `queries` of what had been searched for, UNKNOWN
    where it did not come from a search; `forced` (bool) says that people of the shop had put
    the product where it was found, `chance` (float32) how likely it was that chance put it
    there, 1 where chance had no part in it. `match_grade` (int32) says how well the product
    matched where it was shown, UNKNOWN where nothing tells.
    `products` is the number of product rows, `until` the moment of training in seconds.
    """

    products: int
    until: float
    product: Ints
    visitor: Ints
    session: Ints
    basket: Ints
    type: NDArray[np.int8]
    at: NDArray[np.float64]
    position: Ints
    placement: Ints
    answer: Ints
    query: Ints
    forced: Bools
    chance: Floats
    match_grade: Ints
    weight: Floats
    trace: Longs
    placements: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.product)

    def shown_on(self, placement: str) -> "Interactions":
        """Return the interactions with what was shown on a placement, as is proved."""
        if placement not in self.placements:
            return self.where(np.zeros(len(self), dtype=np.bool_))
        return self.where(self.placement == self.placements.index(placement))

    def where(self, which: NDArray[np.bool_] | NDArray[np.intp] | slice) -> "Interactions":
        """Return the interactions of a mask (bool, shape (n,)), or at some places, in order.

        Those of a slice are not copied.
        """
        picked: dict[str, Any] = {name: own[which] for name, own in self.columns().items()}
        return replace(self, **picked)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return what says something of each interaction, by name (each of shape (n,))."""
        names = (one.name for one in fields(self) if one.name not in _OF_ALL)
        return {name: getattr(self, name) for name in names}


_OF_ALL = {"products", "until", "placements", "queries"}
"""What says something of all interactions, not of each."""


def traces(event_ids: Iterable[str]) -> Longs:
    """Return for each event a hash of its id (int64), which tells nothing of anybody.

    The same events have the same traces wherever they are stored.
    """
    hashes = (blake2b(one.encode(), digest_size=8).digest() for one in event_ids)
    return np.frombuffer(b"".join(hashes), dtype="<i8").astype(np.int64)


def no_interactions(now: datetime) -> Interactions:
    """Return the interactions of a shop that has none, over no products."""
    ints = np.zeros(0, dtype=np.int32)
    floats = np.zeros(0, dtype=np.float32)
    return Interactions(
        products=0,
        until=now.timestamp(),
        product=ints,
        visitor=ints,
        session=ints,
        basket=ints,
        type=ints.astype(np.int8),
        at=floats.astype(np.float64),
        position=ints,
        placement=ints,
        answer=ints,
        query=ints,
        forced=ints.astype(np.bool_),
        chance=floats,
        match_grade=ints,
        weight=floats,
        trace=ints.astype(np.int64),
    )
