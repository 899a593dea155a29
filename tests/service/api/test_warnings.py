"""Is a merchandiser told at once which names in an entry stand for nothing?"""

from typing import Any

import pytest

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

MERCHANDISER = KeyClass.MERCHANDISER


def warnings(served: Served, path: str, body: Any) -> dict[str, str]:
    """Write an entry, and return the codes of its warnings by place."""
    answer = served.write("POST", path, MERCHANDISER, body)
    assert answer.status_code == 201, answer.text
    return {one["place"]: one["code"] for one in answer.json()["warnings"]}


def test_names_that_stand_for_nothing_are_warned_of_and_the_entry_is_kept(
    served: Served,
) -> None:
    then = [
        {"pin": {"product_id": "c1", "position": 1}},
        {"pin": {"product_id": "c9", "position": 2}},
        {"hide": {"filter": "brand:Adler"}},
        {"hide": {"filter": "brand:Spatz"}},
        {"boost": {"filter": "mount:E"}},
        {"filter": "price:10..20"},
        {"facets": ["size", "weight"]},
    ]
    when = {"category": "Foto/Kamera", "segment": "fans"}
    assert warnings(served, "/v1/rules", {"when": when, "then": then}) == {
        "/when/category": "unknown_category",
        "/when/segment": "unknown_segment",
        "/then/1/pin/product_id": "unknown_product_id",
        "/then/3/hide/filter": "unknown_filter",
        "/then/4/boost/filter": "unknown_filter",
        "/then/6/facets/1": "unknown_facet",
    }
    assert len(served.get("/v1/rules", MERCHANDISER)["rules"]) == 1


def test_what_is_known_is_not_warned_of(served: Served) -> None:
    when = {"category": "foto/kameras", "segment": "bargain", "language": "de"}
    then = [{"hide": {"product_id": "s1-b42"}}, {"filter": "colour:blue"}]
    assert warnings(served, "/v1/rules", {"when": when, "then": then}) == {}


def test_a_value_a_patch_brought_is_known(served: Served) -> None:
    prefer = {"condition": "views > 1", "prefer": [{"filter": "mount:E"}]}
    assert warnings(served, "/v1/segments", prefer) == {"/prefer/0/filter": "unknown_filter"}
    patch = [{"product_id": "c1", "attributes": {"mount": "E"}}]
    served.write("PATCH", "/v1/products", KeyClass.PRIVATE, patch)
    assert warnings(served, "/v1/segments", prefer) == {}


def test_a_compatibility_of_products_that_may_come_is_taken_with_a_warning(
    served: Served,
) -> None:
    entry = {"product": {"product_id": "charger"}, "with": {"product_id": "c1"}}
    assert warnings(served, "/v1/compatibility", entry) == {
        "/product/product_id": "unknown_product_id"
    }


def test_an_answer_can_be_written_back_with_its_warnings(served: Served) -> None:
    entry = {"product": {"product_id": "charger"}, "with": {"product_id": "c1"}}
    made = served.write("POST", "/v1/compatibility", MERCHANDISER, entry).json()
    path = f"/v1/compatibility/{made['id']}"
    again = served.write("PUT", path, MERCHANDISER, made)
    assert (again.status_code, again.json()["version"]) == (200, 2)


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        (
            "/v1/rules",
            {"when": {"language": "fr"}, "then": [{"filter": "brand:Adler"}]},
            "/when/language",
        ),
        (
            "/v1/synonyms",
            {"kind": "two_way", "words": ["a", "b"], "language": "fr"},
            "/language",
        ),
        ("/v1/content", {"title": "t", "url": "/t", "language": "fr"}, "/language"),
    ],
)
def test_what_is_written_in_a_language_nobody_is_answered_in_is_refused(
    served: Served, path: str, body: Any, place: str
) -> None:
    answer = served.write("POST", path, MERCHANDISER, body)
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["place"], fault["code"]) == (place, "unknown_language")
    assert "de, en" in fault["detail"]
