"""What is usual in this shop: what a night learned of all shoppers that segments go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Shares = Mapping[str, Mapping[str, float]]
"""How large a part of what shoppers care for each value of some facets is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often customers order: rates differ by a gamma distribution of `shape` and `days`.

    Its mean is shape / days orders a day; those of most shops order once in some months.
    """

    shape: float = 1.0
    days: float = 180.0

    def overdue(self, orders: int, span: float, silence: float) -> float:
        """Return how surely somebody would have ordered again by now, 0 to 1.

        After `orders` within `span` days from the first to the last, and `silence` days
        since. It is 1 − P(gap > silence) of a Poisson process whose rate has the gamma
        distribution of all customers, updated by this one's orders: 1 − (b / (b + t))^a
        (the Lomax distribution).
        """
        days = self.days + span
        return float(1 - (days / (days + silence)) ** (self.shape + max(orders - 1, 0)))


@dataclass(frozen=True, slots=True)
class Taste:
    """A group of people of alike taste: how much they care for each value of some facets.

    `centre` is a vector of length 1 by "facet:value".
    """

    taste_id: str
    names: Mapping[str, str]
    centre: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Norms:
    """What is usual: figures of many people together, of nobody alone.

    `top_spent` is what those who spend most, a tenth of the customers, have spent at least,
    in money; None where there are too few customers to tell.
    """

    top_spent: float | None = None
    rhythm: Rhythm = Rhythm()
    shares: Shares = field(default_factory=lambda: MappingProxyType({}))
    tastes: tuple[Taste, ...] = ()


NOTHING_USUAL = Norms()
