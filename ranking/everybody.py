"""Gathers what is the same for everybody: what all want, what is new, what the shop earns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Ints
from knowledge_base.live import LiveFacts
from ranking.query import Query
from ranking.signals import (
    Learned,
    Level,
    Reason,
    Signal,
    newness_signal,
    popularity_signal,
    relative,
)
from ranking.today import Today
from ranking.wanted import Wanted
from ranking.weights import PRIORS

Doubles = NDArray[np.float64]

_HARDLY = 1e-6
"""What differs less is the same but for rounding."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """What the night learned from all shoppers, and how much each part of it counts.

    `popularity` as `Popularity.fit` returns it, `wanted` what `Demand` learned. `rise`
    (float32 ≥ 0, shape (p,)) says how much more is made of each product now than usual; empty
    where nobody knows. `today` is what this process has counted since.
    """

    popularity: Learned
    wanted: Wanted = field(default_factory=lambda: Wanted({}))
    rise: NDArray[Any] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    today: Today = field(default_factory=Today)
    weights: Mapping[str, float] = field(default_factory=lambda: PRIORS)

    def signals(
        self, rows: Ints, query: Query | None, live: LiveFacts, now: datetime
    ) -> list[Signal]:
        """Make the signals of the pre level for n product rows (int32)."""
        every = [
            popularity_signal(rows, self.popularity),
            *self.wanted.signals(rows, query),
            newness_signal(rows, live.catalogue, now).scaled(self.wanted.novelty),
            _margin_signal(live.catalogue.margin.take(rows).astype(np.float64)),
            _stock_signal(live.depth.take(rows).astype(np.float64)),
        ]
        every += self.today.signals(rows)
        if len(self.rise):
            every.append(_trend_signal(self.rise.take(rows).astype(np.float64)))
        return [one.scaled(self.weights[one.name]) for one in every]


def _trend_signal(rise: Doubles) -> Signal:
    """Make a signal of what is more asked for than usual; nothing of all others."""
    return Signal("trend", Level.PRE, 1.0, rise, lambda _: Reason("trending"))


def _margin_signal(margin: Doubles) -> Signal:
    """Make a private signal of what the shop earns; where nobody knows, as usual here."""
    known = ~np.isnan(margin)
    usual = margin[known].mean() if known.any() else 0.0
    values = relative(np.where(known, margin, usual))

    def why(i: int) -> Reason:
        return Reason("margin_above" if values[i] > 0 else "margin_below")

    return Signal("margin", Level.PRE, 1.0, values, why)


def _stock_signal(depth: Doubles) -> Signal:
    """Make a private signal of what is less likely to run out, in whole or in some sizes."""
    values = depth - (depth.mean() if len(depth) else 0.0)
    values[np.abs(values) < _HARDLY] = 0
    return Signal(
        "stock",
        Level.PRE,
        1.0,
        values,
        lambda i: Reason("in_stock" if values[i] > 0 else "runs_out"),
    )
