"""What conditions of segments may speak of: deeds, signs, what the books say, the context."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from knowledge_base.cares import Cares
from knowledge_base.conditions import OWN, Kind, Names
from knowledge_base.customers import Facts, age
from knowledge_base.intents import Intent, intents
from knowledge_base.norms import NOTHING_USUAL, Norms
from knowledge_base.profiles import Profile
from knowledge_base.taste_groups import taste_of

_LOYAL = 3
"""Purchases' worth of doubt whether somebody keeps to a brand or came by it."""
_DAY = 86_400.0
_NEVER = float("inf")

Around = Callable[[str], float | str | None]
"""Says what the request itself tells of its context, by the names of CONTEXT."""


def nowhere(_: str) -> None:
    """Tell nothing: there is no request."""


class Measures:
    """Everything that is known of somebody at a moment; worked out when a condition asks."""

    def __init__(
        self,
        profile: Profile,
        now: datetime,
        norms: Norms = NOTHING_USUAL,
        around: Around = nowhere,
    ) -> None:
        self.profile, self.now, self.norms = profile, now, norms
        self._around = around
        self.cares = Cares(profile, now.timestamp(), norms.shares)
        self._known: dict[str, Any] = _books(profile.facts, now.date())

    def get(self, name: str) -> Any:
        """Return what is known by a name, None for nothing.

        Days since what never happened are infinite; a share of nothing is 0.
        """
        known = self._known
        if name not in known:
            if name in _SIGNS:
                known.update(intents(self.profile, self.now))
            else:
                known[name] = self._worked_out(name)
        return known[name]

    def _worked_out(self, name: str) -> Any:
        if name in CONTEXT:
            return self._around(name)
        work_out = _DEEDS.get(name)
        return work_out(self) if work_out else None

    def days(self, at: float | None) -> float:
        """Return the days since a moment (seconds, 1970)."""
        return _NEVER if at is None else max(0.0, self.now.timestamp() - at) / _DAY


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _overdue(known: Measures) -> float | None:
    profile = known.profile
    last = profile.last_purchase_at
    if last is None:
        return None
    span = (last - (profile.first_purchase_at or last)) / _DAY
    return known.norms.rhythm.overdue(profile.orders, span, known.days(last))


def _brand_loyalty(known: Measures) -> float:
    kept = known.profile.brands.values()
    return max(kept, default=0) / (sum(kept) + _LOYAL)


_DEEDS: Mapping[str, Callable[[Measures], Any]] = {
    "views": lambda known: known.profile.views,
    "sale_views": lambda known: known.profile.sale_views,
    "sale_view_share": lambda known: _share(known.profile.sale_views, known.profile.views),
    "purchases": lambda known: known.profile.purchases,
    "sale_purchases": lambda known: known.profile.sale_purchases,
    "discount_share": lambda known: _share(
        known.profile.sale_purchases, known.profile.purchases
    ),
    "returns": lambda known: len(known.profile.returned),
    "orders": lambda known: known.profile.orders,
    "spent": lambda known: known.profile.spent / 100,
    "top_spent": lambda known: known.norms.top_spent,
    "basket": lambda known: sum(known.profile.basket.values()),
    "likes": lambda known: len(known.profile.likes),
    "dislikes": lambda known: len(known.profile.dislikes),
    "days_known": lambda known: known.days(known.profile.first_at),
    "days_since_last_visit": lambda known: known.days(known.profile.last_at),
    "days_since_last_purchase": lambda known: known.days(known.profile.last_purchase_at),
    "overdue": _overdue,
    "brand_loyalty": _brand_loyalty,
    "interest": lambda known: known.cares.interest,
    "fondness": lambda known: known.cares.fondness,
    "taste": lambda known: taste_of(known.cares, known.norms.tastes),
}
_SIGNS = frozenset(Intent)

CONTEXT: Names = {
    "placement": Kind.TEXT,
    "category": Kind.TEXT,
    "language": Kind.TEXT,
    "campaign": Kind.TEXT,
    "device": Kind.TEXT,
    "referrer": Kind.TEXT,
    "weekday": Kind.TEXT,
    "hour": Kind.NUMBER,
    "basket_value": Kind.NUMBER,
}
"""What a request tells; at night, when there is none, it is all unknown."""

NAMES: Names = {
    **dict.fromkeys([*_DEEDS, *Intent], Kind.NUMBER),
    **dict.fromkeys(("interest", "fondness"), Kind.ASKED),
    **dict.fromkeys(("taste", "group", "loyalty_status", "birthday"), Kind.TEXT),
    **dict.fromkeys(("age", "child_age"), Kind.NUMBER),
    **CONTEXT,
}
"""Everything that conditions may name, beside the facts the shop named itself."""


def _books(facts: Facts | None, today: date) -> dict[str, Any]:
    """Return what the shop's books say; behind `customer.` what the shop named itself."""
    if facts is None:
        return {}
    return {
        "group": facts.group,
        "loyalty_status": facts.loyalty_status,
        "birthday": facts.birthday.isoformat() if facts.birthday else None,
        "age": age(facts.birthday, today),
        "child_age": age(facts.child_birthday, today),
        **{f"{OWN}{name}": value for name, value in facts.more.items()},
    }
