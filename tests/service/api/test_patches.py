"""Is a patch seen at once, and does each that cannot be used say where and what to do?"""

from typing import Any

import pytest

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

SERVER = KeyClass.PRIVATE


def verdicts(served: Served, *patches: Any) -> list[Any]:
    """Patch products, and return what was refused."""
    answer = served.write("PATCH", "/v1/products", SERVER, list(patches))
    assert answer.status_code == 200, answer.text
    refused: list[Any] = answer.json()["refused"]
    return refused


@pytest.mark.parametrize(
    ("patch", "code", "place"),
    [
        ({"product_id": "nope", "stock": 1}, "unknown_product", "product_id"),
        ({"product_id": ["c1"], "stock": 1}, "unknown_product", "product_id"),
        ({"stock": 1}, "unknown_product", "product_id"),
        ({"product_id": "c1", "title": "New"}, "bad_input", "title"),
        ({"product_id": "c1", "stokc": 1}, "bad_input", "stokc"),
        ({"product_id": "c1", "stock": "many"}, "bad_input", "stock"),
        ({"product_id": "c1", "price": {"amount": 3}}, "bad_input", "price"),
        ({"product_id": "c1", "availability": "perhaps"}, "bad_input", "availability"),
        ({"product_id": "c1", "delivery_days": -1}, "bad_input", "delivery_days"),
        ({"product_id": "c1", "attributes": "red"}, "bad_input", "attributes"),
    ],
)
def test_a_patch_that_cannot_be_used_says_where_and_stops_no_other(
    served: Served, patch: Any, code: str, place: str
) -> None:
    good = {"product_id": "b1", "stock": 4, "availability": "in_stock"}
    (one,) = verdicts(served, patch, good)
    named = patch.get("product_id")
    assert one["product_id"] == (named if isinstance(named, str) else None)
    assert (one["index"], one["code"]) == (0, code)
    assert {fault["place"] for fault in one["errors"]} == {place}
    assert all(fault["detail"] for fault in one["errors"])
    hits = served.get("/v1/search", q="brücke")["hits"]
    assert [hit["product_id"] for hit in hits] == ["b1"]


def test_every_fact_of_one_patch_shows_in_the_next_answer(served: Served) -> None:
    patch = {
        "product_id": "c1",
        "price": "450.00",
        "list_price": "700.00",
        "availability": "preorder",
        "delivery_days": 12,
        "attributes": {"mount": ["E", "Z"], "weight": "510 g"},
    }
    assert verdicts(served, patch) == []
    answer = served.get("/v1/search", q="kamera", filter=["mount:Z", "price:440..460"])
    (hit,) = answer["hits"]
    assert (hit["price"], hit["list_price"]) == ("450.00", "700.00")
    assert (hit["availability"], hit["delivery_days"]) == ("preorder", 12)
    assert hit["attributes"] == {"mount": ["E", "Z"], "weight": "510 g"}
    assert "mount" in {one["name"] for one in answer["facets"]}
    shelf = served.get("/v1/recommendations/home", filter=["mount:E", "sale:true"])
    assert [hit["price"] for hit in shelf["hits"]] == ["450.00"]


def test_a_removed_fact_is_gone_from_the_next_answer(served: Served) -> None:
    assert verdicts(served, {"product_id": "c1", "attributes": {"mount": "E"}}) == []
    null = {"product_id": "c1", "list_price": None, "attributes": {"mount": None}}
    assert verdicts(served, null) == []
    (hit,) = served.get("/v1/search", q="kamera")["hits"]
    assert (hit["list_price"], hit["attributes"]) == (None, {})
    assert served.get("/v1/search", q="kamera", filter="mount:E")["hits"] == []


def test_a_deleted_product_leaves_suggestions_counts_shelves_and_its_page(
    served: Served,
) -> None:
    assert served.ask("DELETE", "/v1/products/c1", SERVER).status_code == 204
    served.runtime.refresh()
    typed = served.get("/v1/suggest", q="kamera")
    assert typed["products"] == []
    assert "Foto/Kameras" not in [one["value"] for one in typed["categories"]]
    assert served.get("/v1/search", q="kamera")["total"] == 0
    facets = served.get("/v1/search", q="", facets="brand")["facets"][0]["values"]
    assert {one["value"]: one["count"] for one in facets} == {"Adler": 1, "Falke & Sohn": 1}
    for placement in ("home", "basket", "product_alternatives", "recently_viewed"):
        path = f"/v1/recommendations/{placement}"
        body = served.get(path, product_id="c1", basket="c1:1", recent="c1")
        assert "c1" not in [hit["product_id"] for hit in body["hits"]], placement
    assert served.ask("GET", "/v1/products/c1").status_code == 404


def test_new_products_are_promised_for_a_time(served: Served) -> None:
    line = {"product_id": "n1", "title": "Neue Kamera", "price": "10.00"}
    answer = served.write("PUT", "/v1/products", SERVER, [line]).json()
    assert (answer["accepted"], answer["new"]) == (1, 1)
    assert "searchable_within_seconds" in answer
