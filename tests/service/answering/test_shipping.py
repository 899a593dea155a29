from dataclasses import replace
from decimal import Decimal

import pytest

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from ranking.context import BasketLine
from service.answering.recommending import RecommendAsk, recommend
from tests.service.flow import Desk, ids

KNOWN = Consent.PERSONALIZATION


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """Give a shop that ships for nothing from a hundred on."""
    return desk.with_entry("shop", {"free_shipping_from": "100.00"})


def test_the_gap_is_what_the_basket_lacks(shop: Desk) -> None:
    body = shop.recommend("free_shipping", basket=["run1-42"])
    assert (body["threshold"], body["gap"], body["currency"]) == ("100.00", "20.00", "EUR")
    assert body["title"] == "Bis zum kostenlosen Versand"


def test_quantities_count(shop: Desk) -> None:
    lines = (BasketLine("card1", 3), BasketLine("card2"), BasketLine("nothing", 9))
    context = replace(shop.context("free_shipping"), basket=lines)
    assert recommend(shop.engine, RecommendAsk(context), None)["gap"] == "10.00"


def test_prices_are_those_of_this_moment(shop: Desk) -> None:
    dearer = shop.changed("run1", price=Decimal("85.50"))
    assert dearer.recommend("free_shipping", basket=["run1-42"])["gap"] == "14.50"
    assert dearer.recommend("free_shipping", basket=["run1"])["gap"] == "14.50"
    gone = shop.changed("run1")
    assert gone.recommend("free_shipping", basket=["run1-42"])["gap"] == "100.00"


def test_a_product_with_little_to_spare_closes_the_gap(shop: Desk) -> None:
    body = shop.recommend("free_shipping", basket=["run1-42"])
    assert ids(body) == ["card1"]
    assert body["closable"]


def test_nothing_stands_in_for_what_is_in_the_basket(shop: Desk) -> None:
    body = shop.recommend("free_shipping", basket=["card1", "run4"])
    assert not {"card2", "run1", "run2", "run3"} & set(ids(body))


def test_a_closed_gap_is_empty_and_says_so(shop: Desk) -> None:
    body = shop.recommend("free_shipping", basket=["cam1"])
    assert (body["gap"], body["hits"], body["closable"]) == ("0.00", [], True)
    assert body["title"] == "Der Versand ist kostenlos"
    assert shop.recommend("free_shipping", basket=["cam1"], language="en")["title"] == (
        "Shipping is free"
    )


def test_a_gap_that_nothing_closes_is_said_to_be_open(shop: Desk) -> None:
    body = shop.recommend("free_shipping", "price:..1", basket=["run1-42"])
    assert (body["gap"], body["hits"], body["closable"]) == ("20.00", [], False)


def test_a_shop_without_free_shipping_has_no_gap(desk: Desk) -> None:
    body = desk.recommend("free_shipping", basket=["run1-42"])
    assert (body["threshold"], body["gap"], body["hits"]) == (None, None, [])
    assert not body["closable"]


def test_a_known_persons_basket_counts_where_the_request_has_none(shop: Desk) -> None:
    known = Profile(basket={"run1-42": 1})
    body = shop.recommend("free_shipping", consent=KNOWN, profile=known)
    assert body["gap"] == "20.00"
    assert shop.recommend("free_shipping", profile=known)["gap"] == "100.00"


def test_what_goes_with_the_basket_closes_the_gap_for_that_reason(desk: Desk) -> None:
    shop = desk.with_entry("shop", {"free_shipping_from": "519.00"})
    body = shop.recommend("free_shipping", basket=["cam2"])
    assert ids(body) == ["card1"]
    assert body["hits"][0]["recommender"] == "complements"
    assert body["hits"][0]["reason"] == "passt zu „Kamera Zwei“"
