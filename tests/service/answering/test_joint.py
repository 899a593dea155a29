from decimal import Decimal

import pytest

from tests.service.flow import Desk, ids

SHELVES = ("product_bundle", "product_set")


def test_a_bundle_is_bought_together_and_has_one_price(desk: Desk) -> None:
    body = desk.recommend("product_bundle", product_id="cam2")
    assert ids(body) == ["card1"]
    assert body["title"] == "Oft zusammen gekauft"
    assert body["hits"][0]["reason"] == "oft zusammen gekauft mit „Kamera Zwei“"
    bundle = body["bundle"]
    assert bundle["product"]["product_id"] == "cam2"
    assert (bundle["price"], bundle["list_price"], bundle["currency"]) == (
        "520.00",
        "670.00",
        "EUR",
    )


def test_the_price_of_a_bundle_is_that_of_this_moment(desk: Desk) -> None:
    cheaper = desk.changed("card1", price=Decimal("5.00"), list_price=None)
    body = cheaper.recommend("product_bundle", product_id="cam2", language="en")
    assert body["bundle"]["price"] == "505.00"
    assert body["hits"][0]["reason"] == "often bought together with “Kamera Zwei”"


def test_nothing_is_reduced_where_no_product_is(desk: Desk) -> None:
    body = desk.recommend("product_bundle", product_id="card1")
    full = desk.changed("cam2", list_price=None)
    assert ids(body) == ["cam2"]
    assert full.recommend("product_bundle", product_id="card1")["bundle"]["list_price"] is None


def test_a_set_has_slots_with_what_could_take_each_place(desk: Desk) -> None:
    body = desk.recommend("product_set", product_id="cam2")
    (slot,) = body["slots"]
    assert (slot["name"], slot["category"]) == ("Speicherkarten", "Foto/Speicherkarten")
    assert [hit["product_id"] for hit in slot["hits"]] == ["card1", "card2"]
    assert body["bundle"]["price"] == "520.00", "of the first choice for each slot"
    assert ids(body) == ["card1", "card2"]


def test_a_product_nobody_bought_has_the_set_of_its_type(desk: Desk) -> None:
    body = desk.recommend("product_set", product_id="cam3", language="en")
    assert body["slots"][0]["name"] == "Memory cards"
    assert body["hits"][0]["reason"] == "goes with “Kamera Drei”"


@pytest.mark.parametrize("placement", SHELVES)
@pytest.mark.parametrize("product", ["run1", "gone", "no", None])
def test_what_goes_with_nothing_or_cannot_be_bought_has_neither(
    desk: Desk, placement: str, product: str | None
) -> None:
    body = desk.recommend(placement, product_id=product, basket=["cam2"])
    assert (body["hits"], body["bundle"]) == ([], None)


@pytest.mark.parametrize("placement", SHELVES)
def test_what_is_in_the_basket_sold_out_or_does_not_fit_is_left_out(
    desk: Desk, placement: str
) -> None:
    sold_out = desk.changed("card1", stock=0)
    said = {
        "says": "does_not_fit",
        "product": {"product_id": "card1"},
        "with": {"product_id": "cam2"},
    }
    for body in (
        desk.recommend(placement, product_id="cam2", basket=["card1"]),
        sold_out.recommend(placement, product_id="cam2"),
        desk.with_entry("compatibility", said).recommend(placement, product_id="cam2"),
    ):
        assert "card1" not in ids(body)
