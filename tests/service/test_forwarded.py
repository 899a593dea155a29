"""Can a limit be escaped by lying about where one comes from?"""

from collections.abc import Sequence
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from knowledge_base.storage.keys import ApiKey
from service.door.access import Door
from service.door.auth import KeyClass, Keyring, digest_of, make_key
from service.door.middleware import Gate
from service.settings import Settings

PEPPER = b"pepper"
RATE = 10
BURST = 30
PROXY, SHOPPER = "10.0.0.1", "203.0.113.9"
KEY_ID, KEY = make_key(KeyClass.PUBLIC)


def client(peer: str, proxies: Sequence[str] = (), **limits: Any) -> TestClient:
    """Come from an address to a service behind the proxies it believes."""
    settings = Settings(public_rate=RATE, trusted_proxies=tuple(proxies))
    kept = ApiKey(KEY_ID, KeyClass.PUBLIC, "pages", digest_of(KEY, PEPPER), ("*",), **limits)
    door = Door(Keyring(PEPPER, [kept]), settings)
    app: Any = FastAPI(middleware=[Middleware(Gate, door=door)])
    believing: Any = ProxyHeadersMiddleware(app, list(settings.trusted_proxies))
    return TestClient(believing, client=(peer, 1))


def let_in(asker: TestClient, forwarded: Sequence[str], key: str = KEY) -> int:
    """Ask once for each X-Forwarded-For; return how often that was not too often."""
    answers = [
        asker.get(
            "/v1/search",
            headers={"Authorization": f"Bearer {key}", "X-Forwarded-For": one},
        )
        for one in forwarded
    ]
    return sum(one.status_code != 429 for one in answers)


FORGED = [f"198.51.{n}.7" for n in range(100)]


def test_what_a_client_says_of_itself_is_not_believed() -> None:
    assert BURST <= let_in(client(SHOPPER), FORGED) < 2 * BURST


def test_a_proxy_is_believed_of_its_neighbour_and_of_nobody_before() -> None:
    forwarded = [f"{one}, {SHOPPER}" for one in FORGED]
    assert BURST <= let_in(client(PROXY, [PROXY]), forwarded) < 2 * BURST


def test_shoppers_behind_a_proxy_are_counted_apart() -> None:
    assert let_in(client(PROXY, ["10.0.0.0/8"]), FORGED) == len(FORGED)


def test_a_household_cannot_multiply_by_its_own_addresses() -> None:
    everybody = [f"2001:db8:1:22{n:02x}::{n:x}" for n in range(100)]
    assert BURST <= let_in(client(PROXY, [PROXY]), everybody) < 2 * BURST


def test_a_key_with_a_rate_of_its_own_is_held_to_that() -> None:
    assert 3 <= let_in(client(SHOPPER, rate=1), FORGED[:30]) < 10


def test_whoever_tries_keys_is_stopped_and_stops_nobody_with_a_good_one() -> None:
    asker = client(SHOPPER)
    tried = [make_key(KeyClass.PUBLIC)[1] for _ in range(100)]
    answers = [
        asker.get("/v1/search", headers={"Authorization": f"Bearer {one}"}).status_code
        for one in tried
    ]
    assert {*answers} == {401, 429}
    assert answers.index(429) >= BURST
    assert let_in(asker, FORGED[:1]) == 1


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "*"])
def test_nobody_can_be_told_to_believe_everybody(network: str) -> None:
    with pytest.raises(ValueError, match=r"everybody|every client"):
        Settings(trusted_proxies=(network,))
