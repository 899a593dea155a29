"""Does the merchandiser's question get its answer over HTTP, and nobody else's?"""

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

MERCHANDISER = KeyClass.MERCHANDISER


def test_a_product_is_explained_in_the_language_asked_for(read_only: Served) -> None:
    asked = {"q": "kamera", "product_id": "s1"}
    told = read_only.get("/v1/explain", MERCHANDISER, **asked)
    assert told["missing"]["words"] == ["kamera"]
    assert told["missing"]["sentence"] == "das Produkt hat nichts, was zu kamera passt"
    english = read_only.get("/v1/explain", MERCHANDISER, **asked, language="en")
    assert english["missing"]["sentence"] == "the product has nothing that fits kamera"


def test_points_add_up_over_http(read_only: Served) -> None:
    told = read_only.get("/v1/explain", MERCHANDISER, q="kamera", product_id="c1")
    assert (told["position"], told["missing"]) == (1, None)
    assert sum(one["points"] for one in told["points"]) == told["score"]


def test_without_a_product_the_parameter_is_named(read_only: Served) -> None:
    answer = read_only.ask("GET", "/v1/explain", MERCHANDISER, params={"q": "kamera"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["place"] == "product_id"


def test_a_tile_of_a_shelf_is_explained_with_the_page_it_is_on(read_only: Served) -> None:
    asked = {"placement": "product_alternatives", "page_product_id": "c1"}
    told = read_only.get("/v1/explain", MERCHANDISER, product_id="c1", **asked)
    assert told["missing"]["code"] == "on_the_page"
    shelf = read_only.get("/v1/recommendations/product_alternatives", product_id="c1")
    first = shelf["hits"][0]["product_id"]
    told = read_only.get("/v1/explain", MERCHANDISER, product_id=first, **asked)
    assert (told["position"], told["missing"]) == (1, None)
    assert told["recommender"] == shelf["hits"][0]["recommender"]


def test_a_shelf_and_a_search_are_not_explained_at_once(read_only: Served) -> None:
    asked = {"placement": "home", "q": "kamera", "product_id": "c1"}
    answer = read_only.ask("GET", "/v1/explain", MERCHANDISER, params=asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["place"] == "placement"


def test_a_suggestion_is_explained_by_what_was_typed(read_only: Served) -> None:
    shown = read_only.get("/v1/suggest", MERCHANDISER, q="kam", explain="true")["products"]
    asked = {"placement": "suggest", "q": "kam", "product_id": shown[0]["product_id"]}
    told = read_only.get("/v1/explain", MERCHANDISER, **asked)
    assert (told["position"], told["missing"]) == (1, None)
    assert told["points"] == shown[0]["points"]
    assert "points" not in read_only.get("/v1/suggest", q="kam", explain="true")["products"][0]
