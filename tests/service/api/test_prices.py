"""Does every hit show beside a reduction what was asked for before it?"""

from typing import Any

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

SERVER = KeyClass.PRIVATE


def patch(served: Served, *lines: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = served.write("PATCH", "/v1/products", SERVER, list(lines)).json()
    return answer


def hit(served: Served, product_id: str) -> dict[str, Any]:
    hits = served.get("/v1/search", q=product_id)["hits"]
    found: dict[str, Any] = next(one for one in hits if one["product_id"] == product_id)
    return found


def test_a_patched_reduction_shows_the_lowest_price_before_it(served: Served) -> None:
    patch(served, {"product_id": "c1", "price": "400.00", "list_price": None})
    patch(served, {"product_id": "c1", "price": "450.00"})
    patch(served, {"product_id": "c1", "price": "420.00", "list_price": "450.00"})
    shown = hit(served, "c1")
    assert (shown["price"], shown["list_price"]) == ("420.00", "450.00")
    assert shown["lowest_price_30d"] == "400.00"
    variant = served.get("/v1/products/c1")["product"]["variants"][0]
    assert variant["lowest_price_30d"] == "400.00"


def test_what_is_not_reduced_shows_none(served: Served) -> None:
    patch(served, {"product_id": "c1", "price": "400.00", "list_price": None})
    patch(served, {"product_id": "c1", "price": "450.00"})
    assert hit(served, "c1")["lowest_price_30d"] is None


def test_variants_that_inherit_a_price_inherit_what_it_was(served: Served) -> None:
    patch(served, {"product_id": "s1", "price": "90.00"})
    patch(served, {"product_id": "s1", "price": "60.00", "list_price": "90.00"})
    variants = served.get("/v1/products/s1")["product"]["variants"]
    assert {one["lowest_price_30d"] for one in variants} == {"79.95"}


def test_a_patch_that_changes_nothing_says_so(served: Served) -> None:
    line = {"product_id": "s1", "price": "66.00", "attributes": {"sole": "Gummi", "fit": "H"}}
    first = patch(served, line)
    again = patch(served, line, {"product_id": "s1", "price": "66.00"})
    assert first["changed"] == first["accepted"] == 1
    assert (again["accepted"], again["changed"]) == (2, 0)


def test_a_patched_price_has_its_own_unit_price_everywhere(served: Served) -> None:
    def shown() -> list[str | None]:
        page = served.get("/v1/products/c1")["product"]
        every = [hit(served, "c1"), page, *page["variants"]]
        return [one["unit_price"] for one in every]

    assert shown() == [None] * 3
    line = {"product_id": "c1", "title": "Kamera c1", "price": "400.00"}
    served.write("PUT", "/v1/products", SERVER, [{**line, "unit_pricing_measure": "500 g"}])
    assert shown() == ["800,00 €/kg"] * 3
    patch(served, {"product_id": "c1", "price": "300.00"})
    assert shown() == ["600,00 €/kg"] * 3
    served.write("PUT", "/v1/products", SERVER, [{**line, "unit_price": "1 €/Bild"}])
    assert shown() == ["1 €/Bild"] * 3
    patch(served, {"product_id": "c1", "price": "300.00"})
    assert shown() == [None] * 3
