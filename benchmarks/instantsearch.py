"""What does a page made for Algolia cost beside one of ours?

The same searches by `GET /v1/search`, by one request of InstantSearch, and as it asks them once
two facets are in use, with the counts of both beside. They take turns at one server.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import numpy as np

from benchmarks.figures import SEED
from benchmarks.http_speed import LONG_SIZE, QUERIES, ROUNDS, SHORT_SIZE, Server, serving
from benchmarks.mixture import FACETS, Mixture
from benchmarks.shops import opened_shop, print_machine, read_options

PER_PAGE = 24
_PATH = "/algolia/1/indexes/*/queries"


def ours(server: Server, query: str) -> None:
    """Ask the way our widgets do."""
    asked = {"q": query, "facets": ",".join(FACETS), "per_page": PER_PAGE}
    server.get(f"/v1/search?{urlencode(asked)}")


def theirs(server: Server, query: str, *, beside: int) -> None:
    """Ask the way InstantSearch does, with the counts of so many facets beside."""
    main = {"query": query, "facets": list(FACETS), "hitsPerPage": PER_PAGE}
    counts = [
        {"query": query, "facets": one, "hitsPerPage": 0, "analytics": False}
        for one in FACETS[:beside]
    ]
    several = [{"indexName": "products", **one} for one in (main, *counts)]
    post(server, {"requests": several})


def post(server: Server, body: Mapping[str, Any]) -> None:
    """Ask once. Raises RuntimeError for anything but an answer."""
    server.connection.request("POST", _PATH, json.dumps(body), dict(server.headers))
    response = server.connection.getresponse()
    text = response.read()
    if response.status != 200:  # noqa: PLR2004 — HTTP's own number
        raise RuntimeError(f"{response.status} {text[:200]!r}")


WAYS: Mapping[str, Callable[[Server, str], None]] = {
    "GET /v1/search": ours,
    "one request": partial(theirs, beside=0),
    "with two counts beside": partial(theirs, beside=2),
}


def cpu_of(server: Server, ask: Callable[[Server, str], None], queries: list[str]) -> float:
    """Return the server's microseconds a query."""
    began = server.cpu_seconds()
    for one in queries:
        ask(server, one)
    return 1e6 * (server.cpu_seconds() - began) / len(queries)


def measure(server: Server, queries: list[str]) -> None:
    """Let the ways take turns and print what each costs."""
    for ask in WAYS.values():
        cpu_of(server, ask, queries)
    rounds = [
        {name: cpu_of(server, ask, queries) for name, ask in WAYS.items()}
        for _ in range(ROUNDS)
    ]
    first, *_ = WAYS
    print(f"\n{len(queries)} queries × {ROUNDS}, {PER_PAGE} hits, facets {', '.join(FACETS)}")
    for name in WAYS:
        cpu = np.median([one[name] for one in rounds])
        ratio = np.median([one[name] / one[first] for one in rounds])
        print(f"  {name:<24} CPU {cpu:7.0f} µs, {ratio:.2f} times")


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__)
    mixture = Mixture(LONG_SIZE if options.long else SHORT_SIZE)
    with (
        opened_shop(mixture.lines(), "de") as shop,
        serving(shop, TRESEN_POLL_SECONDS="60") as server,
    ):
        measure(server, list(mixture.queries(QUERIES)))
    print_machine("benchmarks.instantsearch", f"products and queries with seed {SEED}")


if __name__ == "__main__":
    main()
