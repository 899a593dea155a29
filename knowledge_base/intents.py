"""What somebody seems to be up to now: signs in a profile that pass within hours or days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from knowledge_base.interests import LOOK_HALF_LIFE, decayed
from knowledge_base.profiles import Profile

LEFT_AFTER = timedelta(minutes=30)
"""How long nothing happens before somebody counts as gone."""
FORGOTTEN_AFTER = timedelta(days=3)
"""How long a basket left behind is still worth a word."""
JUST_NOW = timedelta(days=1)
"""How long after a purchase nobody wants to be pressed again."""
_SEVERAL_LOOKS = 4.0
_MANY_VIEWS = 8
_MANY_PURCHASES = 3


class Intent(StrEnum):
    """A sign, by the name under which conditions and reports speak of it."""

    REPEATED_VIEWS = "repeated_views"
    FILLING_BASKET = "filling_basket"
    BARGAIN_HUNTING = "bargain_hunting"
    DROP_OFF = "drop_off"
    CONVERTED = "converted"


def intents(profile: Profile, now: datetime) -> Mapping[str, float]:
    """Return how strong each sign is, 0 … 1.

    Repeated views: four looks at one product within days are a whole one. Basket: something is
    in it, and it is still being filled. Bargain: the share of reduced products among those
    looked at or, where there are some, bought. Drop-off: a basket or check-out was left less
    than three days ago. Converted: bought within a day.
    """
    moment = now.timestamp()
    is_left = (
        profile.last_at is not None and moment - profile.last_at > LEFT_AFTER.total_seconds()
    )
    return {
        Intent.REPEATED_VIEWS: min(most_looks(profile, now) / _SEVERAL_LOOKS, 1.0),
        Intent.FILLING_BASKET: float(bool(profile.basket) and not is_left),
        Intent.BARGAIN_HUNTING: _bargain(profile),
        Intent.DROP_OFF: float(is_left and _is_open(profile, moment)),
        Intent.CONVERTED: float(_within(profile.last_purchase_at, moment, JUST_NOW)),
    }


def most_looks(profile: Profile, now: datetime) -> float:
    """Return how often the product was looked at that was looked at most, lately."""
    moment = now.timestamp()
    most = 0.0
    for one in profile.looks.values():
        if one.weight > most:  # it can only have become less since
            most = max(most, decayed(one, moment, LOOK_HALF_LIFE))
    return most


def _bargain(profile: Profile) -> float:
    """Return the share of what is reduced, once there is enough to tell."""
    if profile.purchases >= _MANY_PURCHASES:
        return profile.sale_purchases / profile.purchases
    return profile.sale_views / profile.views if profile.views >= _MANY_VIEWS else 0.0


def _is_open(profile: Profile, moment: float) -> bool:
    """Say whether a basket was filled or a check-out begun lately, and nothing bought since."""
    begun = max(profile.basket_at or 0.0, profile.checkout_at or 0.0)
    is_bought = begun <= (profile.last_purchase_at or 0.0)
    return bool(profile.basket) and not is_bought and _within(begun, moment, FORGOTTEN_AFTER)


def _within(at: float | None, moment: float, span: timedelta) -> bool:
    return at is not None and moment - at <= span.total_seconds()
