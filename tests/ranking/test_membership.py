from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.devices import Device
from knowledge_base.filters import Filter
from knowledge_base.live import LiveFacts
from knowledge_base.norms import NOTHING_USUAL
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.segments import read_segment
from ranking.context import BasketLine, Context
from ranking.membership import membership
from tests.knowledge_base.shop import small_catalogue

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIVE = LiveFacts.at_rest(small_catalogue())
SOMEBODY = Profile(views=3)


def is_in(
    condition: str,
    profile: Profile | None = SOMEBODY,
    consent: Consent = Consent.PERSONALIZATION,
    **asked: Any,
) -> bool:
    context = Context(SUNDAY, "search", "de", consent=consent, **asked)
    segment = read_segment("s", {"condition": condition})
    own, _ = membership(profile, context, LIVE, [segment], NOTHING_USUAL)
    return bool(own)


def test_somebody_is_in_what_the_profile_fits() -> None:
    assert is_in("views >= 3")
    assert not is_in("views >= 4")


@pytest.mark.parametrize("consent", [Consent.NONE, Consent.STATISTICS])
def test_without_consent_nobody_is_in_any_segment(consent: Consent) -> None:
    assert not is_in("views >= 0", consent=consent)


def test_nobody_known_is_in_no_segment_not_even_in_that_of_all() -> None:
    assert not is_in("views >= 0", None)
    assert not is_in("views >= 0", NOBODY)


@pytest.mark.parametrize(
    "condition",
    [
        'placement == "search" and language == "de" and campaign == "Spring"',
        'weekday in ("saturday", "sunday") and hour == 12',
        'device == "phone" and referrer in ("google.de", "google.com")',
        'category == "Mode/Schuhe"',
        "basket_value == 658.90",
    ],
)
def test_the_request_tells_its_context(condition: str) -> None:
    assert is_in(
        condition,
        campaign="spring",
        device=Device.PHONE,
        referrer="google.de",
        filters=(Filter("category", "Mode/Schuhe"),),
        basket=(BasketLine("s1-b42", 2), BasketLine("c1"), BasketLine("gone")),
    )


def test_what_the_page_does_not_say_is_unknown() -> None:
    assert not is_in('campaign != "spring"')
    assert not is_in('device != "phone"')
    assert not is_in('category not in ("Mode")')


def test_without_a_basket_of_the_page_the_known_one_counts_at_live_prices() -> None:
    filled = replace(SOMEBODY, basket={"c1": 2})
    assert is_in("basket_value == 998", filled)
    assert is_in("basket_value == 0")
