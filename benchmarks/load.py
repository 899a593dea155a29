"""How many answers a second, and how soon, when all kinds of requests come at once?

`python -m benchmarks.load [postgresql] [sqlite] [--long] [--size N] [--seconds S]` serves a
shop of 20,000 products (`--long`: also of 1,000,000) by two processes on PostgreSQL and by one
on SQLite: type-ahead, search with five facets and a filter, recommendations for people of whom
200 events are known, and all of them mixed with 20 % events. A bare FastAPI route that returns
the same bytes takes turns with it. The closed loop finds the peak: the most that a few who wait
for each other bring; the open loop then asks both at half of the service's, at moments drawn by
chance, and a request's time begins when it was due. What the slowest of the bare route take is
the machine's and the asker's own. Who asks runs in a process of its own on the same machine;
its share of a processor, the service's and the database's are told.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from benchmarks.asking import Told, closed_loop, open_loop
from benchmarks.busy_shop import (
    LARGE,
    MIXED,
    SEARCH,
    SHARES,
    SHELF,
    SMALL,
    SUGGEST,
    WORKERS,
    Served,
    bare_beside,
    busy_shop,
    requests,
)
from benchmarks.figures import SEED
from benchmarks.mixture import Mixture
from benchmarks.shops import add_choice, print_machine

LANES = (1, 2, 4, 8)
SECONDS, LONG_SECONDS = 1.5, 15.0
REACH = {SHELF: (90, 7.0), SUGGEST: (99, 10.0), SEARCH: (99, 30.0)}
"""The percentile that shall stay below so many milliseconds."""


def times(milliseconds: Sequence[float]) -> str:
    """Say within how much time half, nine of ten and 99 of a hundred were answered."""
    found = np.percentile(milliseconds, [50, 90, 99]) if milliseconds else [np.nan] * 3
    return f"p50/p90/p99 {'/'.join(f'{one:.1f}' for one in found)} ms"


def watched(served: Served, name: str, ask: Callable[[], Told]) -> Told:
    """Ask, and print what came back and what it took of processors."""
    before = served.processor(), served.database_processor()
    told = ask()
    after = served.processor(), served.database_processor()
    own, database = (late - early for early, late in zip(before, after, strict=True))
    good = told.of()
    refused = len(told.of(good=False))
    print(
        f"{served.name:<18} {name:<24} {told.rate:6.0f}/s  {times(good)}  "
        f"CPU {1e3 * own / told.answered:.2f} ms a request (database "
        f"{1e3 * database / told.answered:.2f}), asking {told.share:.0%} of a processor"
        + (f", {refused} refused" if refused else "")
        + (f", {told.degraded / len(good):.0%} degraded" if told.degraded else ""),
        flush=True,
    )
    return told


def peak(served: Served, mixture: Mixture, kind: str, seconds: float) -> float:
    """Return the most answers a second that some bring who wait for each."""
    most, bound = 0.0, REACH.get(kind)
    within = 0.0
    for lanes in LANES:
        told = watched(
            served,
            f"{kind}, {lanes} wait",
            partial(closed_loop, served.port, requests(served, mixture, kind), lanes, seconds),
        )
        most = max(most, told.rate)
        if bound and told.rate and np.percentile(told.of(), bound[0]) < bound[1]:
            within = max(within, told.rate)
    if bound:
        print(f"{'':18} with p{bound[0]} < {bound[1]:g} ms: {within:.0f}/s")
    return most


def measure(servers: Sequence[Served], mixture: Mixture, seconds: float) -> None:
    """Let the servers take turns, kind by kind; the first says how much is due."""
    for kind in (SUGGEST, SEARCH, SHELF, MIXED):
        rate = 0.0
        for served in servers:
            print()
            closed_loop(served.port, requests(served, mixture, kind), 1, seconds)
            most = peak(served, mixture, kind, seconds)
            rate = rate or most / 2
            told = watched(
                served,
                f"{kind}, {rate:.0f}/s due",
                partial(
                    open_loop, served.port, requests(served, mixture, kind), rate, 2 * seconds
                ),
            )
            for one in SHARES if kind == MIXED else ():
                print(f"{'':18}   of these {one:<15} {times(told.of(one))}")


def main() -> None:
    """Serve, ask and print."""
    parser = ArgumentParser(description=__doc__)
    add_choice(parser, "databases", "database", WORKERS)
    parser.add_argument("--long", action="store_true", help="longer, and a large shop as well")
    parser.add_argument("--size", type=int, help="products of the only shop")
    parser.add_argument("--seconds", type=float, help="of each measurement")
    options = parser.parse_args()
    seconds = options.seconds or (LONG_SECONDS if options.long else SECONDS)
    sizes = (SMALL, LARGE) if options.long else (SMALL,)
    for size in (options.size,) if options.size else sizes:
        mixture = Mixture(size)
        for kind in options.databases or WORKERS:
            workers = WORKERS[kind]
            with (
                busy_shop(kind, mixture, workers) as served,
                bare_beside(served, mixture, workers) as bare,
            ):
                measure([served, bare], mixture, seconds)
                print(f"\n{served.name}: {served.memory():,.0f} MiB in the end")
    print_machine("benchmarks.load", f"products, past and queries with seed {SEED}")


if __name__ == "__main__":
    main()
