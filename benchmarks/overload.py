"""What is left of a service that is asked ten times as much as it can answer?

`python -m benchmarks.overload [postgresql] [sqlite] [--long]`: two who wait for their answers
find the peak of mixed requests; then, in turns with them, ten times that rate comes from people
who do not wait for each other. Goodput is what was answered; all others are to be told with 429
or 503 when to come back. Medians of the rounds. Who asks runs on the same machine, and what it
takes of a processor the service cannot have.
"""

import time
from argparse import ArgumentParser
from collections.abc import Sequence

import numpy as np

from benchmarks.asking import Told, closed_loop, open_loop
from benchmarks.busy_shop import (
    MIXED,
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
from benchmarks.shops import print_machine

ROUNDS, LONG_ROUNDS = 3, 15
TIMES = 10
PATIENT = 2
"""Who wait at the peak, a process: more would queue."""
SECONDS = 5.0
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


def measure(served: Served, mixture: Mixture, workers: int, rounds: int) -> None:
    """Take turns and print what is left."""
    peaks, rushes, recoveries = list[Told](), list[Told](), list[float]()
    target = targets(mixture)[SEARCH][0]
    for _ in range(rounds + 1):
        patient, rushing = (requests(served, mixture, MIXED) for _ in "ab")
        peaks.append(closed_loop(served.port, patient, PATIENT * workers, SECONDS))
        rushes.append(open_loop(served.port, rushing, TIMES * peaks[-1].rate, SECONDS))
        recoveries.append(recovered(served, target))
    tell(served.name, peaks[1:], rushes[1:])
    print(f"  whole again after {np.median(recoveries):9.2f} s")


def tell(name: str, peaks: Sequence[Told], rushes: Sequence[Told]) -> None:
    """Print the medians of the rounds, and what was answered to everybody."""
    shares = [rush.rate / peak.rate for peak, rush in zip(peaks, rushes, strict=True)]
    offered = [rush.sent / SECONDS for rush in rushes]
    every = Told()
    for rush in rushes:
        every.add(rush)
    print(f"\n{name}, {len(rushes)} rounds of {SECONDS:.0f} s")
    print(f"  peak           {np.median([one.rate for one in peaks]):12.0f} answers/s")
    print(f"  rush           {np.median(offered):12.0f} requests/s")
    print(f"  goodput        {np.median(shares):12.0%} of the peak")
    print(f"  asking took    {every.share:12.0%} of a processor")
    for status in sorted({status for _, status in every.took}):
        took = [one for (_, each), some in every.took.items() if each == status for one in some]
        p50, p99 = np.percentile(took, [50, 99])
        print(f"  {status}: {len(took) / every.seconds:8.0f}/s, {p50:.0f}/{p99:.0f} ms")
    impolite = {status for _, status in every.took if status >= 300} - POLITE  # noqa: PLR2004 — no answer
    print(f"  unanswered {every.sent - every.answered}, without Retry-After {every.curt}")
    print(f"  other refusals {sorted(impolite) or 'none'}")
    print(f"  went without something {every.degraded / len(every.of()):.0%} of the answers")


def main() -> None:
    """Serve, ask and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("databases", nargs="*", choices=[*WORKERS, []])
    parser.add_argument("--long", action="store_true", help="more rounds")
    parser.add_argument("--size", type=int, default=SMALL, help="products")
    options = parser.parse_args()
    mixture = Mixture(options.size)
    rounds = LONG_ROUNDS if options.long else ROUNDS
    for kind in options.databases or WORKERS:
        workers = WORKERS[kind]
        with busy_shop(kind, mixture, workers) as served:
            measure(served, mixture, workers, rounds)
    print_machine("benchmarks.overload", f"products, past and queries with seed {SEED}")


if __name__ == "__main__":
    main()
