"""Segments: groups of visitors that a person defined by a condition on what they do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from knowledge_base.conditions import Condition, parse_condition
from knowledge_base.errors import BadInput
from knowledge_base.fields import Fields
from knowledge_base.intents import intents
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.rules import Push, read_push

_DAY = 86_400.0
_NEVER = float("inf")


def measures(profile: Profile, now: datetime) -> dict[str, float]:
    """Return what conditions may speak of: counts, shares and signs 0 … 1, days, money.

    Days since what never happened are infinite; a share of nothing is 0.
    """
    return {
        "views": profile.views,
        "sale_views": profile.sale_views,
        "sale_view_share": _share(profile.sale_views, profile.views),
        "purchases": profile.purchases,
        "sale_purchases": profile.sale_purchases,
        "discount_share": _share(profile.sale_purchases, profile.purchases),
        "returns": len(profile.returned),
        "orders": profile.orders,
        "spent": profile.spent / 100,
        "basket": sum(profile.basket.values()),
        "likes": len(profile.likes),
        "dislikes": len(profile.dislikes),
        **intents(profile, now),
        "days_known": _days(profile.first_at, now),
        "days_since_last_visit": _days(profile.last_at, now),
        "days_since_last_purchase": _days(profile.last_purchase_at, now),
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _days(at: float | None, now: datetime) -> float:
    return _NEVER if at is None else max(0.0, now.timestamp() - at) / _DAY


MEASURES = frozenset(measures(NOBODY, datetime.fromtimestamp(0, UTC)))


@dataclass(frozen=True, slots=True)
class Segment:
    """Visitors who meet a condition, and what they are shown first."""

    segment_id: str
    name: str
    condition: Condition
    prefer: tuple[Push, ...] = ()
    enabled: bool = True


def read_segment(segment_id: str, body: object) -> Segment:
    """Read a segment as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    segment = Segment(
        segment_id,
        name=fields.text("name") or segment_id,
        condition=_read_condition(fields),
        prefer=tuple(read_push(one) for one in fields.each("prefer")),
        enabled=fields.flag("enabled", default=True),
    )
    fields.finish("a segment")
    return segment


def _read_condition(fields: Fields) -> Condition:
    text = fields.text("condition", needed=True)
    try:
        return parse_condition(text, MEASURES)
    except BadInput as wrong:
        fields.fault("condition", wrong.detail)
        return Condition(text, lambda _: False)


def segments_of(
    segments: Iterable[Segment], profile: Profile | None, now: datetime
) -> tuple[Segment, ...]:
    """Return the segments a person is in; nobody without a profile is in any."""
    if profile is None:
        return ()
    facts = measures(profile, now)
    return tuple(one for one in segments if one.enabled and one.condition.holds(facts))


SHIPPED_BODIES: Mapping[str, Mapping[str, Any]] = {
    "bargain": {
        "name": "Schnäppchenjäger",
        "condition": "(views >= 8 and sale_view_share >= 0.5)"
        " or (purchases >= 3 and discount_share >= 0.5)",
        "prefer": [{"filter": "sale:true", "strength": "medium"}],
    },
}
"""What every shop starts with, as it is written; an entry of the same id takes its place."""

SHIPPED = {name: read_segment(name, body) for name, body in SHIPPED_BODIES.items()}
