"""Whatever is sent to the search, the answer is bounded or says clearly what is wrong."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

STRANGE = {
    "ten thousand letters": "laufschuh " * 1_000,
    "one long word": "x" * 10_000,
    "control characters": "lauf\x00schuh\x1b[31m\r\n\t",
    "from right to left": "\u202e\u05e9\u05dc\u05d5\u05dd\u202c laufschuh \u2066",
    "emoji": "👟👩\u200d👩\u200d👧 laufschuh",
    "query syntax": 'title:(laufschuh) AND NOT -"schuh"~3 ^2 [a TO b] {!x} * ? /re/',
    "sql": "'; DROP TABLE products; --",
    "markup": "<script>alert(1)</script>",
    "half a surrogate": "\ufffd laufschuh \ufeff",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_a_strange_query_gets_an_ordinary_answer(read_only: Served, text: str) -> None:
    body = read_only.get("/v1/search", q=text)
    assert len(body["interpretation"]["text"]) <= 500
    assert len(body["hits"]) <= 24
    assert body["total"] <= 4


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_letters_to_search_values_for_find_none_of_them(
    read_only: Served, text: str
) -> None:
    answer = read_only.ask("GET", "/v1/search", params={"facet_query": f"brand:{text}"})
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        brands = next(one for one in answer.json()["facets"] if one["name"] == "brand")
        assert brands["values"] == []


def test_a_hundred_filters_are_answered_and_a_thousand_refused(read_only: Served) -> None:
    brands = [("filter", f"brand:{number}") for number in range(99)]
    kept = read_only.ask("GET", "/v1/search", params=[("filter", "brand:Adler"), *brands])
    assert kept.json()["total"] == 2
    thousand = [("filter", f"price:{number}..") for number in range(1_000)]
    refused = read_only.ask("GET", "/v1/search", params=thousand)
    assert (refused.status_code, refused.json()["errors"][0]["place"]) == (400, "filter")


@pytest.mark.parametrize(
    ("page", "per_page", "status"),
    [
        ("1", "100", 200),
        ("100", "100", 200),
        ("101", "100", 400),
        ("10000", "1", 200),
        ("1000000000", "24", 400),
        ("9" * 400, "1", 400),
        ("1", "101", 400),
        ("-1", "24", 400),
    ],
)
def test_pages_reach_ten_thousand_hits_and_no_further(
    read_only: Served, page: str, per_page: str, status: int
) -> None:
    answer = read_only.ask("GET", "/v1/search", params={"page": page, "per_page": per_page})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/products", "PATCH, PUT"),
        ("/v1/products/s1", "DELETE, GET, HEAD"),
        ("/v1/rules", "GET, POST"),
    ],
)
def test_who_uses_a_wrong_method_is_told_all_right_ones(
    read_only: Served, path: str, methods: str
) -> None:
    answer = read_only.ask("OPTIONS", path, KeyClass.MERCHANDISER)
    assert (answer.status_code, answer.headers["Allow"]) == (405, methods)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.sampled_from(["q", "filter", "facets", "facet_query", "sort"]))
def test_no_text_in_any_parameter_is_more_than_a_bad_request(
    read_only: Served, text: str, name: str
) -> None:
    answer = read_only.ask("GET", "/v1/search", params={name: text.encode(errors="replace")})
    assert answer.status_code in (200, 400, 404)
