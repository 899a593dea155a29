"""Do front-ends made for Algolia get the same answers as ours, by the same rules?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from knowledge_base.storage.tables import events
from service.api.algolia import MOST_REQUESTS
from service.door.auth import KeyClass
from service.settings import load_settings
from tests.service.api.conftest import Served, fill, serve

QUERIES = "/algolia/1/indexes/*/queries"
EVENTS = "/algolia/1/events"
CLICK, PURCHASE, ADD, IMPRESSION, VIEW, FILTER = 3, 14, 9, 2, 4, 6


def send(served: Served, path: str, body: Any, **params: str) -> Response:
    key = served.keys[KeyClass.PUBLIC]
    return served.client.post(path, json=body, params={"x-algolia-api-key": key, **params})


def asked(served: Served, *requests: dict[str, Any], **params: str) -> Any:
    several = [{"indexName": "products", **one} for one in requests]
    answer = send(served, QUERIES, {"requests": several}, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def ids(result: Any) -> list[str]:
    return [hit["objectID"] for hit in result["hits"]]


def stored(served: Served) -> list[dict[str, Any]]:
    with served.runtime.database.read() as connection:
        rows = connection.execute(select(events).order_by(events.c.seq)).mappings()
        return [dict(row) for row in rows]


def told(served: Served, *given: dict[str, Any], **params: str) -> Response:
    several = [{"eventName": "x", "index": "products", **one} for one in given]
    return send(served, EVENTS, {"events": several}, **params)


@pytest.mark.parametrize("query", ["", "schuhe", "adler", "quietsch"])
def test_hits_and_their_order_are_those_of_our_own_search(
    read_only: Served, query: str
) -> None:
    ours = read_only.get("/v1/search", q=query)
    (theirs,) = asked(read_only, {"query": query})
    assert ids(theirs) == [hit["product_id"] for hit in ours["hits"]]
    assert theirs["nbHits"] == ours["total"]


def test_the_ending_of_an_indexs_name_is_the_order(read_only: Served) -> None:
    up, down = asked(
        read_only, {"indexName": "shop_price_asc"}, {"indexName": "shop_price_desc"}
    )
    assert [hit["price"] for hit in up["hits"]] == [
        hit["price"] for hit in reversed(down["hits"])
    ]


def test_pages_count_from_nothing(read_only: Served) -> None:
    first, second = asked(read_only, *({"page": page, "hitsPerPage": 1} for page in (0, 1)))
    assert (first["page"], first["nbPages"], first["hits"][0]["position"]) == (0, 3, 1)
    assert second["hits"][0]["position"] == 2


def test_a_count_beside_is_the_hits_after_a_click(read_only: Served) -> None:
    main, beside = asked(
        read_only,
        {"facetFilters": [["brand:Adler"]], "facets": ["brand", "size"]},
        {"hitsPerPage": 0, "analytics": False, "facets": "brand"},
    )
    assert main["facets"]["size"] == {"42": 1, "43": 1}
    assert beside["hits"] == []
    for brand, count in beside["facets"]["brand"].items():
        (after,) = asked(read_only, {"facetFilters": [[f"brand:{brand}"]]})
        assert after["nbHits"] == count


def test_levels_of_the_tree_are_facets_of_their_own(read_only: Served) -> None:
    (result,) = asked(
        read_only,
        {
            "facets": ["categories.lvl0", "categories.lvl1", "nothing"],
            "facetFilters": ["categories.lvl0:Mode"],
        },
    )
    assert result["facets"]["categories.lvl1"]["Mode > Schuhe"] == 2
    assert "nothing" not in result["facets"]
    assert set(ids(result)) == {"s1", "s2"}


def test_numbers_have_a_span_and_the_useful_facets_an_order(read_only: Served) -> None:
    (result,) = asked(read_only, {"facets": ["*"]})
    order = result["renderingContent"]["facetOrdering"]["facets"]["order"]
    ours = [one["name"] for one in read_only.get("/v1/search")["facets"]]
    assert [one for one in order if ".lvl" not in one] == [
        one for one in ours if one != "category"
    ]
    assert result["facets_stats"]["price"] == {"min": 79.95, "max": 499.0}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<em>", "</em>", "<em>Falke</em> &amp; Sohn"),
        (
            "__ais-highlight__",
            "__/ais-highlight__",
            "__ais-highlight__Falke__/ais-highlight__ & Sohn",
        ),
    ],
)
def test_texts_are_escaped_for_whoever_asks_for_markup(
    read_only: Served, before: str, after: str, expected: str
) -> None:
    request = {"query": "falke", "highlightPreTag": before, "highlightPostTag": after}
    (result,) = asked(read_only, request)
    assert result["hits"][0]["_highlightResult"]["brand"]["value"] == expected


def test_values_of_a_facet_can_be_searched_for(read_only: Served) -> None:
    body = {"facetQuery": "FAL", "highlightPreTag": "[", "highlightPostTag": "]"}
    alone = send(read_only, "/algolia/1/indexes/p/facets/brand/query", body).json()
    (among,) = asked(read_only, {"type": "facet", "facet": "brand", **body})
    expected = [{"value": "Falke & Sohn", "highlighted": "[Fal]ke & Sohn", "count": 1}]
    assert alone["facetHits"] == among["facetHits"] == expected


def test_recommendations_are_those_of_the_placement(read_only: Served) -> None:
    request = {"model": "related-products", "objectID": "s1", "maxRecommendations": 3}
    body = {"requests": [{"indexName": "p", **request}]}
    answer = send(read_only, "/algolia/1/indexes/*/recommendations", body).json()
    ours = read_only.get("/v1/recommendations/product_alternatives", product_id="s1", limit="3")
    assert ids(answer["results"][0]) == [hit["product_id"] for hit in ours["hits"]]


def test_a_product_that_is_null_is_left_out_and_a_list_is_none(read_only: Served) -> None:
    shelf, path = {"model": "trending-items"}, "/algolia/1/indexes/*/recommendations"
    without, with_null = (
        send(read_only, path, {"requests": [{**shelf, **more}]}).json()["results"][0]
        for more in ({}, {"objectID": None})
    )
    assert ids(with_null) == ids(without)
    wrong = send(read_only, path, {"requests": [{**shelf, "objectID": []}]})
    assert wrong.status_code == 400


def test_what_nobody_may_see_is_nowhere(served: Served) -> None:
    rule = {"name": "r", "when": {"match": "any"}, "then": [{"hide": {"product_id": "s1"}}]}
    assert served.write("POST", "/v1/rules", KeyClass.MERCHANDISER, rule).status_code == 201
    (result,) = asked(served, {"query": "adler", "facets": ["colour"]})
    assert "s1" not in ids(result)
    assert "rot" not in result["facets"].get("colour", {})


REFUSED = [
    {"hitsPerPage": 101},
    {"hitsPerPage": "many"},
    {"page": 9_999},
    {"page": -1},
    {"query": 5},
    {"facets": [1]},
    {"facetFilters": [["nothing:x"]]},
    {"filters": "NOT brand:Adler"},
    {"tagFilters": ["x"]},
    {"aroundLatLng": "52.5,13.4"},
    {"clickAnalytics": "perhaps"},
    {"type": "facet"},
    7,
]


@pytest.mark.parametrize("request_", REFUSED, ids=str)
def test_what_is_wrong_is_told_in_their_shape(read_only: Served, request_: Any) -> None:
    answer = send(read_only, QUERIES, {"requests": [request_]})
    assert answer.status_code in {400, 404}
    assert answer.headers["content-type"] == "application/json"
    assert answer.json().keys() == {"message", "status"}
    assert answer.json()["status"] == answer.status_code


def test_no_body_asks_for_more_than_its_share(read_only: Served) -> None:
    several: list[list[dict[str, int]]] = [
        [{}] * (MOST_REQUESTS + 1),
        [{"hitsPerPage": 100}] * 3,
    ]
    for requests in several:
        assert send(read_only, QUERIES, {"requests": requests}).status_code == 400


@pytest.mark.parametrize("name", ["x-algolia-api-key", "X-Algolia-API-Key"])
def test_the_key_comes_in_a_header_or_if_public_in_the_address(
    read_only: Served, name: str
) -> None:
    post = read_only.client.post
    body: dict[str, list[Any]] = {"requests": []}
    for who, in_address in ((KeyClass.PUBLIC, 200), (KeyClass.PRIVATE, 401)):
        key = read_only.keys[who]
        assert post(QUERIES, json=body, headers={name: key}).status_code == 200
        assert post(QUERIES, json=body, params={name: key}).status_code == in_address
    wrong = post(QUERIES, json=body, headers={name: "pk_wrong"})
    assert (wrong.status_code, wrong.json()["status"]) == (401, 401)


def test_a_private_key_from_a_web_page_is_refused(read_only: Served) -> None:
    key = read_only.keys[KeyClass.PRIVATE]
    headers = {"x-algolia-api-key": key, "origin": "https://shop.example"}
    answer = read_only.client.post(QUERIES, json={"requests": []}, headers=headers)
    assert answer.status_code == 403


def test_a_browser_may_send_their_headers(read_only: Served) -> None:
    headers = {
        "origin": "https://shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-algolia-api-key,x-algolia-application-id",
    }
    answer = read_only.client.options(QUERIES, headers=headers)
    assert answer.status_code == 204
    assert "x-algolia-application-id" in answer.headers["access-control-allow-headers"]


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[Served]:
    """Serve with a limit of two requests a second."""
    settings = load_settings(data_dir=tmp_path, public_rate=2, server_rate=0, poll_seconds=30)
    fill(settings)
    yield from serve(settings)


def test_searches_count_against_the_rate_however_they_are_packed(hurried: Served) -> None:
    many = {"requests": [{"hitsPerPage": 1}] * 7}
    beside = {"requests": [{"hitsPerPage": 1}, *[{"hitsPerPage": 0}] * 6]}
    assert send(hurried, QUERIES, beside).status_code == 200
    slow = send(hurried, QUERIES, many)
    assert (slow.status_code, slow.json()["status"]) == (429, 429)
    assert int(slow.headers["retry-after"]) >= 1


def test_searching_writes_nothing(served: Served) -> None:
    asked(served, {"query": "schuhe", "userToken": "v1"}, consent="personalization")
    assert stored(served) == []


def clicked(served: Served, **more: Any) -> dict[str, Any]:
    (result,) = asked(served, {"query": "schuhe", "clickAnalytics": True})
    second = result["hits"][1]["objectID"]
    return {
        "eventType": "click",
        "objectIDs": [second],
        "positions": [99],
        "queryID": result["queryID"],
        "userToken": "v1",
        "timestamp": int(datetime.now(UTC).timestamp() * 1000),
        **more,
    }


def test_a_click_is_proved_by_the_query_id_whatever_position_it_claims(served: Served) -> None:
    click = clicked(served)
    assert told(served, click).json() == {"status": 200, "message": "OK"}
    (one,) = stored(served)
    assert (one["type"], one["position"], one["trust"]) == (CLICK, 2, 1)
    assert (one["query"], one["placement"]) == ("schuhe", "search")
    assert one["product_id"] == click["objectIDs"][0]


def test_a_click_says_how_well_its_hit_matched_where_matches_differ(served: Served) -> None:
    (result,) = asked(served, {"query": "laufschuh", "clickAnalytics": True})
    first = result["hits"][0]["objectID"]
    told(served, clicked(served, objectIDs=[first], queryID=result["queryID"]))
    assert stored(served)[0]["match_grade"] is not None


def test_the_same_event_sent_again_is_stored_once(served: Served) -> None:
    click = clicked(served)
    for _ in range(2):
        assert told(served, click).status_code == 200
    assert len(stored(served)) == 1


def test_a_query_id_proves_nothing_of_what_was_not_shown(served: Served) -> None:
    told(served, clicked(served, objectIDs=["c1"]), clicked(served, queryID="0" * 32))
    assert [(one["trust"], one["position"]) for one in stored(served)] == [(0, None)] * 2


@pytest.mark.parametrize(
    ("consent", "visitor", "session"),
    [("", None, None), ("statistics", None, "s"), ("personalization", "v1", "s")],
)
def test_a_user_token_is_a_visitor_only_with_consent(
    served: Served, consent: str, visitor: str | None, session: str | None
) -> None:
    told(served, clicked(served), session_id="s", consent=consent)
    (one,) = stored(served)
    assert (one["visitor_id"], one["session_id"]) == (visitor, session)


def test_a_browser_that_refuses_is_never_known(served: Served) -> None:
    key = served.keys[KeyClass.PUBLIC]
    served.client.post(
        EVENTS,
        json={"events": [clicked(served)]},
        params={"x-algolia-api-key": key, "consent": "personalization"},
        headers={"sec-gpc": "1"},
    )
    assert [one["visitor_id"] for one in stored(served)] == [None]


def test_what_was_bought_comes_with_price_and_number(served: Served) -> None:
    data = [{"price": 79.95, "quantity": 2}, {"price": "12.00", "quantity": 1}]
    bought = {"eventType": "conversion", "objectIDs": ["s1", "b1"], "objectData": data}
    told(
        served, {**bought, "eventSubtype": "purchase"}, {**bought, "eventSubtype": "addToCart"}
    )
    assert [(one["type"], one["price_cents"], one["quantity"]) for one in stored(served)] == [
        (PURCHASE, 7995, 2),
        (PURCHASE, 1200, 1),
        (ADD, 7995, 2),
        (ADD, 1200, 1),
    ]


def test_hits_seen_in_a_list_are_no_views_of_a_product(served: Served) -> None:
    view = {"eventType": "view", "objectIDs": ["s1"]}
    told(served, {**view, "eventName": "Hits Viewed"}, view)
    assert [one["type"] for one in stored(served)] == [IMPRESSION, VIEW]


def test_a_filter_applied_is_stored(served: Served) -> None:
    told(served, {"eventType": "click", "filters": ["brand%3AFalke%20%26%20Sohn"]})
    (one,) = stored(served)
    assert (one["type"], one["detail"]) == (FILTER, '{"filters":{"brand":["Falke & Sohn"]}}')


def test_good_events_are_stored_beside_bad_ones_which_are_named(served: Served) -> None:
    answer = told(served, clicked(served), {"eventType": "dance", "objectIDs": ["s1"]})
    assert (answer.status_code, answer.json()["status"]) == (422, 422)
    assert "dance" in answer.json()["message"]
    assert len(stored(served)) == 1


def test_what_a_library_tells_of_itself_is_passed_over(served: Served) -> None:
    assert told(served, {"eventType": "instantsearch"}).status_code == 200
    assert stored(served) == []


def test_a_clock_that_is_ahead_costs_no_event(served: Served) -> None:
    ahead = int(datetime.now(UTC).timestamp() * 1000) + 3_600_000
    assert told(served, clicked(served, timestamp=ahead)).status_code == 200
    assert len(stored(served)) == 1


def test_a_clicked_hit_has_its_own_token_as_well(served: Served) -> None:
    (result,) = asked(served, {"query": "schuhe"})
    hit = result["hits"][0]
    event = {"event_id": "e", "type": "click", "product_id": hit["objectID"]}
    served.write("POST", "/v1/events", KeyClass.PUBLIC, [{**event, "token": hit["token"]}])
    assert [one["trust"] for one in stored(served)] == [1]
