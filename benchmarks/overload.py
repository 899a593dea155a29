"""What is left of a service that is asked ten times as much as it can answer?

`python -m benchmarks.overload [postgresql] [sqlite] [--long]`: two who wait for their answers
find the peak; then, in turns with them, ten times that rate comes from two crowds of people who
do not wait for each other, over new connections again and again. Goodput is what was answered;
all others are to be told with 429 or 503, soon, when to come back. Medians of the rounds.

Who asks runs on the same machine, and what it takes of a processor the service cannot have: of
mixed requests it may not bring ten times the peak, so the same is asked with big pages, which
take longer to answer. What was offered is told, and beside the goodput that of each second of a
processor the service got: what refusing takes from answering, whoever else is busy.
"""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from benchmarks.asking import Told, closed_loop, rush
from benchmarks.busy_shop import (
    MIXED,
    PAGES,
    SEARCH,
    SMALL,
    WORKERS,
    Served,
    busy_shop,
    requests,
    targets,
)
from benchmarks.figures import SEED
from benchmarks.mixture import Mixture
from benchmarks.shops import add_choice, print_machine

ROUNDS, LONG_ROUNDS = 3, 15
TIMES = 10
PATIENT = 2
"""Who wait at the peak, a process: more would queue."""
SECONDS = 5.0
CROWDS = 2
"""Processes that ask."""
POLITE = frozenset({429, 503})


def recovered(served: Served, target: str) -> float:
    """Return the seconds until an answer is whole again."""
    began = time.perf_counter()
    while True:
        try:
            if b'"degraded"' not in served.get(target):
                return time.perf_counter() - began
        except RuntimeError:
            time.sleep(0.01)


def worked(served: Served, ask: Callable[[], Told]) -> tuple[Told, float]:
    """Ask; return also the good answers a second of a processor that the service got."""
    before = served.processor()
    told = ask()
    return told, len(told.of()) / (served.processor() - before)


def measure(served: Served, mixture: Mixture, kind: str, workers: int, rounds: int) -> None:
    """Take turns and print what is left."""
    peaks, rushes = list[Told](), list[Told]()
    recoveries, kept = list[float](), list[float]()
    target = targets(mixture)[SEARCH][0]
    for _ in range(rounds + 1):
        patient, *crowds = (requests(served, mixture, kind) for _ in range(CROWDS + 1))
        waiting = partial(closed_loop, served.port, patient, PATIENT * workers, SECONDS)
        peak, at_best = worked(served, waiting)
        rushing = partial(rush, served.port, crowds, TIMES * peak.rate, SECONDS)
        rushed, left = worked(served, rushing)
        peaks.append(peak)
        rushes.append(rushed)
        kept.append(left / at_best)
        recoveries.append(recovered(served, target))
    tell(f"{served.name}, {kind}", peaks[1:], rushes[1:])
    print(f"  of a processor   {np.median(kept[1:]):10.0%} of the answers at the peak")
    print(f"  whole again after {np.median(recoveries):9.2f} s")


def tell(name: str, peaks: Sequence[Told], rushes: Sequence[Told]) -> None:
    """Print the medians of the rounds, and what was answered to everybody."""
    pairs = list(zip(rushes, peaks, strict=True))
    shares = [rush.rate / peak.rate for rush, peak in pairs]
    offered = [rush.sent / SECONDS for rush in rushes]
    times = [rush.sent / SECONDS / peak.rate for rush, peak in pairs]
    every = Told()
    for one in rushes:
        every.add(one)
    print(f"\n{name}, {len(rushes)} rounds of {SECONDS:.0f} s")
    print(f"  peak           {np.median([one.rate for one in peaks]):12.0f} answers/s")
    print(
        f"  offered        {np.median(offered):12.0f} requests/s, "
        f"{np.median(times):.1f} times the peak, "
        f"{every.connections / every.seconds:.0f} new connections/s"
    )
    print(f"  goodput        {np.median(shares):12.0%} of the peak")
    print(f"  asking took    {every.share:12.0%} of a processor")
    for status in sorted({status for _, status in every.took}):
        took = [one for (_, each), some in every.took.items() if each == status for one in some]
        p50, p99 = np.percentile(took, [50, 99])
        print(f"  {status}: {len(took) / every.seconds:8.0f}/s, p50/p99 {p50:.0f}/{p99:.0f} ms")
    impolite = {status for _, status in every.took if status >= 300} - POLITE  # noqa: PLR2004 — no answer
    print(f"  unanswered {every.sent - every.answered}, without Retry-After {every.curt}")
    print(f"  other refusals {sorted(impolite) or 'none'}")
    lacking = every.degraded / max(len(every.of()), 1)
    print(f"  went without something {lacking:.0%} of the answers")


def main() -> None:
    """Serve, ask and print."""
    parser = ArgumentParser(description=__doc__)
    add_choice(parser, "databases", "database", WORKERS)
    parser.add_argument("--long", action="store_true", help="more rounds")
    parser.add_argument("--size", type=int, default=SMALL, help="products")
    options = parser.parse_args()
    mixture = Mixture(options.size)
    rounds = LONG_ROUNDS if options.long else ROUNDS
    for kind in options.databases or WORKERS:
        workers = WORKERS[kind]
        with busy_shop(kind, mixture, workers) as served:
            for asked in (MIXED, PAGES):
                measure(served, mixture, asked, workers, rounds)
    print_machine("benchmarks.overload", f"products, past and queries with seed {SEED}")


if __name__ == "__main__":
    main()
