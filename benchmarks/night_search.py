"""Do shoppers feel a night? Searches over HTTP at rest, and while it learns and publishes.

`python -m benchmarks.night_search [--events N] [--products N] [--rounds N]` serves a made-up
shop and lets rest and `tresen train` take turns; each training publishes, and the service opens
what it made. Figures are of all rounds together; what counts is their ratio.
"""

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import cycle, product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import numpy as np

from benchmarks.http_speed import Server, started
from benchmarks.import_speed import COLOURS, KINDS
from benchmarks.night import make

_TRESEN = [sys.executable, "-m", "service"]
_PAUSE = 0.005
"""Seconds between two searches: a shop that has something to do, and not all there is."""
_AFTER = 5.0
"""Seconds after a training in which the service opens what was published."""


def settings(folder: Path) -> dict[str, str]:
    """Return what the service is told."""
    return {
        "TRESEN_DATA_DIR": str(folder),
        "TRESEN_LANGUAGES": "de,en",
        "TRESEN_PORT": "0",
        "TRESEN_PUBLIC_RATE": "0",
    }


def run(told: Mapping[str, str], *words: str) -> "subprocess.Popen[str]":
    """Start a command of the service."""
    environment = {**os.environ, **told}  # noqa: TID251 — a program of ours inherits it
    return subprocess.Popen(
        [*_TRESEN, *words], env=environment, stdout=subprocess.PIPE, text=True
    )


def asked(server: Server, targets: Iterator[str]) -> float:
    """Search once; return the milliseconds that took."""
    time.sleep(_PAUSE)
    began = time.perf_counter()
    server.get(next(targets))
    return 1_000 * (time.perf_counter() - began)


def measure(server: Server, told: Mapping[str, str], rounds: int) -> None:
    """Let rest and training take turns, and print what searches took."""
    texts = (f"{kind} {colour}" for kind, colour in product(KINDS, COLOURS))
    targets = cycle([f"/v1/search?{urlencode({'q': one})}" for one in texts])
    for _ in range(100):
        asked(server, targets)
    rest, busy = list[float](), list[float]()
    for _ in range(rounds):
        training = run(told, "train")
        began, until = time.perf_counter(), np.inf
        while time.perf_counter() < until:
            busy.append(asked(server, targets))
            if training.poll() is not None:
                until = min(until, time.perf_counter() + _AFTER)
        if training.returncode:
            raise SystemExit("the training was refused")
        print(f"trained and published in {time.perf_counter() - began - _AFTER:.0f} s")
        began = time.perf_counter()
        while time.perf_counter() - began < 2 * _AFTER:
            rest.append(asked(server, targets))
    calm, worked = (np.percentile(one, (50, 99)) for one in (rest, busy))
    for name, (p50, p99), n in (("at rest", calm, len(rest)), ("at night", worked, len(busy))):
        print(f"{name:<9} p50 {p50:.1f} ms  p99 {p99:.1f} ms  n = {n:,}")
    p50, p99 = worked / calm
    print(f"ratio     p50 {p50:.2f}  p99 {p99:.2f}")


def main() -> None:
    """Make a shop, train once, serve it and measure."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--products", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = settings(folder)
        make(folder, options.events, options.products, datetime.now(UTC))
        run(told, "train").communicate()
        key, _ = run(told, "keys", "create", "--class", "public", "--origin", "*").communicate()
        with started("tresen serve", [*_TRESEN, "serve"], told, key.strip()) as server:
            measure(server, told, options.rounds)


if __name__ == "__main__":
    main()
