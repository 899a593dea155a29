"""What does the way over HTTP add to a search and to a keystroke?

`tresen serve` over a mixed catalogue, asked over one kept connection, beside a bare FastAPI
route that sends the same bytes. They take turns; each figure is the median of the rounds.
What the route adds is the server's processor time less that of the same answers in process.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import orjson

from benchmarks.figures import SEED
from benchmarks.mixture import FACETS, Mixture, prefixes
from benchmarks.shops import Shop, opened_shop, print_machine, read_options
from ranking.context import Context
from service.answering.searching import SearchAsk, search
from service.answering.suggesting import SuggestAsk, suggest

SHORT_SIZE, LONG_SIZE = 12_000, 48_000
QUERIES = 150
ROUNDS = 7
SUGGESTED = 8
BARE = Path(__file__).parent / "bare.py"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")
_SCHEDULER_CLOCK = 2  # clock_getcpuclockid(3), which Python has no name for
_VISITOR = {"visitor_id": "v1", "session_id": "s1", "consent": "personalization"}


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers over one connection."""

    name: str
    process: subprocess.Popen[str]
    connection: HTTPConnection
    headers: Mapping[str, str]

    def get(self, target: str) -> bytes:
        """Ask once. Raises RuntimeError for anything but an answer."""
        self.connection.request("GET", target, headers=dict(self.headers))
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:  # noqa: PLR2004 — HTTP's own number
            raise RuntimeError(f"{self.name}: {response.status} {body[:200]!r}")
        return body

    def cpu_seconds(self) -> float:
        """Return the processor time of the process so far, by the clock Linux keeps of it."""
        return time.clock_gettime(~self.process.pid << 3 | _SCHEDULER_CLOCK)


@contextmanager
def started(
    name: str, command: Sequence[str], settings: Mapping[str, str], key: str = ""
) -> Iterator[Server]:
    """Start a server, wait until it says where it is, and stop it in the end."""
    environment = {**os.environ, **settings}  # noqa: TID251 — a program of ours inherits it
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None  # noqa: S101 — it was asked for
        found = (_ADDRESS.search(line) for line in process.stdout)
        address = next(one for one in found if one)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        yield Server(name, process, HTTPConnection("127.0.0.1", int(address[1])), headers)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serving(shop: Shop, **settings: str) -> Iterator[Server]:
    """Serve a shop with a key for its pages and no limit to it; `settings` come on top."""
    settings = {
        "TRESEN_DATA_DIR": str(shop.snapshots.parent),
        "TRESEN_LANGUAGES": "de",
        "TRESEN_PORT": "0",
        "TRESEN_PUBLIC_RATE": "0",
        **settings,
    }
    tresen = [sys.executable, "-m", "service"]
    make = [*tresen, "keys", "create", "--class", "public", "--origin", "*"]
    environment = {**os.environ, **settings}  # noqa: TID251 — a program of ours inherits it
    key = subprocess.check_output(make, env=environment, text=True).strip()
    with started("tresen serve", [*tresen, "serve"], settings, key) as server:
        yield server


def targets(mixture: Mixture) -> dict[str, list[str]]:
    """Return what is asked, by kind."""
    queries = mixture.queries(QUERIES)
    facets = ",".join(FACETS)
    typed = [{"q": one, "limit": SUGGESTED} for one in prefixes(queries[::6])[:QUERIES]]
    asked = [{"q": one, "facets": facets} for one in queries]
    return {
        "suggest": [f"/v1/suggest?{urlencode(one)}" for one in typed],
        "search": [f"/v1/search?{urlencode(one)}" for one in asked],
        "search, a known visitor": [f"/v1/search?{urlencode(one | _VISITOR)}" for one in asked],
    }


def in_process(shop: Shop, mixture: Mixture) -> Mapping[str, Sequence[Callable[[], Any]]]:
    """Return the same answers as functions, without profile, tokens and route."""
    context = Context(datetime.now(UTC), "search", shop.language)
    queries = mixture.queries(QUERIES)
    found = [
        partial(search, shop.engine, SearchAsk(context, one, facets=FACETS), None)
        for one in queries
    ]
    typed = [
        partial(suggest, shop.engine, SuggestAsk(context, one, SUGGESTED), None)
        for one in prefixes(queries[::6])[:QUERIES]
    ]
    return {"suggest": typed, "search": found, "search, a known visitor": found}


def cpu_of(answers: Sequence[Callable[[], Any]]) -> float:
    """Return the processor's microseconds an answer takes, written as JSON."""
    began = time.process_time()
    for one in answers:
        orjson.dumps(one())
    return 1e6 * (time.process_time() - began) / len(answers)


def asked(server: Server, asks: Sequence[str], times: int) -> tuple[float, list[float]]:
    """Return the server's microseconds a request, and what each took with the way."""
    began = server.cpu_seconds()
    took = []
    for target in list(asks) * times:
        before = time.perf_counter_ns()
        server.get(target)
        took.append((time.perf_counter_ns() - before) / 1e3)
    return 1e6 * (server.cpu_seconds() - began) / (times * len(asks)), took


def measure(shop: Shop, mixture: Mixture, servers: Sequence[Server], times: int) -> None:
    """Let the servers take turns and print what each request costs."""
    answers = in_process(shop, mixture)
    for kind, asks in targets(mixture).items():
        for server in servers:
            asked(server, asks, 1)
        inside, rounds = [], {one.name: list[tuple[float, list[float]]]() for one in servers}
        for _ in range(ROUNDS):
            inside.append(cpu_of(answers[kind]))
            for server in servers:
                rounds[server.name].append(asked(server, asks, times))
        size = np.mean([len(servers[0].get(one)) for one in asks])
        print(f"\n{kind}: {len(asks)} requests × {times} × {ROUNDS}, {size:,.0f} bytes")
        print(f"  in process           CPU {np.median(inside):7.0f} µs")
        for name, found in rounds.items():
            cpu = np.median([one for one, _ in found])
            p50, p99 = np.percentile([one for _, took in found for one in took], [50, 99])
            added = (
                f", the route adds {cpu - np.median(inside):.0f} µs" if name != "bare" else ""
            )
            print(f"  {name:<20} CPU {cpu:7.0f} µs, p50 / p99 {p50:.0f} / {p99:.0f} µs{added}")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    mixture = Mixture(LONG_SIZE if options.long else SHORT_SIZE)
    with opened_shop(mixture.lines(), "de") as shop:
        bodies = shop.snapshots.parent / "bodies.json"
        with serving(shop, TRESEN_POLL_SECONDS="60") as served:
            every = [one for asks in targets(mixture).values() for one in asks]
            bodies.write_text(json.dumps({one: served.get(one).decode() for one in every}))
            with started("bare", [sys.executable, str(BARE), str(bodies)], {}) as bare:
                measure(shop, mixture, [served, bare], times=4 if options.long else 1)
    print_machine("benchmarks.http_speed", f"products and queries with seed {SEED}")


if __name__ == "__main__":
    main()
