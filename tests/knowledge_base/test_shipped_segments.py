from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge_base.filters import Filter
from knowledge_base.interests import Interest, Purse
from knowledge_base.measures import Measures
from knowledge_base.norms import Norms, Rhythm
from knowledge_base.profiles import Profile
from knowledge_base.rules import Push, Strength
from knowledge_base.segments import segments_of
from knowledge_base.shipped_segments import SHIPPED

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
DAY = 86_400.0
NORMS = Norms(
    top_spent=500.0, rhythm=Rhythm(1.0, 60.0), shares={"category": {"Sport": 0.2, "Mode": 0.5}}
)
LOOKING = Profile(views=10, sale_views=1, first_at=AT - DAY, last_at=AT)
BUYER = replace(
    LOOKING,
    purchases=1,
    orders=1,
    spent=5_000,
    first_purchase_at=AT - 30 * DAY,
    last_purchase_at=AT - 30 * DAY,
)
REGULAR = replace(BUYER, orders=5, purchases=9, spent=30_000, first_purchase_at=AT - 200 * DAY)


def segments(profile: Profile) -> set[str]:
    found = segments_of(SHIPPED.values(), Measures(profile, NOW, NORMS))
    return {one.segment_id for one in found}


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (LOOKING, {"browsing"}),
        (replace(LOOKING, views=1), set()),
        (replace(LOOKING, sale_views=7), {"browsing", "bargain"}),
        (BUYER, {"first_time"}),
        (REGULAR, {"repeat", "loyal"}),
        (replace(REGULAR, spent=60_000), {"repeat", "loyal", "vip"}),
        (replace(REGULAR, last_purchase_at=AT - 150 * DAY), {"repeat", "at_risk"}),
        (replace(REGULAR, sale_purchases=8), {"repeat", "loyal", "bargain"}),
        (replace(REGULAR, brands={"Adler": 8, "Falke": 1}), {"repeat", "loyal", "brand_loyal"}),
        (replace(LOOKING, last_at=AT - 200 * DAY), {"browsing", "inactive"}),
        (replace(LOOKING, looks={"p": Interest(3.0, AT)}), {"browsing", "high_intent"}),
        (replace(LOOKING, basket={"p": 1}, basket_at=AT), {"high_intent"}),
        (
            replace(
                LOOKING, purses={"Sport": Purse(8.0, 9.0, AT), "Mode": Purse(8.0, 9.0, AT)}
            ),
            {"browsing", "enthusiast:Sport"},
        ),
    ],
)
def test_everybody_is_in_the_segments_that_fit(profile: Profile, expected: set[str]) -> None:
    assert segments(profile) == expected


def test_who_has_just_bought_is_not_pressed() -> None:
    bought = replace(REGULAR, last_purchase_at=AT - 60, basket={"p": 1}, basket_at=AT)
    assert "high_intent" not in segments(bought)


def test_one_look_at_the_sale_is_not_enough_evidence() -> None:
    assert "bargain" not in segments(
        Profile(views=1, sale_views=1, purchases=1, sale_purchases=1)
    )


def test_nobody_is_a_vip_where_nobody_knows_what_is_much() -> None:
    rich = Measures(replace(REGULAR, spent=10**9), NOW)
    assert "vip" not in {one.segment_id for one in segments_of(SHIPPED.values(), rich)}


def test_bargain_hunters_are_shown_the_sale_first() -> None:
    assert SHIPPED["bargain"].prefer == (Push(Filter("sale", "true"), Strength.MEDIUM),)


def test_every_segment_has_a_name_in_german_and_english() -> None:
    assert all(set(one.names) == {"de", "en"} for one in SHIPPED.values())
