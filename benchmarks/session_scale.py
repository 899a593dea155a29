"""How fast, how large: session neighbours of a big shop, over a made-up log.

`python -m benchmarks.session_scale [--events 10_000_000] [--products 100_000]` makes sessions
in which products of a topic follow each other (popularity after Zipf, five or six looks), fits
what a night fits, writes the arrays and maps them, and times answers in one process: by the
clock, and by what the processor did, which is all that means something on a busy machine.
"""

import resource
import time
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import SEED
from benchmarks.logs import interactions, nameless
from knowledge_base.interactions import Interactions
from recommenders.recommender import Ask
from recommenders.sessions import SessionNeighbours

LOOKS = 5.5
"""Mean looks of a session."""
TOPIC = 200
"""Products of a topic."""
WANDERING = 0.2
"""Share of looks outside a session's topic."""
STEEPNESS = 0.9
"""Exponent of how popularity falls with the rank."""
ASKED = 5_000
SHOWN = 20
Arrays = Mapping[str, NDArray[Any]]


def popular(chance: np.random.Generator, among: int, size: int) -> NDArray[np.int64]:
    """Draw ranks below `among` by a power law (int64, shape (size,))."""
    rest = 1.0 - STEEPNESS
    drawn = (chance.random(size) * (among**rest - 1.0) + 1.0) ** (1.0 / rest)
    ranks: NDArray[np.int64] = np.minimum(drawn.astype(np.int64), among) - 1
    return ranks


def made_up(events: int, products: int, seed: int | Sequence[int] = SEED) -> Interactions:
    """Make a log, a look a second, sessions one after another."""
    chance = np.random.default_rng(seed)
    lengths = 1 + chance.geometric(1.0 / (LOOKS - 1.0), int(events / LOOKS * 1.1))
    ends = np.cumsum(lengths)
    lengths = lengths[: np.searchsorted(ends, events) + 1]
    session = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[:events]
    topics = max(products // TOPIC, 1)
    topic = popular(chance, topics, len(lengths)).astype(np.int32)[session]
    product = (topic + popular(chance, products // topics, len(session)) * topics).astype(
        np.int32
    )
    wanders = chance.random(len(session)) < WANDERING
    product[wanders] = popular(chance, products, int(wanders.sum()))
    at = np.arange(len(session), dtype=np.float64)
    return interactions(product, at, products=products, until=float(len(at)), session=session)


def mapped(arrays: Arrays, folder: Path) -> Arrays:
    """Write arrays and open them as a snapshot is opened."""
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    return {
        name: np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in arrays
    }


def measure(model: SessionNeighbours, values: Interactions) -> None:
    """Time answers to the beginnings of sessions of the log."""
    chance = np.random.default_rng(SEED + 1)
    allowed = np.ones(values.products, dtype=np.bool_)
    took, worked, found = [], [], []
    for place in chance.integers(0, len(values) - 8, ASKED):
        last = values.session[place : place + 8]
        seen = values.product[place : place + 8][last == last[0]]
        ask = Ask(allowed, recent=seen)
        begun, idle = time.perf_counter(), time.thread_time()
        found.append(len(model.propose(ask, SHOWN)))
        worked.append(time.thread_time() - idle)
        took.append(time.perf_counter() - begun)
    for name, seconds in (("by the clock", took), ("processor time", worked)):
        p50, p90, p99 = np.percentile(np.array(seconds) * 1000, (50, 90, 99))
        print(f"an answer, {name}: p50 {p50:.2f} ms  p90 {p90:.2f} ms  p99 {p99:.2f} ms")
    print(f"products proposed, of {SHOWN}: {np.mean(found):.1f}")


def main() -> None:
    """Make a log, fit, write, map and ask."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--products", type=int, default=100_000)
    options = parser.parse_args()
    values = made_up(options.events, options.products)
    print(f"{len(values):,} events, {options.products:,} products")
    begun = time.perf_counter()
    arrays = SessionNeighbours.fit(values, nameless(options.products))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    size = {name: array.nbytes / 2**20 for name, array in arrays.items()}
    print(f"fit {time.perf_counter() - begun:.0f} s, peak {peak:.1f} GB")
    print(
        f"index {sum(size.values()):.0f} MB: ", {name: round(mb) for name, mb in size.items()}
    )
    with TemporaryDirectory() as folder:
        measure(SessionNeighbours(mapped(arrays, Path(folder))), values)


if __name__ == "__main__":
    main()
