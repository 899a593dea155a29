"""How much somebody cares for brands, colours, categories …, as of now."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.interests import Interest, Purse, all_decayed
from knowledge_base.norms import Shares
from knowledge_base.profiles import Profile

CAUTION = 5.0
"""Looks' worth of evidence that the average of all shoppers weighs against a person's own."""
_MOST_REMEMBERED = 1 << 14
"""Categories of which it is remembered what they lie in: more than a shop has."""


class Cares:
    """What a profile says of values of facets at a moment, worked out when it is asked."""

    def __init__(
        self, profile: Profile, moment: float, usual: Shares = MappingProxyType({})
    ) -> None:
        self._profile = profile
        self._moment = moment
        self._usual = usual
        self._known: dict[str, tuple[Mapping[str, float], float]] = {}

    def interest(self, facet: str, value: str) -> float:
        """Return how large a part of what somebody cares for a value is, 0 to 1.

        (w + κs) / (W + κ) of the evidence w for the value among all W, drawn to the share s
        that it has with all shoppers: little evidence says little.
        """
        cares, total = self.of(facet)
        usual = self._usual.get(facet, {}).get(value, 0.0)
        return (cares.get(value, 0.0) + CAUTION * usual) / (total + CAUTION)

    def fondness(self, facet: str, value: str) -> float | None:
        """Return how many times as much somebody cares for a value as all shoppers do."""
        usual = self._usual.get(facet, {}).get(value)
        return self.interest(facet, value) / usual if usual else None

    def most(self, facet: str, number: int) -> list[str]:
        """Return the values of a facet that are cared for most, those first."""
        cares, _ = self.of(facet)
        ordered = sorted((-weight, value) for value, weight in cares.items())
        return [value for _, value in ordered[:number]]

    def of(self, facet: str) -> tuple[Mapping[str, float], float]:
        """Return how much each value of a facet is cared for, in looks, and the sum of it."""
        known = self._known.get(facet)
        if known is None:
            known = self._known[facet] = cared_for(self._profile, facet, self._moment)
        return known


def cared_for(profile: Profile, facet: str, moment: float) -> tuple[Mapping[str, float], float]:
    """Return how much each value of a facet is cared for now, in looks, and the sum of it.

    A category has what is beneath it, too; the sum counts everything once.
    """
    told: Mapping[str, Interest] | Mapping[str, Purse] = (
        profile.purses if facet == CATEGORY else profile.tastes.get(facet, {})
    )
    cares = {value: weight for value, weight in all_decayed(told, moment) if weight > 0}
    total = sum(cares.values())
    if facet != CATEGORY:
        return cares, total
    summed: dict[str, float] = {}
    for kind, weight in cares.items():
        for one in lineage(kind):
            summed[one] = summed.get(one, 0.0) + weight
    return summed, total


@lru_cache(maxsize=_MOST_REMEMBERED)
def lineage(category: str) -> tuple[str, ...]:
    """Name a category and those above it, the highest first."""
    steps = category.split("/")
    return tuple("/".join(steps[:n]) for n in range(1, len(steps) + 1))
