"""The counter passes questions on, in front of a service small enough to see through."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from demo.counter import Counter

KEY = "mk_only_for_the_server"


async def tell(request: Request) -> Response:
    """Tell what arrived."""
    return JSONResponse(
        {
            "path": request.url.path,
            "query": dict(request.query_params),
            "by": request.headers.get("authorization"),
            "origin": request.headers.get("origin"),
            "body": (await request.body()).decode(),
        }
    )


@pytest.fixture
def settings() -> dict[str, Any]:
    """Give what the service keeps of the shop's settings."""
    return {"id": "shop", "version": 1, "author": "x", "free_shipping_from": "79.00"}


@pytest.fixture
def shop(settings: dict[str, Any]) -> TestClient:
    async def kept(request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {KEY}":
            return JSONResponse({}, 401)
        shown = dict(settings)
        if request.method == "PUT":
            if request.headers["if-match"] != f'"{settings["version"]}"':
                return JSONResponse({"code": "version_conflict"}, 412)
            settings.update(await request.json())
        settings["version"] += settings.pop("meanwhile", 0)
        return JSONResponse(shown)

    routes = [
        Route("/v1/shop", kept, methods=["GET", "PUT"]),
        Route("/v1/search", tell),
        Route("/v1/recommendations/{placement}", tell),
        Route("/v1/events", tell, methods=["POST"]),
        Route("/v1/rules", tell),
        *Counter(KEY).routes(),
    ]
    return TestClient(Starlette(routes=routes))


@pytest.mark.parametrize("path", ["/v1/search", "/v1/recommendations/home"])
def test_lists_are_asked_for_as_staff_and_with_their_reasons(
    shop: TestClient, path: str
) -> None:
    heard = shop.get(f"/counter{path}?key=pk_page&q=a+b&explain=false").json()
    assert heard["path"] == path
    assert heard["by"] == f"Bearer {KEY}"
    assert heard["query"] == {"q": "a b", "explain": "true"}


def test_other_questions_keep_the_key_they_came_with(shop: TestClient) -> None:
    rules = shop.get("/counter/v1/rules", headers={"Authorization": "Bearer pk_page"}).json()
    assert rules["by"] == "Bearer pk_page"
    told = shop.post("/counter/v1/events?key=pk_page", content="[1]").json()
    assert (told["body"], told["by"], told["query"]) == ("[1]", None, {"key": "pk_page"})


def test_another_sites_page_cannot_make_the_counter_readable(shop: TestClient) -> None:
    answer = shop.get("/counter/v1/search", headers={"Origin": "https://evil.example"})
    assert answer.json()["origin"] is None
    assert "access-control-allow-origin" not in answer.headers


def test_the_ladder_reaches_as_far_as_was_turned_and_all_else_stays(
    shop: TestClient, settings: dict[str, Any]
) -> None:
    assert shop.get("/counter/level").json() == {"default": "one_to_one"}
    assert shop.put("/counter/level?level=pre&touch_point=search").status_code == 200
    assert shop.put("/counter/level?level=segment").status_code == 200
    assert settings["free_shipping_from"] == "79.00"
    assert settings["ladder"]["search"] == {
        "pre": {"on": True},
        "segment": {"on": False},
        "one_to_one": {"on": False},
    }
    assert shop.get("/counter/level").json() == {"default": "segment", "search": "pre"}


def test_who_changes_the_settings_meanwhile_is_not_overwritten(
    shop: TestClient, settings: dict[str, Any]
) -> None:
    settings["meanwhile"] = 1
    assert shop.put("/counter/level?level=pre").status_code == 412
    assert "ladder" not in settings


def test_a_level_nobody_knows_is_refused(shop: TestClient, settings: dict[str, Any]) -> None:
    assert shop.put("/counter/level?level=highest").status_code == 400
    assert "ladder" not in settings
