"""Which facets and which of their values come first: by the hits, by use, by who asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.columns import Longs
from knowledge_base.filters import PRICE
from ranking.signals import Doubles, Level

USUAL: Mapping[str, float] = MappingProxyType({BRAND: 6.0, PRICE: 3.0})
"""How many times as much as others facets are used, until the shop's own log tells."""
CAUTION = 20.0
"""People's worth of evidence that what is usual around has the word of."""
MOST_LIFT = 8.0
"""Use makes a facet worth so many times as much at most, or as little; taste a value."""
_GRAIN = 64
"""Into how many parts a product is divided where values are put in order."""

Uses = Mapping[str, Mapping[str, float]]
"""By key (see `after` and `inside`), how many people filtered by each facet there."""

EVERYWHERE = ""


def after(query_key: str) -> str:
    """Name what is known of a query, by its key (see `ranking.query_keys`)."""
    return f"query {query_key}"


def inside(category: str) -> str:
    """Name what is known of a category."""
    return f"category {category}"


def lifts(
    uses: Uses, keys: Sequence[str], facets: Iterable[str], heard: float = 1.0
) -> dict[str, float]:
    """Return how many times as much as on average each of some facets is used.

    What people do is `heard` in full or in part (0 to 1). `keys` lead from the shop to what is
    being looked at; the shares of each are drawn to those before, (n + κs) / (N + κ), the
    first to what is usual. Held to ×1/8 … ×8.
    """
    names = list(facets)
    usual = {name: USUAL.get(name, 1.0) for name in names}
    share = {name: one / sum(usual.values()) for name, one in usual.items()}
    for key in keys:
        people = uses.get(key, {})
        every = heard * sum(people.get(name, 0.0) for name in names)
        share = {
            name: (heard * people.get(name, 0.0) + CAUTION * one) / (every + CAUTION)
            for name, one in share.items()
        }
    return {
        name: min(max(one * len(names), 1 / MOST_LIFT), MOST_LIFT)
        for name, one in share.items()
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a facet stands where it stands: its `score` is the product of the others.

    `worth` is reach times evenness (0 to 1), `used` how much more than others it is used
    here, `cared` how much more the person's own deeds turn on it.
    """

    name: str
    worth: float
    used: float = 1.0
    cared: float = 1.0
    level: Level = Level.BASE

    @property
    def score(self) -> float:
        """Return what facets are ordered by."""
        return self.worth * self.used * self.cared

    def words(self) -> dict[str, Any]:
        """Write the numbers for people of the shop."""
        return {
            "score": self.score,
            "worth": self.worth,
            "used": self.used,
            "cared": self.cared,
            "level": self.level.word,
        }


@dataclass(frozen=True, slots=True)
class FacetOrder:
    """How facets and their values are put in order for one request.

    `first` stand before all others as long as they have anything to choose, `hidden` are
    never offered unasked. `keys` say what is being looked at. `cares` says by facet how much a
    person's deeds turn on it (0 for nothing), `likes` the log-odds of its values (float64, one
    per code), `level` what that is called. `pre` and `one_to_one` are the dials, 0 to 1; with
    `tiles` only so many facets, and values of each, go by the person.
    """

    uses: Uses = field(default_factory=lambda: MappingProxyType({}))
    keys: tuple[str, ...] = ()
    first: tuple[str, ...] = (CATEGORY,)
    hidden: frozenset[str] = frozenset()
    cares: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    pre: float = 1.0
    one_to_one: float = 1.0
    likes: Mapping[str, Doubles] = field(default_factory=lambda: MappingProxyType({}))
    level: Level = Level.ONE_TO_ONE
    tiles: int = 0

    def ordered(self, worth: Mapping[str, float]) -> list[Standing]:
        """Put facets with their worth in order, the most helpful first; without any none."""
        offered = {one: of for one, of in worth.items() if of and one not in self.hidden}
        used = lifts(self.uses, self.keys, offered, self.pre)
        is_told = self.pre and any(key in self.uses for key in self.keys)
        common = Level.PRE if is_told else Level.BASE
        everybodys = [
            Standing(name, of, used[name], level=common) for name, of in offered.items()
        ]
        own = self._sorted(map(self._cared, everybodys))
        if not self.tiles:
            return own
        head = own[: self.tiles]
        taken = {one.name for one in head}
        return [*head, *self._sorted(one for one in everybodys if one.name not in taken)]

    def _cared(self, one: Standing) -> Standing:
        cares = self.cares.get(one.name, 0.0) * self.one_to_one
        return replace(one, cared=1 + cares, level=self.level) if cares else one

    def _sorted(self, standing: Iterable[Standing]) -> list[Standing]:
        place = {name: number for number, name in enumerate(self.first)}
        last = len(place)
        return sorted(
            standing, key=lambda one: (place.get(one.name, last), -one.score, one.name)
        )

    def lift(self, facet: str, values: int) -> Doubles | None:
        """Return how many times as much as others a person wants values of a facet, at least 1.

        Float64, shape (values,), ×8 at most; None where nothing is known. What nobody knew
        of when tastes were worked out counts as all others.
        """
        odds = self.likes.get(facet)
        if odds is None or not self.one_to_one:
            return None
        lift = np.ones(values)
        known = odds[:values] * self.one_to_one
        lift[: len(known)] = np.exp(known.clip(0, np.log(MOST_LIFT)))
        return lift if (lift > 1).any() else None

    def standing(self, facet: str, counts: Longs) -> Longs:
        """Return by what values of a facet are put in order, the greatest first (int64).

        That is how many products have them (int64, one per code) times how much the person
        wants them: own values first among those that are equally offered.
        """
        lift = self.lift(facet, len(counts))
        if lift is None:
            return counts
        own = np.rint(counts * lift * _GRAIN).astype(np.int64)
        if not 0 < self.tiles < len(counts):
            return own
        first = np.argpartition(-own, self.tiles - 1)[: self.tiles]
        everybodys = counts * _GRAIN
        everybodys[first] = own[first] + everybodys.max()
        return everybodys
