"""Do all processes, on however many hosts, soon tell the same?"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx2
import pytest

from knowledge_base.market import Market
from knowledge_base.snapshots import SnapshotStore
from service.auth import KeyClass
from service.commands.keys import issue_key
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
    folder: Path

    def ask(
        self, host: int, method: str, path: str, who: KeyClass = KeyClass.PRIVATE, **more: Any
    ) -> httpx2.Response:
        """Send a request to one of them."""
        headers = {"Authorization": f"Bearer {self.keys[who]}"}
        address = self.addresses[host] + path
        return httpx2.request(method, address, headers=headers, timeout=30, **more)

    def opens(self, host: int) -> bool:
        """Tell whether one of them knows every key."""
        return all(
            self.ask(host, "GET", "/v1/shop", who).status_code != HTTPStatus.UNAUTHORIZED
            for who in self.keys
        )

    def agree(self, what: str, tells: Callable[[int], bool]) -> None:
        """Wait, as long as the test may take, until every one tells it."""
        begun = time.monotonic()
        for host in range(HOSTS):
            while not tells(host):
                pass
        print(f"{what}: told by all after {time.monotonic() - begun:.2f} s")  # noqa: T201 - the figures, shown by pytest -s


@pytest.fixture(scope="module")
def hosts(
    postgresql: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosts]:
    """Serve the small shop."""
    folder = tmp_path_factory.mktemp("hosts")
    with ExitStack() as running:
        replicas, url, _ = running.enter_context(replicated(postgresql, folder, HOSTS))
        with opened(url) as database:
            keys = {one: issue_key(database, one, one, ("*",)) for one in KeyClass}
        addresses = [f"http://127.0.0.1:{port}" for port in replicas.ports]
        shop = Hosts(addresses, keys, url, folder / "data")
        # Keys are read again every second: one test must not begin before its keys open doors.
        shop.agree("its keys", shop.opens)
        yield shop


def found(answer: httpx2.Response) -> list[str]:
    """Return the products of an answer; none where it is no answer yet."""
    return [hit["product_id"] for hit in answer.json().get("hits", ())]


def test_a_new_key_opens_every_host(hosts: Hosts) -> None:
    with opened(hosts.url) as database:
        new = issue_key(database, KeyClass.PRIVATE, "new")
    guest = Hosts(hosts.addresses, {KeyClass.PRIVATE: new}, hosts.url, hosts.folder)
    hosts.agree("a key", lambda host: guest.ask(host, "GET", "/v1/search").is_success)


def test_a_rule_holds_on_every_host_and_goes_again(hosts: Hosts) -> None:
    written = hosts.ask(0, "POST", "/v1/rules", KeyClass.MERCHANDISER, json=HIDDEN)
    assert written.status_code == 201, written.text

    def shown(host: int) -> bool:
        return "s1" in found(hosts.ask(host, "GET", "/v1/search"))

    hosts.agree("a rule", lambda host: not shown(host))
    place = f"/v1/rules/{written.json()['id']}"
    version = {"If-Match": written.headers["ETag"]}
    headers = {"Authorization": f"Bearer {hosts.keys[KeyClass.MERCHANDISER]}", **version}
    gone = httpx2.delete(hosts.addresses[1] + place, headers=headers)
    assert gone.status_code == 204, gone.text
    hosts.agree("its end", shown)


def test_what_somebody_has_just_seen_is_known_on_every_host(hosts: Hosts) -> None:
    seen = [{"event_id": "e1", "type": "view", "product_id": "s2", **PERSON}]
    assert hosts.ask(0, "POST", "/v1/events", json=seen).status_code == 202
    shelf = "/v1/recommendations/recently_viewed"
    hosts.agree(
        "an event",
        lambda host: found(hosts.ask(host, "GET", shelf, params=PERSON))[:1] == ["s2"],
    )


def test_a_night_is_served_by_every_host(hosts: Hosts) -> None:
    store = SnapshotStore(hosts.folder / "snapshots")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with opened(hosts.url) as database:
        made = train(database, store, Market(("de", "en"), "EUR"), now=tomorrow)
    assert made.published
    hosts.agree(
        "a night",
        lambda host: (
            hosts.ask(host, "GET", "/v1/search").json()["snapshot_id"] == made.snapshot_id
        ),
    )
