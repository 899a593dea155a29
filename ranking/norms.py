"""Learns what is usual in the shop: how much people spend, how often they order, what for."""

from collections import Counter, defaultdict
from datetime import datetime
from heapq import nlargest
from math import floor, log10

import numpy as np

from knowledge_base.cares import cared_for
from knowledge_base.census import FEWEST
from knowledge_base.norms import Norms, Rhythm, Shares
from knowledge_base.profiles import Profile
from knowledge_base.taste_groups import RESPECTS
from ranking.signals import Doubles

TOP = 0.9
"""Of ten customers nine have spent less than a VIP."""
LEAST_CUSTOMERS = 50
"""Customers from whom on the shop's own figures hold instead of those of most shops."""
_LEAST_LOOKS = 5.0
_MOST_VALUES = 500
_SHAPES = 0.5, 20.0
"""Shapes that are believed: rates that differ wildly, and hardly."""
_TINY = 1e-12
_DAY = 86_400.0


class Usual:
    """Takes in people one by one, and keeps sums and figures of nobody alone."""

    def __init__(self, now: datetime) -> None:
        self._moment = now.timestamp()
        self._spent: list[float] = []
        self._again: list[tuple[int, float]] = []
        self._people: dict[str, Counter[str]] = defaultdict(Counter)
        self._shares: dict[str, dict[str, float]] = defaultdict(dict)
        self._asked: Counter[str] = Counter()

    def take(self, profile: Profile) -> None:
        """Take in one person."""
        if profile.orders:
            first = profile.first_purchase_at or profile.last_purchase_at or self._moment
            self._spent.append(profile.spent / 100)
            self._again.append((profile.orders - 1, (self._moment - first) / _DAY))
        for facet in RESPECTS:
            cares, total = cared_for(profile, facet, self._moment)
            if total >= _LEAST_LOOKS:
                self._asked[facet] += 1
                self._people[facet].update(cares.keys())
                shares = self._shares[facet]
                for value, weight in cares.items():
                    shares[value] = shares.get(value, 0.0) + weight / total

    def norms(self) -> Norms:
        """Return what is usual of those taken in."""
        return Norms(top_spent=self._top_spent(), rhythm=self._rhythm(), shares=self._usual())

    def _top_spent(self) -> float | None:
        """Return the highest tenth's least, in two digits, so that it is nobody's sum."""
        if len(self._spent) < LEAST_CUSTOMERS:
            return None
        top = float(np.quantile(self._spent, TOP))
        return _rounded(top) if top > 0 else None

    def _rhythm(self) -> Rhythm:
        """Fit how rates of ordering differ, by moments."""
        again, days = np.array(self._again, dtype=np.float64).reshape(-1, 2).T
        return rhythm_of(again, days)

    def _usual(self) -> Shares:
        return {
            facet: {
                value: share / self._asked[facet]
                for value, share in nlargest(_MOST_VALUES, shares.items(), key=_share)
                if self._people[facet][value] >= FEWEST
            }
            for facet, shares in self._shares.items()
        }


def rhythm_of(again: Doubles, days: Doubles) -> Rhythm:
    """Fit a gamma distribution of rates to orders after the first, and days since that one.

    By moments of the Poisson–gamma mixture: of orders x in times t the mean rate is Σx / Σt,
    and what (x − rate t)² exceeds rate t by, over Σt², is the variance of the rates.
    """
    if np.count_nonzero(again) < LEAST_CUSTOMERS:
        return Rhythm()
    rate = again.sum() / days.sum()
    beyond = ((again - rate * days) ** 2 - rate * days).sum() / (days**2).sum()
    shape = float(np.clip(rate**2 / max(beyond, _TINY), *_SHAPES))
    return Rhythm(shape, float(shape / rate))


def _share(of: tuple[str, float]) -> float:
    return of[1]


def _rounded(value: float) -> float:
    return round(value, 1 - floor(log10(value)))
