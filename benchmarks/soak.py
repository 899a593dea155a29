"""Does a service stay as it is that is used for hours?

`python -m benchmarks.soak [postgresql|sqlite] --minutes 120` asks half of what the service
can answer at the peak, 20 % of it events, and tells every minute what its processes keep in
memory and have open, how long the database's log is, and how soon the answers came. In the end
the last minutes stand beside the first: ten of each, or a third of all where there are fewer
than thirty.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.asking import Told, closed_loop, open_loop
from benchmarks.busy_shop import MIXED, SMALL, WORKERS, Served, busy_shop, requests
from benchmarks.figures import SEED
from benchmarks.mixture import Mixture
from benchmarks.shops import print_machine

WINDOW = 10
"""Minutes at either end that are compared."""
FINDING = 5.0
"""Seconds in which the peak is looked for."""
MOST = 1.2
"""How many times the p99 of the first minutes that of the last may be."""


@dataclass(frozen=True, slots=True)
class Minute:
    """What a minute brought, and how the service was at its end; memory and log in MiB."""

    told: Told
    memory: float
    descriptors: int
    log: float

    def line(self) -> str:
        """Say it in one line."""
        p50, p99 = np.percentile(self.told.of(), [50, 99])
        return (
            f"{self.told.rate:6.0f}/s  p50/p99 {p50:.1f}/{p99:.1f} ms  "
            f"{self.memory:7.1f} MiB  {self.descriptors:4} open  log {self.log:6.1f} MiB  "
            f"{len(self.told.of(good=False))} refused, {self.told.degraded} degraded, "
            f"{self.told.sent - self.told.answered} unanswered"
        )


def half_the_peak(served: Served, mixture: Mixture, waiting: int) -> float:
    """Return half the answers a second that some get who wait for each, once all is warm."""
    cold, warm = (
        closed_loop(served.port, requests(served, mixture, MIXED), waiting, FINDING)
        for _ in range(2)
    )
    return max(cold.rate, warm.rate) / 2


def minute(served: Served, mixture: Mixture, rate: float, seconds: float) -> Minute:
    """Ask for a minute and look at the service."""
    told = open_loop(served.port, requests(served, mixture, MIXED), rate, seconds)
    return Minute(told, served.memory(), served.descriptors(), served.log_size())


def compare(minutes: Sequence[Minute]) -> None:
    """Print the first and the last minutes side by side."""
    size = min(WINDOW, max(1, len(minutes) // 3))
    first, last = minutes[:size], minutes[-size:]
    p99 = [
        float(np.percentile([took for one in some for took in one.told.of()], 99))
        for some in (first, last)
    ]
    ratio = p99[1] / p99[0]
    said = "so" if ratio <= MOST else "not so"
    print(f"\nof {len(minutes)} minutes the first {size} and the last {size}")
    print(f"  p99          {p99[0]:8.1f} → {p99[1]:8.1f} ms, {ratio:.2f} × (≤ {MOST}: {said})")
    for name in ("memory", "descriptors", "log"):
        early, late = (
            np.median([getattr(one, name) for one in some]) for some in (first, last)
        )
        print(f"  {name:<12} {early:8.1f} → {late:8.1f}")


def main() -> None:
    """Serve, ask, look, print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("database", nargs="?", choices=list(WORKERS), default="sqlite")
    parser.add_argument("--minutes", type=int, default=3)
    parser.add_argument("--size", type=int, default=SMALL, help="products")
    parser.add_argument("--rate", type=float, help="requests a second; else half the peak")
    options = parser.parse_args()
    mixture = Mixture(options.size)
    with busy_shop(options.database, mixture, WORKERS[options.database]) as served:
        rate = options.rate or half_the_peak(served, mixture, 2 * WORKERS[options.database])
        print(f"{rate:.0f} requests/s for {options.minutes} minutes")
        minutes = list[Minute]()
        for number in range(options.minutes):
            minutes.append(minute(served, mixture, rate, 60.0))
            print(f"{number + 1:4} {minutes[-1].line()}", flush=True)
    compare(minutes)
    print_machine("benchmarks.soak", f"products, past and queries with seed {SEED}")


if __name__ == "__main__":
    main()
