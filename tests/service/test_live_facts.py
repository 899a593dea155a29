"""Is what changed in a product seen wherever it is shown, filtered, counted and sorted?"""

from decimal import Decimal
from typing import Any

import pytest

from knowledge_base.products import Availability
from ranking.sorting import Sort
from tests.service.flow import Desk, ids


def facet(desk: Desk, name: str, text: str = "kamera", *filters: str) -> Any:
    """Return one facet of a search."""
    facets = desk.search(text, *filters, facets=(name,))["facets"]
    return next((one for one in facets if one["name"] == name), {"values": []})


def counts(desk: Desk, name: str, text: str = "kamera", *filters: str) -> dict[str, int]:
    """Return the counts of a facet's values."""
    values = facet(desk, name, text, *filters)["values"]
    return {one["value"]: one["count"] for one in values if one["count"]}


def hit(desk: Desk, product_id: str, **more: Any) -> Any:
    """Return a product as a search for everything shows it."""
    hits = desk.search("", per_page=100, **more)["hits"]
    return next(one for one in hits if one["product_id"] == product_id)


def test_a_price_moves_filter_range_order_and_shelves(desk: Desk) -> None:
    now = desk.changed("cam3", price=Decimal("5.00"))
    assert desk.found("kamera", "price:..10") == []
    assert now.found("kamera", "price:..10") == ["cam3"]
    assert facet(now, "price")["min"] == "5.00"
    assert now.found("kamera", sort=Sort.PRICE_ASC)[0] == "cam3"
    assert desk.found("kamera", sort=Sort.PRICE_ASC)[0] == "cam1"
    assert ids(now.recommend("home", "price:..10", limit=5)) == ["cam3"]
    shown = now.recommend("product_alternatives", product_id="cam1", limit=4)["hits"]
    assert {one["product_id"]: one["price"] for one in shown}["cam3"] == "5.00"
    typed = now.suggest("kamera")["products"]
    assert {one["product_id"]: one["price"] for one in typed}["cam3"] == "5.00"


def test_a_list_price_makes_a_reduction_and_takes_it_back(desk: Desk) -> None:
    assert counts(desk, "sale") == {"true": 1}
    reduced = desk.changed("cam3", list_price=Decimal("900.00"))
    assert counts(reduced, "sale") == {"true": 2}
    assert set(reduced.found("kamera", "sale:true")) == {"cam2", "cam3"}
    assert hit(reduced, "cam3")["list_price"] == "900.00"
    assert "cam3" in ids(reduced.recommend("home", "sale:true", limit=9))
    full = desk.changed("cam2", list_price=None)
    assert counts(full, "sale") == {}
    assert hit(full, "cam2")["list_price"] is None


@pytest.mark.parametrize("fact", [{"stock": 0}, {"availability": Availability.OUT_OF_STOCK}])
def test_what_is_sold_out_is_hidden_and_comes_back(desk: Desk, fact: Any) -> None:
    out = desk.changed("cam3", **fact)
    assert "cam3" not in out.found("kamera")
    assert "Uhu" not in counts(out, "brand")
    assert "cam3" not in ids(out.recommend("home", limit=20))
    back = out.changed("cam3", stock=3, availability=Availability.IN_STOCK)
    assert "cam3" in back.found("kamera")
    assert counts(back, "brand")["Uhu"] == 1
    returned = desk.changed("gone", stock=2, availability=None)
    assert "gone" in returned.found("kamera")
    assert "gone" in ids(returned.recommend("home", limit=20))


def test_an_availability_is_shown_counted_and_filtered_by(desk: Desk) -> None:
    now = desk.changed("cam3", availability=Availability.BACKORDER, delivery_days=9)
    assert counts(now, "availability") == {"in_stock": 2, "backorder": 1}
    assert now.found("kamera", "availability:backorder") == ["cam3"]
    shown = hit(now, "cam3")
    assert (shown["availability"], shown["delivery_days"]) == ("backorder", 9)
    card = now.recommend("product_alternatives", product_id="cam1", limit=4)["hits"]
    assert {one["product_id"]: one["delivery_days"] for one in card}["cam3"] == 9


def test_a_facet_no_feed_had_is_counted_filtered_shown_and_named(desk: Desk) -> None:
    now = desk.changed("cam3", attributes={"mount": ({"de": "E"},)})
    now = now.changed("cam1", attributes={"mount": ({"de": "Z"},)})
    assert counts(now, "mount") == {"E": 1, "Z": 1}
    assert now.found("kamera", "mount:E") == ["cam3"]
    assert set(now.found("kamera", "mount:E", "mount:Z")) == {"cam1", "cam3"}
    assert hit(now, "cam3")["attributes"]["mount"] == "E"
    assert ids(now.recommend("home", "mount:Z", limit=5)) == ["cam1"]
    assert "mount" in {one["name"] for one in now.search("kamera")["facets"]}


def test_several_values_of_one_attribute_all_count(desk: Desk) -> None:
    several = {"use": ({"de": "Reise"}, {"de": "Sport"})}
    now = desk.changed("cam3", attributes=several)
    now = now.changed("cam1", attributes={"use": ({"de": "Sport"},)})
    assert counts(now, "use") == {"Reise": 1, "Sport": 2}
    assert hit(now, "cam3")["attributes"]["use"] == ["Reise", "Sport"]
    less = now.changed("cam3", attributes={})
    assert counts(less, "use") == {"Sport": 1}
    assert "use" not in hit(less, "cam3")["attributes"]


def test_a_patched_value_of_a_variant_holds_on_that_variant(desk: Desk) -> None:
    now = desk.changed(
        "run4", attributes={"colour": ({"de": "türkis"},), "size": ({"de": "47"},)}
    )
    assert now.found("laufschuhe", "colour:türkis", "size:47") == ["run4"]
    assert now.found("laufschuhe", "colour:türkis", "size:44") == []
    assert counts(now, "size", "laufschuhe", "colour:türkis") == {"47": 1}
    (one,) = now.search("laufschuhe", "size:47")["hits"]
    assert one["variant"]["attributes"] == {"colour": "türkis", "size": "47"}


def test_a_value_in_the_words_means_what_products_carry_now(desk: Desk) -> None:
    now = desk.changed("run4", attributes={"colour": ({"de": "blau", "en": "blue"},)})
    assert "run4" not in desk.found("", "colour:blau")
    assert "run4" in now.found("", "colour:blau")


def test_a_product_that_is_deleted_is_nowhere(desk: Desk) -> None:
    without = desk.changed("cam2")
    for query in ("kamera", "kamera zwei", "cam2", ""):
        assert "cam2" not in without.found(query, per_page=100), query
    assert counts(without, "brand")["Falke"] == counts(desk, "brand")["Falke"] - 1
    assert counts(without, "category", "")["Foto"] == counts(desk, "category", "")["Foto"] - 1
    typed = without.suggest("kamera zw")
    assert "cam2" not in [one["product_id"] for one in typed["products"]]
    pinned = without.rule([{"pin": {"product_id": "cam2", "position": 1}}])
    assert "cam2" not in pinned.found("kamera")
    for placement in ("home", "session", "product_alternatives", "product_accessories"):
        body = without.recommend(placement, product_id="cam1", recent=("cam2",), limit=20)
        assert "cam2" not in ids(body), placement
    assert "cam2" not in ids(without.recommend("recently_viewed", recent=("cam2", "cam1")))


def test_what_is_deleted_brings_nothing_else_in(desk: Desk) -> None:
    basket = desk.recommend("basket", basket=["cam2"], limit=1)["hits"]
    assert basket[0]["recommender"] == "copurchases"
    without = desk.changed("cam2")
    for hit_ in without.recommend("basket", basket=["cam2"], limit=20)["hits"]:
        assert "Kamera Zwei" not in (hit_["reason"] or "")
