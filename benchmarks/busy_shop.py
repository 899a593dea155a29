"""A shop with a past, served from either database, and what its shoppers ask at once.

Products and queries are those of `benchmarks.mixture`; the past is a made-up log in which
products of a topic follow each other; a hundred people did 200 things each after the training.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from socket import create_connection, create_server
from urllib.parse import urlencode

import numpy as np
import orjson

from benchmarks.asking import Requests
from benchmarks.figures import SEED
from benchmarks.mixture import Mixture, prefixes
from benchmarks.session_scale import made_up
from benchmarks.shops import write_lines
from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType
from knowledge_base.interactions import Interactions
from knowledge_base.market import Market
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.intake.importing import FeedImport, import_products
from service.nightly import train
from tests.databases import own_cluster

SMALL, LARGE = 20_000, 1_000_000
LOOKS_A_PRODUCT = 5
"""Looks of the past for each product there is."""
KNOWN, DEEDS = 100, 200
"""People who are known, and what each of them did after the training."""
QUERIES = 150
FACETS = ("brand", "category", "farbe", "material", "herkunft")
MOST_HITS = 100
"""Hits of a big page."""
COLOURS = ("schwarz", "weiß", "blau")
WORKERS = {"postgresql": 2, "sqlite": 1}
"""Serving processes, by database."""
BARE = Path(__file__).with_name("bare.py")
_MARKET = Market(("de",), "EUR")
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_AT_ONCE = 5_000
_PATIENCE = 120.0
"""Seconds until a server has to answer."""
_KEPT = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_TICKS = os.sysconf("SC_CLK_TCK")

SUGGEST, SEARCH, SHELF, EVENT = "type-ahead", "search", "recommendations", "events"
MIXED = "mixed"
PAGES = "big pages"
SHARES = {SUGGEST: 8, SEARCH: 4, SHELF: 4, EVENT: 4}
"""Of twenty requests that come mixed."""


@dataclass(frozen=True, slots=True)
class Served:
    """A service that answers at a port; its processes are one, or one and its workers.

    `database` is the process of its PostgreSQL, 0 where there is none; `logged` where the
    database writes its log ahead.
    """

    name: str
    port: int
    process: int
    key: str = ""
    database: int = 0
    logged: Path | None = None

    def processes(self) -> list[int]:
        """List the process that was started, and those it has started."""
        return [self.process, *children(self.process)]

    def processor(self) -> float:
        """Return the seconds its processes have taken of processors so far."""
        return sum(map(processor_seconds, self.processes()))

    def database_processor(self) -> float:
        """Return the seconds its database has, as far as its connections are still open."""
        return sum(map(processor_seconds, children(self.database))) if self.database else 0.0

    def memory(self) -> float:
        """Return the MiB its processes keep in memory, what they share by halves (PSS)."""
        found = (_KEPT.search(_proc(one, "smaps_rollup")) for one in self.processes())
        return sum(int(one[1]) for one in found if one) / 1024

    def descriptors(self) -> int:
        """Return how many files and connections its processes have open."""
        return sum(len(list(Path(f"/proc/{one}/fd").iterdir())) for one in self.processes())

    def log_size(self) -> float:
        """Return the MiB of the log that the database writes ahead."""
        if self.logged is None:
            return 0.0
        files = self.logged.iterdir() if self.logged.is_dir() else [self.logged]
        return sum(one.stat().st_size for one in files if one.is_file()) / 2**20

    def get(self, target: str) -> bytes:
        """Ask until there is an answer: who has just started sends those away who waited.

        Raises RuntimeError for anything else.
        """
        until = time.monotonic() + _PATIENCE
        while True:
            status, body = self._asked(target)
            if status == HTTPStatus.OK:
                return body
            if status != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > until:
                raise RuntimeError(f"{self.name}: {status} {body[:200]!r}")
            time.sleep(0.1)

    def _asked(self, target: str) -> tuple[int, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", target, headers={"Authorization": f"Bearer {self.key}"})
            response = connection.getresponse()
            return response.status, response.read()

    def wire(self, target: str) -> bytes:
        """Write a GET as it goes over the wire."""
        return f"GET {target} HTTP/1.1\r\n{self._headers()}\r\n".encode()

    def wire_event(self, number: int, product: int) -> bytes:
        """Write what a page sends when somebody looks at a product."""
        now = datetime.now(UTC).isoformat()
        visitor = f"new-{number // 20}"
        event = {
            "event_id": f"{time.time_ns() // 1_000_000:012x}-{number}",
            "type": "view",
            "at": now,
            "sent_at": now,
            "visitor_id": visitor,
            "session_id": f"session-{visitor}",
            "consent": "personalization",
            "product_id": product_id(product),
        }
        body = orjson.dumps([event])
        head = (
            f"POST /v1/events HTTP/1.1\r\n{self._headers()}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def _headers(self) -> str:
        return f"Host: shop\r\nUser-Agent: {_BROWSER}\r\nAuthorization: Bearer {self.key}\r\n"


def children(process: int) -> list[int]:
    """List the processes that one has started."""
    found = Path(f"/proc/{process}/task").glob("*/children")
    return [int(one) for path in found for one in path.read_text().split()]


def processor_seconds(process: int) -> float:
    """Return what a process has taken of processors so far."""
    fields = _proc(process, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _proc(process: int, file: str) -> str:
    """Read what the system says of a process."""
    return Path(f"/proc/{process}/{file}").read_text()


def product_id(row: int) -> str:
    """Name a product of the mixture."""
    return f"p{row:07}"


@cache
def targets(mixture: Mixture) -> dict[str, list[str]]:
    """Return the addresses that are asked, by kind."""
    queries = mixture.queries(QUERIES)
    known = {"consent": "personalization", "limit": "12"}
    facets = {"facets": ",".join(FACETS)}
    return {
        SUGGEST: [
            f"/v1/suggest?{urlencode({'q': one, 'limit': 8})}"
            for one in prefixes(queries[::6])[:QUERIES]
        ],
        SEARCH: [
            f"/v1/search?{urlencode({'q': one, 'filter': f'farbe:{colour}', **facets})}"
            for one, colour in zip(queries, COLOURS * QUERIES, strict=False)
        ],
        PAGES: [
            f"/v1/search?{urlencode({'q': one, 'per_page': MOST_HITS, **facets})}"
            for one in queries
        ],
        SHELF: [
            f"/v1/recommendations/session?{urlencode({'visitor_id': who, **known})}"
            for who in map(_name, range(KNOWN))
        ],
    }


def requests(served: Served, mixture: Mixture, kind: str) -> Requests:
    """Return requests of a kind, or all kinds mixed, in an order drawn by chance."""
    wires = {
        one: [served.wire(target) for target in found]
        for one, found in targets(mixture).items()
    }
    return _drawn(served, wires, mixture.size, kind)


def _drawn(
    served: Served, wires: Mapping[str, Sequence[bytes]], products: int, kind: str
) -> Requests:
    chance = np.random.default_rng(time.time_ns())
    kinds = [one for one, often in SHARES.items() for _ in range(often)]
    numbers = count(int(chance.integers(1 << 40)) * 20)
    while True:
        one = kinds[int(chance.integers(len(kinds)))] if kind == MIXED else kind
        if one == EVENT:
            yield one, served.wire_event(next(numbers), int(chance.integers(products)))
        else:
            yield one, wires[one][int(chance.integers(len(wires[one])))]


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[str]:
    """Hand out the address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/tresen.db"
        return
    with own_cluster() as url:
        yield url


@contextmanager
def busy_shop(kind: str, mixture: Mixture, workers: int, **settings: str) -> Iterator[Served]:
    """Fill a database of a kind, train, and serve; `settings` come on top."""
    with tempfile.TemporaryDirectory() as made, ExitStack() as running:
        folder = Path(made)
        url = running.enter_context(databases(kind, folder))
        began = time.perf_counter()
        key = _filled(url, folder, mixture)
        print(f"{kind}: {mixture.size:,} products after {time.perf_counter() - began:.0f} s")
        environment = {
            "TRESEN_DATA_DIR": made,
            "TRESEN_DATABASE_URL": url,
            "TRESEN_LANGUAGES": "de",
            "TRESEN_PUBLIC_RATE": "0",
            **settings,
        }
        orders = ("-m", "service", "serve", "--workers", str(workers))
        served = running.enter_context(_serving(f"tresen, {kind}", orders, environment, key))
        yield replace(served, database=_postmaster(url), logged=_log_of(url))


@contextmanager
def bare_beside(served: Served, mixture: Mixture, workers: int) -> Iterator[Served]:
    """Serve the same bytes from a bare FastAPI route, by as many processes."""
    bodies = {
        target: served.get(target).decode()
        for found in targets(mixture).values()
        for target in found
    }
    bodies["/v1/events?"] = '{"accepted":1,"duplicates":0,"refused":[]}'
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(bodies, file)
        file.flush()
        orders = (str(BARE), file.name, "--workers", str(workers))
        with _serving("bare FastAPI", orders, {}) as bare:
            yield bare


@contextmanager
def _serving(
    name: str, orders: Sequence[str], environment: Mapping[str, str], key: str = ""
) -> Iterator[Served]:
    """Start a server at a free port, wait until it answers, and stop it in the end."""
    with closing(create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, *orders, "--port", str(port)],
        env={**os.environ, **environment},  # noqa: TID251 — a program of ours inherits it
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(port)
            yield Served(name, port, process.pid, key)
        finally:
            workers = children(process.pid)
            process.terminate()
            process.wait()
            for one in workers:
                with suppress(ProcessLookupError):  # ended with their parent
                    os.kill(one, signal.SIGTERM)


def _cluster(url: str) -> Path | None:
    """Return where a PostgreSQL of our own keeps its data, None for SQLite."""
    _, _, folder = url.partition("?host=")
    return Path(folder, "data") if folder else None


def _postmaster(url: str) -> int:
    """Name the process of a PostgreSQL, 0 for SQLite."""
    cluster = _cluster(url)
    return int((cluster / "postmaster.pid").read_text().split()[0]) if cluster else 0


def _log_of(url: str) -> Path:
    """Return the file or the folder of the log that a database writes ahead."""
    cluster = _cluster(url)
    return cluster / "pg_wal" if cluster else Path(f"{url.removeprefix('sqlite:///')}-wal")


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _filled(url: str, folder: Path, mixture: Mixture) -> str:
    """Import, tell of the past, train, tell of what was done since; return a key for pages."""
    now = datetime.now(UTC)
    feed = write_lines(mixture.lines(), folder / "feed.jsonl")
    with closing(open_database(url)) as database:
        database.migrate()
        import_products(database, FeedImport([feed], full=True), _MARKET, now=now)
        _tell(database, _past(made_up(LOOKS_A_PRODUCT * mixture.size, mixture.size), now))
        began = time.perf_counter()
        train(database, SnapshotStore(folder / "snapshots"), _MARKET, now=now)
        print(f"trained after {time.perf_counter() - began:.0f} s")
        _tell(database, _since(mixture, now))
        return issue_key(database, KeyClass.PUBLIC, "pages", ("*",))


def _tell(database: Database, told: Iterator[Event]) -> None:
    """Store events, some at once."""
    while some := [one for one, _ in zip(told, range(_AT_ONCE), strict=False)]:
        with database.write() as connection:
            insert_events(connection, some)


def _past(log: Interactions, now: datetime) -> Iterator[Event]:
    """Tell a log as looks of visitors, one a session, in the month before yesterday."""
    began, step = now - timedelta(days=30), timedelta(days=29) / len(log.product)
    pairs = zip(log.session.tolist(), log.product.tolist(), strict=True)
    for number, (session, row) in enumerate(pairs):
        yield _look(f"past-{number}", f"past-{session}", row, began + number * step)


def _since(mixture: Mixture, now: datetime) -> Iterator[Event]:
    """Tell what people did who are known: looks at products of all kinds."""
    chance = np.random.default_rng(SEED)
    rows = chance.integers(mixture.size, size=(KNOWN, DEEDS)).tolist()
    for person, looked_at in enumerate(rows):
        for number, row in enumerate(looked_at):
            at = now - timedelta(minutes=DEEDS - number)
            yield _look(f"since-{person}-{number}", _name(person), row, at)


def _look(event_id: str, who: str, row: int, at: datetime) -> Event:
    return Event(
        event_id,
        EventType.VIEW,
        at,
        Consent.PERSONALIZATION,
        visitor_id=who,
        session_id=f"session-{who}",
        product_id=product_id(row),
    )


def _name(person: int) -> str:
    return f"known-{person}"
