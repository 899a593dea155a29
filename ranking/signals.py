"""What speaks for and against each candidate: named numbers with a weight and a level."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Ints
from ranking.candidates import Candidates

Doubles = NDArray[np.float64]
Learned = Mapping[str, NDArray[Any]]
"""What `ranking.learning.Popularity` left in the snapshot, by name."""

OFTEN_BOUGHT = 5
OFTEN_VIEWED = 30
"""Different people in 30 days from whom on we say so to shoppers."""
_DAY = 86_400.0
_NEW = 30.0
"""Days after which a product is half as new."""
_OLD = 90.0
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

    def scaled(self, factor: float) -> "Signal":
        """Return the signal as a dial sets it."""
        return replace(self, weight=self.weight * factor)


MOST = 3.0
"""A signal never says more than this many units, so that none silences the others."""


def relative(values: Doubles, *, least: float | None = None, most: float = MOST) -> Doubles:
    """Return how far values stand from their mean, in units of their spread, within ±most.

    So a weight means the same in every set of results. Small differences stay small: the
    spread is taken as at least `least`, without it as a tenth of the greatest value.
    """
    if not len(values):
        return values
    if least is None:
        least = 0.1 * float(np.abs(values).max())
    unit = max(float(values.std()), least)
    if unit == 0:
        return np.zeros_like(values)
    apart: Doubles = (values - values.mean()) / unit
    return apart.clip(-most, most)


def match_signal(candidates: Candidates) -> Signal:
    """Make a signal of the match's own strength, inside each tier.

    It has no upper end: the best matches keep their order, however far they stand out.
    """
    values = np.zeros(len(candidates))
    for tier in np.flatnonzero(np.bincount(candidates.tier)):
        inside = candidates.tier == tier
        values[inside] = relative(candidates.score[inside].astype(np.float64), most=np.inf)
    return Signal("match", Level.BASE, 2.0, values, lambda _: Reason("match"))


def popularity_signal(rows: Ints, learned: Learned) -> Signal:
    """Make a signal of what all shoppers want now; `learned` as Popularity.fit returns it."""
    values = relative(np.log1p(learned["popularity"][rows].astype(np.float64)))

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
    """Make a small signal that fades with the days since release; nothing without a date."""
    released = catalogue.released[rows]
    age = now.timestamp() / _DAY - released
    is_new = (released >= 0) & (age >= 0) & (age <= _OLD)
    values = np.where(is_new, np.exp2(-np.maximum(age, 0) / _NEW), 0.0)
    return Signal("newness", Level.PRE, 0.3, values, lambda _: Reason("new"))
