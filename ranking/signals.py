"""What speaks for and against each candidate: named numbers with a weight and a level."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from itertools import pairwise, starmap
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Ints
from knowledge_base.runs import Places
from ranking.candidates import Candidates

Doubles = NDArray[np.float64]
Learned = Mapping[str, NDArray[Any]]
"""What `ranking.learning.Popularity` left in the snapshot, by name."""

HEARD = 5.0
"""People who looked at a product that are half believed in what they say of it."""
_ALIKE = 0.5
"""Popularity that spreads less than this, as a logarithm, is much the same."""
OFTEN_BOUGHT = 5
OFTEN_VIEWED = 30
"""Different people in 30 days from whom on we say so to shoppers."""
_DAY = 86_400.0
_NEW = 30.0
"""Days after which a product is half as new."""
NO_LONGER_NEW = 90.0
"""Days after which nobody should be told that it is new."""


class Level(IntEnum):
    """The steps of personalization; a higher one builds on those below."""

    BASE = 0
    PRE = 1
    SEGMENT = 2
    ONE_TO_ONE = 3

    @property
    def word(self) -> str:
        """Say the level the way the API spells it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a signal says what it says of a candidate: a kind of sentence and what it names."""

    kind: str
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


Why = Callable[[int], Reason]
"""Gives the reason for the candidate of a number; asked only for hits that are explained."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One number per candidate (float64, shape (n,)), and how much it counts."""

    name: str
    level: Level
    weight: float
    values: Doubles
    why: Why

    def at(self, places: Places) -> "Signal":
        """Return what the signal says of the candidates at some places."""
        why, values = self.why, self.values.take(places)
        return Signal(self.name, self.level, self.weight, values, lambda i: why(int(places[i])))

    def widened(self, n: int) -> "Signal":
        """Return the signal as one of n candidates, of which the first are those it knows."""
        if len(self.values) == n:
            return self
        return replace(self, values=np.pad(self.values, (0, n - len(self.values))))

    def at_level(self, level: Level) -> "Signal":
        """Return the signal as one of a level."""
        return self if self.level is level else replace(self, level=level)

    def scaled(self, factor: float) -> "Signal":
        """Return the signal as a dial sets it."""
        if factor == 1:
            return self
        return Signal(self.name, self.level, self.weight * factor, self.values, self.why)


MOST = 3.0
"""A signal never says more than this many units, so that none silences the others."""


def relative(values: Doubles, *, least: float | None = None, most: float = MOST) -> Doubles:
    """Return how far values stand from their mean, in units of their spread, within ±most.

    So a weight means the same in every set of results. Small differences stay small: the
    spread is taken as at least `least`, without it as a tenth of the greatest value.
    """
    n = len(values)
    if not n:
        return values
    high, low = float(np.maximum.reduce(values)), float(np.minimum.reduce(values))
    if high == low:
        return np.zeros(n)
    if least is None:
        least = 0.1 * max(high, -low)
    mean = float(np.add.reduce(values)) / n
    apart: Doubles = values - mean
    unit = max(math.sqrt(float(np.add.reduce(apart * apart)) / n), least)
    apart /= unit
    if max(high - mean, mean - low) > most * unit:
        np.clip(apart, -most, most, out=apart)
    return apart


MATCH = "match"
"""The signal that all others are weighed against."""


def match_signal(candidates: Candidates) -> Signal:
    """Make a signal of the match's own strength, inside each tier.

    It has no upper end: the best matches keep their order, however far they stand out.
    """
    values = candidates.score.astype(np.float64)
    for inside in inside_tiers(candidates.tier):
        values[inside] = relative(values[inside], most=np.inf)
    return Signal(MATCH, Level.BASE, 2.0, values, lambda _: Reason("match"))


def inside_tiers(tier: NDArray[np.int8]) -> list[Any]:
    """Return where the candidates of each tier are: side by side as a rule, as they come."""
    (ends,) = (tier[1:] != tier[:-1]).nonzero()
    if not len(ends):
        return [slice(0, len(tier))]
    tiers = np.flatnonzero(np.bincount(tier)).tolist()
    if len(ends) < len(tiers):
        return list(starmap(slice, pairwise([0, *(ends + 1).tolist(), len(tier)])))
    return [tier == one for one in tiers]


def popularity_signal(rows: Ints, learned: Learned) -> Signal:
    """Make a signal of what all shoppers want now; `learned` as Popularity.fit returns it.

    The fewer people looked at a product, the less is said of it, neither good nor bad.
    """
    wanted = np.log1p(learned["popularity"].take(rows)).astype(np.float64)
    people = learned["visitors_30"].take(rows)
    values = relative(wanted, least=_ALIKE) * (people / (people + HEARD))

    def why(i: int) -> Reason:
        buyers, visitors = (int(learned[one][rows[i]]) for one in ("buyers_30", "visitors_30"))
        counts = {"buyers": buyers, "visitors": visitors}
        if values[i] <= 0:
            return Reason("less_wanted", counts)
        if buyers >= OFTEN_BOUGHT:
            return Reason("often_bought", counts)
        return Reason("often_viewed" if visitors >= OFTEN_VIEWED else "wanted", counts)

    return Signal("popularity", Level.PRE, 1.0, values, why)


def newness_signal(rows: Ints, catalogue: Catalogue, now: datetime) -> Signal:
    """Make a signal that fades with the days since release; nothing without a date."""
    released = catalogue.released.take(rows)
    today = now.timestamp() / _DAY
    is_new = np.flatnonzero((released >= max(0, today - NO_LONGER_NEW)) & (released <= today))
    values = np.zeros(len(rows))
    values[is_new] = np.exp2((released[is_new] - today) / _NEW)
    return Signal("newness", Level.PRE, 1.0, values, lambda _: Reason("new"))
