"""Does every request meet ids, limits and the door, whatever route is behind?"""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from knowledge_base.storage.keys import ApiKey
from service.door import errors
from service.door.access import Door
from service.door.auth import KeyClass, Keyring, digest_of, make_key
from service.door.cors import Cors
from service.door.middleware import BodyLimit, Envelope, Gate
from service.settings import Settings
from service.watching.telemetry import Telemetry

SHOP = "https://shop.example"
PEPPER = b"pepper"
KEYS = {one: make_key(one) for one in KeyClass}
KEPT = [
    ApiKey(key_id, one, one.value, digest_of(key, PEPPER), (SHOP,) if one == "public" else ())
    for one, (key_id, key) in KEYS.items()
]


def bearer(key_class: KeyClass) -> dict[str, str]:
    """Write the header of a caller."""
    return {"Authorization": f"Bearer {KEYS[key_class][1]}"}


async def echo(request: Request) -> Response:
    """Answer with the length of the body."""
    return PlainTextResponse(str(len(await request.body())))


async def no_body() -> Message:
    """Bring a request that has no body."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def stumble(_request: Request) -> Response:
    """Fail in a way nobody expected."""
    raise ZeroDivisionError("a secret: 42")


@pytest.fixture
def telemetry() -> Telemetry:
    """Count afresh."""
    return Telemetry()


@pytest.fixture
def client(telemetry: Telemetry) -> Iterator[TestClient]:
    """Put the middleware around a few plain routes."""
    settings = Settings(max_body=1_000, public_rate=10)
    door = Door(Keyring(PEPPER, KEPT), settings)
    paths = ["/healthz", "/v1/search", "/v1/products", "/v1/rules", "/v1/events"]
    app = FastAPI(
        routes=[
            *(Route(path, echo, methods=["GET", "POST", "PUT"]) for path in paths),
            Route("/v1/suggest", stumble),
        ],
        middleware=[
            Middleware(Envelope, telemetry=telemetry),
            Middleware(Cors, door=door),
            Middleware(BodyLimit, limit=settings.max_body),
            Middleware(Gate, door=door),
        ],
    )
    errors.install(app)
    with TestClient(app) as client:
        yield client


def test_without_a_key_nobody_gets_in(client: TestClient) -> None:
    answer = client.get("/v1/search")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorized"


def test_an_address_that_does_not_exist_says_so_only_to_those_with_a_key(
    client: TestClient,
) -> None:
    assert client.get("/v1/nothing").status_code == 401
    assert client.get("/v1/nothing", headers=bearer(KeyClass.PUBLIC)).status_code == 404


def test_health_is_open(client: TestClient) -> None:
    assert client.get("/healthz").status_code == 200


def test_a_browser_may_put_its_key_into_the_address_of_a_read(client: TestClient) -> None:
    key = KEYS[KeyClass.PUBLIC][1]
    assert client.get("/v1/search", params={"key": key}).status_code == 200
    assert client.put("/v1/products", params={"key": key}).status_code == 401


@pytest.mark.parametrize("who", [KeyClass.PRIVATE, KeyClass.MERCHANDISER])
def test_a_secret_key_has_no_place_in_an_address(client: TestClient, who: KeyClass) -> None:
    assert client.get("/v1/search", params={"key": KEYS[who][1]}).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/search", {"public", "private", "merchandiser"}),
        ("PUT", "/v1/products", {"private"}),
        ("GET", "/v1/rules", {"merchandiser"}),
        ("POST", "/v1/events", {"public", "private"}),
    ],
)
def test_each_class_of_keys_opens_its_own_doors(
    client: TestClient, method: str, path: str, allowed: set[str]
) -> None:
    opened = {
        one.value
        for one in KeyClass
        if client.request(method, path, headers=bearer(one)).status_code == 200
    }
    assert opened == allowed


def test_a_private_key_from_a_web_page_is_refused(client: TestClient) -> None:
    headers = {**bearer(KeyClass.PRIVATE), "Origin": SHOP}
    answer = client.get("/v1/search", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "secret_in_browser")


def test_a_public_key_works_for_the_pages_it_is_meant_for(client: TestClient) -> None:
    ours = client.get("/v1/search", headers={**bearer(KeyClass.PUBLIC), "Origin": SHOP})
    assert ours.headers["access-control-allow-origin"] == SHOP
    other = {**bearer(KeyClass.PUBLIC), "Origin": "https://other.example"}
    answer = client.get("/v1/search", headers=other)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_browser_that_asks_before_it_asks_is_told(client: TestClient) -> None:
    asking = {"Access-Control-Request-Method": "GET"}
    ours = client.options("/v1/search", headers={**asking, "Origin": SHOP})
    other = client.options("/v1/search", headers={**asking, "Origin": "https://other.example"})
    assert ours.status_code == 204
    assert "Authorization" in ours.headers["access-control-allow-headers"]
    assert other.status_code == 403


def test_whoever_asks_too_often_is_told_when_to_come_back(client: TestClient) -> None:
    answers = [client.get("/v1/search", headers=bearer(KeyClass.PUBLIC)) for _ in range(40)]
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert client.get("/v1/search", headers=bearer(KeyClass.PRIVATE)).status_code == 200


def test_a_large_body_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.put("/v1/products", headers=bearer(KeyClass.PRIVATE), content=b"x" * 1_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_large_body_without_a_length_is_cut_off(client: TestClient) -> None:
    pieces = (b"x" * 100 for _ in range(20))
    answer = client.put("/v1/products", headers=bearer(KeyClass.PRIVATE), content=pieces)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_of_the_largest_size_is_taken(client: TestClient) -> None:
    answer = client.put("/v1/products", headers=bearer(KeyClass.PRIVATE), content=b"x" * 1_000)
    assert answer.text == "1000"


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2_3", True), ("a b\tc", False)])
def test_a_request_keeps_its_id_if_it_has_a_sound_one(
    client: TestClient,
    given: str,
    kept: bool,  # noqa: FBT001 - a column of the table
) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given})
    assert (answer.headers["x-request-id"] == given) == kept


def test_every_answer_says_how_long_it_took_and_is_safe_to_embed(client: TestClient) -> None:
    for path in ("/healthz", "/v1/search", "/nowhere"):
        headers = client.get(path).headers
        assert headers["server-timing"].startswith("total;dur=")
        assert headers["x-content-type-options"] == "nosniff"


def test_what_nobody_expected_tells_the_caller_nothing_but_where_to_look(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {**bearer(KeyClass.PUBLIC), "X-Request-Id": "find-me"}
    answer = client.get("/v1/suggest", headers=headers)
    assert answer.status_code == 500
    assert "42" not in answer.text
    assert "find-me" in answer.json()["detail"]
    assert "find-me" in caplog.text


def test_an_address_that_is_none_is_answered_like_any_other(client: TestClient) -> None:
    """`OPTIONS *` reaches us without a slash."""
    answers = []

    async def ask() -> None:
        scope: Scope = {
            "type": "http",
            "method": "OPTIONS",
            "path": "*",
            "headers": [],
            "query_string": b"",
            "root_path": "",
        }

        async def send(message: Message) -> None:
            answers.append(message)

        await client.app(scope, no_body, send)

    asyncio.run(ask())
    assert answers[0]["status"] == 404


def test_answers_are_counted_by_resource_and_status(
    client: TestClient, telemetry: Telemetry
) -> None:
    client.get("/v1/search")
    client.get("/v1/search", headers=bearer(KeyClass.PUBLIC))
    client.get("/wp-login.php")
    text = telemetry.exposition().decode()
    for code in ("401", "200"):
        labels = f'code="{code}",method="GET",route="search"'
        assert f"tresen_http_requests_total{{{labels}}} 1.0" in text
    assert 'route="other"' in text
    assert "wp-login" not in text
    assert 'tresen_http_seconds_count{route="search"} 2.0' in text
