"""Gathers what is the same for everybody: what all shoppers want, and what is new."""

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
    Doubles,
    Learned,
    Level,
    Reason,
    Signal,
    newness_signal,
    popularity_signal,
)
from ranking.today import Today
from ranking.wanted import Wanted
from ranking.weights import PRIORS


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

    def people(self, rows: Ints) -> Ints:
        """Count the visitors who did something with product rows (int32) in 30 days."""
        return self.popularity["visitors_30"].take(rows)

    def signals(
        self, rows: Ints, query: Query | None, live: LiveFacts, now: datetime
    ) -> list[Signal]:
        """Make the signals of the pre level for n product rows (int32)."""
        every = [
            popularity_signal(rows, self.popularity),
            *self.wanted.signals(rows, query),
        ]
        if novelty := self.wanted.novelty:
            every.append(newness_signal(rows, live.catalogue, now).scaled(novelty))
        every += self.today.signals(rows, query)
        if len(self.rise):
            every.append(_trend_signal(self.rise.take(rows).astype(np.float64)))
        return [one.scaled(self.weights[one.name]) for one in every]


def _trend_signal(rise: Doubles) -> Signal:
    """Make a signal of what is more asked for than usual; nothing of all others."""
    return Signal("trend", Level.PRE, 1.0, rise, lambda _: Reason("trending"))
