"""Do searches, suggestions, shelves and product pages keep the contract?"""

import re
from datetime import UTC, datetime

import pytest

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

READS = [
    "/v1/search?q=laufschuh",
    "/v1/suggest?q=lauf",
    "/v1/recommendations/home",
    "/v1/products/s1",
]
EVERYBODYS = READS[:3]


def test_a_search_answers_in_the_shape_of_the_contract(read_only: Served) -> None:
    body = read_only.get("/v1/search", q="laufschuhe", per_page=1)
    assert body.keys() >= {
        "answer_id",
        "snapshot_id",
        "total",
        "page",
        "per_page",
        "interpretation",
        "redirect",
        "banners",
        "breadcrumbs",
        "content",
        "level",
        "hits",
        "facets",
    }
    assert (body["total"], len(body["hits"])) == (2, 1)
    assert body["hits"][0]["position"] == 1
    assert body["hits"][0]["currency"] == "EUR"


def test_every_hit_carries_a_token_that_proves_it(read_only: Served) -> None:
    body = read_only.get("/v1/search", q="laufschuhe")
    tokens = read_only.client.app.state.edge.tokens  # type: ignore[attr-defined]  # FastAPI's own
    now = datetime.now(UTC).timestamp()
    for hit in body["hits"]:
        shown = tokens.verify(hit["token"], now)
        assert (shown.product_id, shown.position) == (hit["product_id"], hit["position"])
        assert shown.placement == "search"
        assert f"{shown.answer:016x}" == body["answer_id"]


@pytest.mark.parametrize("path", EVERYBODYS)
def test_an_anonymous_answer_is_known_by_its_etag(read_only: Served, path: str) -> None:
    first = read_only.ask("GET", path)
    assert "private" in first.headers["cache-control"]
    again = read_only.ask("GET", path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("path", EVERYBODYS)
def test_two_answers_have_two_ids_and_one_etag(read_only: Served, path: str) -> None:
    first, second = read_only.ask("GET", path), read_only.ask("GET", path)
    assert first.json()["answer_id"] != second.json()["answer_id"]
    assert first.headers["etag"] == second.headers["etag"]


@pytest.mark.parametrize(
    "who",
    [
        {"visitor_id": "v1", "consent": "personalization"},
        {"session_id": "s", "consent": "statistics"},
        {"recent": "s1"},
        {"basket": "c1:2"},
    ],
)
def test_an_answer_for_a_person_is_kept_nowhere(read_only: Served, who: dict[str, str]) -> None:
    answer = read_only.ask("GET", "/v1/search", params={"q": "adler", **who})
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize("headers", [{}, {"DNT": "1"}, {"Sec-GPC": "1"}])
def test_without_consent_nobody_is_anybody(read_only: Served, headers: dict[str, str]) -> None:
    params = {"q": "adler", "visitor_id": "v1", "session_id": "s"}
    if headers:
        params["consent"] = "personalization"
    answer = read_only.ask("GET", "/v1/search", params=params, headers=headers)
    assert "etag" in answer.headers


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/v1/search?page=0", "page"),
        ("/v1/search?per_page=101", "per_page"),
        ("/v1/search?page=500&per_page=100", "page"),
        ("/v1/search?sort=cheapest", "sort"),
        ("/v1/search?filter=brand", "filter"),
        ("/v1/search?filter=price:a..b", "filter"),
        ("/v1/search?consent=yes", "consent"),
        ("/v1/search?language=klingon", "language"),
        ("/v1/search?filter=price:50..10", "filter"),
        ("/v1/search?filter=sale:maybe", "filter"),
        ("/v1/search?q=schuh&q=jacke", "q"),
        ("/v1/search?facet_query=brand", "facet_query"),
        ("/v1/search?page=1000000000", "page"),
        ("/v1/search?basket=s1:0", "basket"),
        ("/v1/search?basket=s1:-1", "basket"),
        ("/v1/search?customer_token=a.b.c", "customer_token"),
        ("/v1/search?recent=" + ",".join(["s1"] * 51), "recent"),
        ("/v1/search?" + "&".join(["filter=brand:Adler"] * 101), "filter"),
        ("/v1/suggest?limit=21", "limit"),
        ("/v1/suggest?query=lauf", "query"),
        ("/v1/recommendations/home?limit=x", "limit"),
        ("/v1/products/s1?lang=de", "lang"),
    ],
)
def test_a_fault_is_named_with_its_place(read_only: Served, path: str, place: str) -> None:
    answer = read_only.ask("GET", path)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["place"] == place


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/v1/search?filter=flavour:sweet", "flavour"),
        ("/v1/search?facets=brand,flavour", "flavour"),
        ("/v1/search?facet_query=flavour:sw", "flavour"),
        ("/v1/recommendations/attic", "attic"),
        ("/v1/products/nothing", "nothing"),
    ],
)
def test_what_does_not_exist_is_named(read_only: Served, path: str, named: str) -> None:
    answer = read_only.ask("GET", path)
    assert answer.status_code == 404
    assert named in answer.json()["detail"]


def test_only_a_merchandiser_sees_numbers(read_only: Served) -> None:
    params = {"q": "laufschuhe", "explain": "true"}
    public = read_only.get("/v1/search", **params)["hits"][0]
    staff = read_only.get("/v1/search", KeyClass.MERCHANDISER, **params)["hits"][0]
    assert "points" not in public
    assert "points" in staff


def test_several_placements_show_no_product_twice(read_only: Served) -> None:
    asked = {"placements": [{"placement": "home", "limit": 2}, {"placement": "category"}]}
    answer = read_only.ask("POST", "/v1/recommendations", json=asked)
    assert answer.status_code == 200, answer.text
    shown = [hit["product_id"] for one in answer.json()["placements"] for hit in one["hits"]]
    assert shown
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"placements":[]}', b'{"placements":[{"placement":1}]}']
)
def test_a_body_of_another_form_is_a_400(read_only: Served, body: bytes) -> None:
    assert read_only.ask("POST", "/v1/recommendations", content=body).status_code == 400


def test_nobody_asks_for_more_shelves_than_one_page_can_show(read_only: Served) -> None:
    greedy = {"placements": [{"placement": "home", "limit": 100}] * 3}
    answer = read_only.ask("POST", "/v1/recommendations", json=greedy)
    assert answer.status_code == 400
    fault = answer.json()["errors"][0]
    assert "placements" in fault["place"]
    assert "200" in fault["detail"]


@pytest.mark.parametrize("path", EVERYBODYS)
def test_an_empty_shop_answers_with_empty_lists(empty: Served, path: str) -> None:
    body = empty.get(path)
    assert not body.get("hits")
    assert not body.get("products")


def test_the_one_document_describes_every_route(read_only: Served) -> None:
    document = read_only.client.get("/openapi.json").json()
    assert document["paths"].keys() >= {
        "/v1/search",
        "/v1/suggest",
        "/v1/recommendations",
        "/v1/recommendations/{placement}",
        "/v1/products",
        "/v1/products/{product_id}",
        "/v1/events",
        "/v1/rules/{entry_id}",
        "/v1/segments",
        "/v1/shop",
        "/v1/visitors/{person_id}",
        "/healthz",
        "/readyz",
        "/metrics",
    }


@pytest.mark.parametrize("path", ["/docs", "/docs/errors"])
def test_the_documents_need_nothing_from_anywhere(read_only: Served, path: str) -> None:
    page = read_only.client.get(path)
    assert page.status_code == 200
    assert not re.search(r"(src|href)=['\"]?(https?:)?//", page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_widgets_load_from_pages_of_every_origin(read_only: Served) -> None:
    answer = read_only.client.get(
        "/widgets/tresen.js", headers={"Origin": "https://shop.example"}
    )
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "javascript" in answer.headers["content-type"]
    again = read_only.client.get(
        "/widgets/tresen.js", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304
    assert read_only.client.get("/widgets/README.md").status_code == 404


def test_the_service_says_how_it_is(read_only: Served) -> None:
    assert read_only.client.get("/healthz").json() == {"status": "ok"}
    ready = read_only.client.get("/readyz").json()
    assert ready["status"] == "ready"
    parts = ("engine", "snapshot", "refresh", "database", "events")
    assert ready["components"] == dict.fromkeys(parts, "ok")
    assert read_only.client.get("/metrics").status_code == 401
    metrics = read_only.ask("GET", "/metrics", KeyClass.PRIVATE).text
    assert "tresen_feed_products 4.0" in metrics
