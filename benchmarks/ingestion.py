"""How many events a second are on disk and acknowledged, over HTTP, by one process on SQLite?

`tresen serve` beside the same service that commits each request alone. They take turns;
shoppers over kept connections wait for an answer before they send again. Each figure is the
median of the rounds; in the end every acknowledged event is looked for in the database.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import numpy as np
import orjson
from sqlalchemy import func, select

from benchmarks.http_speed import Server, started
from benchmarks.shops import print_machine, read_options
from knowledge_base.storage.database import open_database
from knowledge_base.storage.tables import events

SHOPPERS = 32
SIZES = (1, 10, 50)
"""Events a request."""
ROUNDS, LONG_ROUNDS = 5, 15
SECONDS = 3.0
PRODUCTS = 100
PROGRAMS: Mapping[str, Sequence[str]] = {
    "group commit": ("-m", "service"),
    "each request alone": ("-m", "benchmarks.alone"),
}
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_KINDS = ("impression", "impression", "impression", "click", "view", "add_to_basket")


@dataclass(slots=True)
class Sent:
    """What one round brought: events acknowledged, and how long each request took."""

    acknowledged: int = 0
    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    refused: int = 0


class Shoppers:
    """Makes requests of events nobody has sent before, about what a search has shown."""

    def __init__(self, name: str, server: Server) -> None:
        answer = orjson.loads(server.get(f"/v1/search?q=&per_page={PRODUCTS}"))
        self._shown = [(hit["product_id"], hit["token"]) for hit in answer["hits"]]
        self._name = name
        self._numbers = count()
        self._headers = "".join(f"{key}: {value}\r\n" for key, value in server.headers.items())
        self.port = server.connection.port

    def request(self, size: int) -> bytes:
        """Write the next request, as a page of the shop would."""
        now = datetime.now(UTC).isoformat()
        batch = [self._event(next(self._numbers), now) for _ in range(size)]
        body = orjson.dumps(batch)
        head = (
            "POST /v1/events HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
            f"User-Agent: {_BROWSER}\r\n{self._headers}Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def _event(self, number: int, now: str) -> dict[str, str]:
        product_id, token = self._shown[number % len(self._shown)]
        visitor = number // 20
        return {
            "event_id": f"{time.time_ns() // 1_000_000:012x}-{self._name}-{number}",
            "type": _KINDS[number % len(_KINDS)],
            "at": now,
            "sent_at": now,
            "visitor_id": f"visitor-{visitor}",
            "session_id": f"session-{visitor}",
            "consent": "personalization",
            "product_id": product_id,
            "token": token,
            "placement": "search",
        }


async def _shop(shoppers: Shoppers, bodies: Iterator[bytes], until: float, sent: Sent) -> None:
    """Send one request after the other over one connection until it is time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", shoppers.port)
    while time.perf_counter() < until:
        body = next(bodies)
        before = time.perf_counter()
        writer.write(body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        answer = orjson.loads(await reader.readexactly(length))
        sent.took.append(time.perf_counter() - before)
        if not head.startswith(b"HTTP/1.1 202"):
            raise RuntimeError(f"{head!r} {answer}")
        sent.acknowledged += answer["accepted"]
        sent.refused += len(answer["refused"])
    writer.close()
    await writer.wait_closed()


async def _round(shoppers: Shoppers, size: int, seconds: float, expected: int) -> Sent:
    """Let all shoppers send for some seconds; requests are written before the clock runs."""
    bodies = iter([shoppers.request(size) for _ in range(expected)])
    sent = Sent()
    began = time.perf_counter()
    await asyncio.gather(
        *(_shop(shoppers, bodies, began + seconds, sent) for _ in range(SHOPPERS))
    )
    sent.seconds = time.perf_counter() - began
    return sent


def _run(*command: str, environment: Mapping[str, str]) -> str:
    """Run a command of ours."""
    whole = {**os.environ, **environment}  # noqa: TID251 — a program of ours inherits it
    return subprocess.check_output(
        [sys.executable, "-m", "service", *command], env=whole, text=True
    )


def _prepare(folder: Path) -> tuple[dict[str, str], str]:
    """Make a small shop; return its settings and a key of its pages."""
    environment = {
        "TRESEN_DATA_DIR": str(folder),
        "TRESEN_PORT": "0",
        "TRESEN_PUBLIC_RATE": "0",
        "TRESEN_POLL_SECONDS": "60",
        "TRESEN_REFRESH_EVERY": "0",
    }
    feed = folder / "feed.jsonl"
    lines = [
        {"product_id": f"p{number}", "title": f"Laufschuh Modell {number}", "price": "79.95"}
        for number in range(PRODUCTS)
    ]
    feed.write_text("\n".join(map(json.dumps, lines)))
    _run("products", "import", str(feed), environment=environment)
    make = ("keys", "create", "--class", "public", "--origin", "*")
    return environment, _run(*make, environment=environment).strip()


def _stored(folder: Path) -> int:
    database = open_database(f"sqlite:///{folder}/tresen.db")
    with database.read() as connection:
        number: int = connection.execute(select(func.count()).select_from(events)).scalar_one()
    database.close()
    return number


def _measure(servers: Mapping[str, Server], rounds: int) -> dict[str, int]:
    """Let the services take turns and print what they do; return how many they acknowledged."""
    shoppers = {name: Shoppers(str(n), one) for n, (name, one) in enumerate(servers.items())}
    acknowledged = dict.fromkeys(servers, 0)
    for size in SIZES:
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
        took: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(rounds):
            for name, server in servers.items():
                expected = int(SECONDS * (30_000 / size + 500))
                cpu = server.cpu_seconds()
                sent = asyncio.run(_round(shoppers[name], size, SECONDS, expected))
                cpu = server.cpu_seconds() - cpu
                assert not sent.refused  # noqa: S101 — a benchmark of refusals is none
                acknowledged[name] += sent.acknowledged
                found[name].append(
                    (sent.acknowledged / sent.seconds, 1e6 * cpu / sent.acknowledged)
                )
                took[name] += sent.took
        print(f"\n{size} events a request, {SHOPPERS} connections, {rounds} × {SECONDS:g} s")
        rates = {name: np.median([rate for rate, _ in some]) for name, some in found.items()}
        for name, some in found.items():
            p50, p99 = np.percentile(took[name], [50, 99]) * 1e3
            cpu = np.median([one for _, one in some])
            print(
                f"  {name:<20} {rates[name]:9,.0f} events/s, CPU {cpu:5.0f} µs an event, "
                f"p50 / p99 {p50:.1f} / {p99:.1f} ms"
            )
        first, second = rates.values()
        print(f"  ratio                {first / second:9.2f}")
    return acknowledged


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    with ExitStack() as opened:
        folders, servers = {}, {}
        for name, program in PROGRAMS.items():
            folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
            environment, key = _prepare(folder)
            command = [sys.executable, *program, "serve"]
            folders[name] = folder
            servers[name] = opened.enter_context(started(name, command, environment, key))
        acknowledged = _measure(servers, LONG_ROUNDS if options.long else ROUNDS)
        for name, folder in folders.items():
            print(f"{name}: {acknowledged[name]:,} acknowledged, {_stored(folder):,} on disk")
    print_machine("benchmarks.ingestion", f"{os.getloadavg()[0]:.0f} processes waited")


if __name__ == "__main__":
    main()
