"""Do all processes, on however many hosts, soon tell the same?"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx2
import pytest

from knowledge_base.depot import Depot
from knowledge_base.market import Market
from knowledge_base.shared_snapshots import SharedStore
from knowledge_base.snapshots import SnapshotStore
from service.building.merging import roll_back
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.nightly import train
from tests.databases import PostgresServer
from tests.rigs.load import opened
from tests.rigs.replicas import replicated

pytestmark = pytest.mark.database

HOSTS = 3
HIDDEN = {"name": "gone", "when": {}, "then": [{"hide": {"product_id": "s1"}}]}
PERSON = {"visitor_id": "v-1", "session_id": "s-1", "consent": "personalization"}


@dataclass(frozen=True)
class Hosts:
    """Processes that serve one shop, and the ways to change it."""

    addresses: list[str]
    keys: dict[KeyClass, str]
    url: str
    store: SnapshotStore

    def ask(
        self, host: int, method: str, path: str, who: KeyClass = KeyClass.PRIVATE, **more: Any
    ) -> httpx2.Response:
        """Send a request to one of them."""
        headers = {"Authorization": f"Bearer {self.keys[who]}", **more.pop("headers", {})}
        address = self.addresses[host] + path
        return httpx2.request(method, address, headers=headers, timeout=120, **more)

    def opens(self, host: int) -> bool:
        """Tell whether one of them knows every key."""
        return all(
            self.ask(host, "GET", "/v1/shop", who).status_code != HTTPStatus.UNAUTHORIZED
            for who in self.keys
        )

    def serves(self, host: int, snapshot_id: str) -> bool:
        """Tell whether one of them answers from a snapshot."""
        return bool(self.ask(host, "GET", "/v1/search").json()["snapshot_id"] == snapshot_id)

    def agree(self, what: str, tells: Callable[[int], bool]) -> None:
        """Wait, as long as the test may take, until every one tells it."""
        begun = time.monotonic()
        for host in range(HOSTS):
            while not tells(host):
                pass
        print(f"{what}: told by all after {time.monotonic() - begun:.2f} s")  # noqa: T201 - the figures, shown by pytest -s


@pytest.fixture(scope="module", params=["one directory", "a depot"])
def hosts(
    request: pytest.FixtureRequest,
    postgresql: PostgresServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hosts]:
    """Serve the small shop."""
    folder = tmp_path_factory.mktemp("hosts")
    depot = f"file://{folder}/depot" if request.param == "a depot" else ""
    root = folder / "data" / "snapshots"
    with ExitStack() as running:
        replicas, url, _ = running.enter_context(replicated(postgresql, folder, HOSTS, depot))
        with opened(url) as database:
            keys = {one: issue_key(database, one, one, ("*",)) for one in KeyClass}
        addresses = [f"http://127.0.0.1:{port}" for port in replicas.ports]
        store = SharedStore(root, Depot(depot)) if depot else SnapshotStore(root)
        shop = Hosts(addresses, keys, url, store)
        # Keys are read again every second: one test must not begin before its keys open doors.
        shop.agree("its keys", shop.opens)
        yield shop


def found(answer: httpx2.Response) -> list[str]:
    """Return the products of an answer; none where it is no answer yet."""
    return [hit["product_id"] for hit in answer.json().get("hits", ())]


def test_a_new_key_opens_every_host(hosts: Hosts) -> None:
    with opened(hosts.url) as database:
        new = issue_key(database, KeyClass.PRIVATE, "new")
    guest = replace(hosts, keys={KeyClass.PRIVATE: new})
    hosts.agree("a key", lambda host: guest.ask(host, "GET", "/v1/search").is_success)


def test_a_rule_holds_on_every_host_and_goes_again(hosts: Hosts) -> None:
    written = hosts.ask(0, "POST", "/v1/rules", KeyClass.MERCHANDISER, json=HIDDEN)
    assert written.status_code == 201, written.text

    def shown(host: int) -> bool:
        return "s1" in found(hosts.ask(host, "GET", "/v1/search"))

    hosts.agree("a rule", lambda host: not shown(host))
    place = f"/v1/rules/{written.json()['id']}"
    version = {"If-Match": written.headers["ETag"]}
    gone = hosts.ask(1, "DELETE", place, KeyClass.MERCHANDISER, headers=version)
    assert gone.status_code == 204, gone.text
    hosts.agree("its end", shown)


def test_a_price_is_the_same_on_every_host(hosts: Hosts) -> None:
    patch = [{"product_id": "s1", "price": "17.17"}]
    assert hosts.ask(1, "PATCH", "/v1/products", json=patch).is_success
    hosts.agree(
        "a price",
        lambda host: (
            {
                hit["price"]
                for hit in hosts.ask(host, "GET", "/v1/search").json()["hits"]
                if hit["product_id"] == "s1"
            }
            == {"17.17"}
        ),
    )


def test_what_somebody_has_just_seen_is_known_on_every_host(hosts: Hosts) -> None:
    seen = [{"event_id": "e1", "type": "view", "product_id": "s2", **PERSON}]
    assert hosts.ask(0, "POST", "/v1/events", json=seen).status_code == 202
    shelf = "/v1/recommendations/recently_viewed"
    hosts.agree(
        "an event",
        lambda host: found(hosts.ask(host, "GET", shelf, params=PERSON))[:1] == ["s2"],
    )


def test_a_night_is_served_by_every_host(hosts: Hosts) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with opened(hosts.url) as database:
        made = train(database, hosts.store, Market(("de", "en"), "EUR"), now=tomorrow)
    assert made.published
    hosts.agree("a night", lambda host: hosts.serves(host, made.snapshot_id))
    back = roll_back(hosts.store, tomorrow)
    hosts.agree("a rollback", lambda host: hosts.serves(host, back.snapshot_id))
