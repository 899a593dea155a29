"""Does an answer that had to wait go without something, say so, and stay true?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from service.door.auth import KeyClass
from service.door.pace import WITHOUT, Pacing
from service.door.patience import ARRIVED
from tests.service.api.conftest import Served

PERSON = {"visitor_id": "v-1", "session_id": "s-1", "consent": "personalization"}
READS = ("/v1/search", "/v1/suggest", "/v1/recommendations/home")
SERVER, MERCHANDISER = KeyClass.PRIVATE, KeyClass.MERCHANDISER
LATE = {1: 0.3, 2: 0.6, 3: 0.8}
"""Shares of the time to wait after which something more is left out."""


@contextmanager
def queueing(served: Served, share: float) -> Iterator[None]:
    """Let every request have waited for a share of the time there is."""
    app: ASGIApp = served.client.app
    pacing: Pacing = served.client.app.state.edge.pacing  # type: ignore[attr-defined]  # a FastAPI application

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            pacing.is_too_late(time.monotonic())  # somebody had no need to wait: nothing stands
            scope["state"] = {ARRIVED: time.monotonic() - share * pacing.seconds}
        await app(scope, receive, send)

    transport: Any = served.client._transport  # noqa: SLF001 - the client's own way to the application
    transport.app = late
    try:
        yield
    finally:
        transport.app = app


@pytest.mark.parametrize("path", READS)
def test_an_answer_without_haste_lacks_nothing(read_only: Served, path: str) -> None:
    assert "degraded" not in read_only.get(path, **PERSON)


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("step", LATE)
def test_the_longer_it_has_waited_the_more_an_answer_goes_without(
    read_only: Served, path: str, step: int
) -> None:
    with queueing(read_only, LATE[step]):
        answer = read_only.get(path, **PERSON)
    assert answer["degraded"] == list(WITHOUT[:step])
    assert answer["level"] in {"base", "pre"}


def test_without_a_learned_order_results_stand_by_their_match(read_only: Served) -> None:
    with queueing(read_only, LATE[2]):
        assert read_only.get("/v1/search", q="schuhe", **PERSON)["level"] == "base"


def test_several_placements_go_without_it_alike(read_only: Served) -> None:
    asked = {"placements": [{"placement": "home"}, {"placement": "trending"}]}
    with queueing(read_only, LATE[2]):
        answer = read_only.ask("POST", "/v1/recommendations", json=asked).json()
    assert [one["degraded"] for one in answer["placements"]] == [list(WITHOUT[:2])] * 2


def test_whoever_has_waited_for_too_long_is_asked_to_come_back(read_only: Served) -> None:
    with queueing(read_only, 1.01):
        for method, path in (("GET", "/v1/search"), ("POST", "/v1/events")):
            answer = read_only.ask(method, path)
            assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
            assert int(answer.headers["retry-after"]) >= 1
        assert read_only.client.get("/healthz").status_code == 200
        assert read_only.ask("GET", "/metrics", SERVER).status_code == 200


def test_what_was_answered_in_haste_is_remembered_with_tokens_of_its_own(
    read_only: Served,
) -> None:
    with queueing(read_only, LATE[3]):
        first = read_only.get("/v1/search", q="schuhe", visitor_id="v-1")
        again = read_only.get("/v1/search", q="schuhe", visitor_id="v-2")
    told = [[hit["product_id"] for hit in one["hits"]] for one in (first, again)]
    assert told[0] == told[1] != []
    assert first["answer_id"] != again["answer_id"]
    assert first["hits"][0]["token"] != again["hits"][0]["token"]


def test_what_is_remembered_for_staff_is_not_told_to_others(read_only: Served) -> None:
    asked = {"q": "schuhe", "explain": "true"}
    with queueing(read_only, LATE[3]):
        inside = read_only.get("/v1/search", MERCHANDISER, **asked)
        outside = read_only.get("/v1/search", **asked)
    assert "points" in inside["hits"][0]
    assert "points" not in outside["hits"][0]


def test_what_is_in_the_basket_is_not_recommended_in_haste_either(read_only: Served) -> None:
    with queueing(read_only, LATE[3]):
        shelf = read_only.get("/v1/recommendations/home")
        taken = shelf["hits"][0]["product_id"]
        other = read_only.get("/v1/recommendations/home", basket=taken)
    assert taken not in {hit["product_id"] for hit in other["hits"]}


def test_a_price_that_has_changed_is_never_remembered(served: Served) -> None:
    with queueing(served, LATE[3]):
        hit = served.get("/v1/search", q="schuhe")["hits"][0]
        product_id = (hit["variant"] or hit)["product_id"]
        patch = [{"product_id": product_id, "price": "1.23"}]
        assert served.write("PATCH", "/v1/products", SERVER, patch).status_code == 200
        prices = {one["price"] for one in served.get("/v1/search", q="schuhe")["hits"]}
    assert "1.23" in prices


def test_pins_and_hidden_products_hold_in_haste(served: Served) -> None:
    first, second, *_ = served.get("/v1/search", q="schuhe")["hits"]
    rule = {
        "name": "both",
        "when": {"query": "schuhe"},
        "then": [
            {"pin": {"product_id": second["product_id"], "position": 1}},
            {"hide": {"product_id": first["product_id"]}},
        ],
    }
    assert served.write("POST", "/v1/rules", MERCHANDISER, rule).status_code == 201
    with queueing(served, LATE[2]):
        ids = [hit["product_id"] for hit in served.get("/v1/search", q="schuhe")["hits"]]
    assert ids[0] == second["product_id"]
    assert first["product_id"] not in ids


def test_metrics_count_what_answers_went_without(read_only: Served) -> None:
    with queueing(read_only, LATE[1]):
        read_only.get("/v1/search")
    text = read_only.ask("GET", "/metrics", SERVER).text
    counted = [line for line in text.splitlines() if "fallback" in line and line[0] != "#"]
    assert any("one_to_one" in line and float(line.split()[-1]) >= 1 for line in counted)
