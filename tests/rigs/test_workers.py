"""Do all processes of one `tresen serve --workers` tell the same?"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from service.commands.keys import issue_key
from service.door.auth import KeyClass
from tests.databases import PostgresServer
from tests.rigs.load import opened, working
from tests.service.api.conftest import fill, unhurried

pytestmark = pytest.mark.database

WORKERS = 2
MANY = 24
"""Connections of which one process has all once in 16 million times."""
HIDDEN = {"name": "gone", "when": {}, "then": [{"hide": {"product_id": "s1"}}]}


def children(process: int) -> list[int]:
    """List the processes that one has started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(one) for one in found.split()]


def owner(port: int, processes: list[int]) -> int:
    """Say which process holds the other end of our connection from a port.

    0 where it is not seen: the system lists connections while others come and go.
    """
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    theirs = {f"socket:[{line[9]}]" for line in lines if line[2].endswith(f":{port:04X}")}
    for one in processes:
        with suppress(OSError):
            held = {str(path.readlink()) for path in Path(f"/proc/{one}/fd").iterdir()}
            if held & theirs:
                return one
    return 0


@dataclass(frozen=True)
class Shop:
    """A service of several processes, and who may ask it."""

    address: str
    process: int
    keys: dict[KeyClass, str]

    @contextmanager
    def connected(self) -> Iterator[dict[int, httpx2.Client]]:
        """Connect until every worker has accepted a connection; hand out one to each."""
        headers = {"Authorization": f"Bearer {self.keys[KeyClass.PRIVATE]}"}
        with ExitStack() as open_ones:
            found = dict[int, httpx2.Client]()
            while len(found) < WORKERS:
                client = httpx2.Client(base_url=self.address, headers=headers, timeout=120)
                open_ones.enter_context(client)
                answer = client.get("/healthz")
                stream = answer.extensions["network_stream"]
                port = stream.get_extra_info("client_addr")[1]
                if worker := owner(port, children(self.process)):
                    found[worker] = client
            yield found


@pytest.fixture
def shop(postgresql: PostgresServer, tmp_path: Path) -> Iterator[Shop]:
    """Serve the small shop from several processes on one port."""
    folder = tmp_path / "data"
    with postgresql.fresh(tmp_path) as url:
        fill(unhurried(folder, url))
        with opened(url) as database:
            keys = {one: issue_key(database, one, one, ("*",)) for one in KeyClass}
        with working(folder, url, WORKERS) as (address, process):
            yield Shop(address, process, keys)


def test_what_is_changed_at_one_worker_is_told_by_every_one(shop: Shop) -> None:
    with shop.connected() as workers:
        merchandiser = {"Authorization": f"Bearer {shop.keys[KeyClass.MERCHANDISER]}"}
        first, *_ = workers.values()
        written = first.post("/v1/rules", json=HIDDEN, headers=merchandiser)
        assert written.status_code == 201, written.text
        begun = time.monotonic()
        for worker in workers.values():
            while "s1" in {
                hit["product_id"] for hit in worker.get("/v1/search").json()["hits"]
            }:
                pass
        print(f"{len(workers)} workers agree after {time.monotonic() - begun:.2f} s")  # noqa: T201 - shown by pytest -s


def test_no_worker_takes_all_who_come(shop: Shop) -> None:
    with ExitStack() as open_ones:
        held = set[int]()
        for _ in range(MANY):
            client = open_ones.enter_context(httpx2.Client(base_url=shop.address, timeout=120))
            stream = client.get("/healthz").extensions["network_stream"]
            held.add(owner(stream.get_extra_info("client_addr")[1], children(shop.process)))
        assert held - {0} == set(children(shop.process))
