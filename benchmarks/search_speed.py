"""How fast is a search, in process, beside the plain plan and the engines at hand?

One catalogue mixed of the data at 48,000 products, with --long at a million too. The engines
take turns within one run, and each asks every text twice in its turn: `new`, when it has
forgotten all texts, though not the words they are made of, and `again`, as when somebody turns
the page. What counts for a text is the median of its rounds, and p50 and p99 are taken over
texts. The very `first` round, in which even the words are new, stands apart.

`as shoppers ask` is a stream in which texts come back as in a real log, from a start on: p50
and p99 are over all that is asked, each the median of some such streams, the same for all.
Whoever remembers texts gains by that; the plain plan has no memory. Slips are made anew every
time. All times are the processor's, so that whoever else is at work on the machine does not
count.

The search layer alone answers what the plain plan answers: the same fields of as many hits, and
the same facets, these with their labels. The service answers as over HTTP.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.contestants import MIB, Ask, Contestant, milli_if_installed, ours, plain_plan
from benchmarks.figures import SEED
from benchmarks.mixture import Mixture, prefixes
from benchmarks.plain import Plain
from benchmarks.shops import Shop, opened_shop, print_machine, read_options
from benchmarks.stream import (
    asked_how_often,
    exponent_of,
    letter_by_letter,
    share_of_new,
    slipped,
    stream,
)
from benchmarks.typos import with_typo
from knowledge_base.snapshots import SnapshotStore
from ranking.metrics import Doubles

SIZES = {"48,000": 48_000, "1,000,000": 1_000_000}
SHORT_QUERIES, LONG_QUERIES = 150, 480
SHORT_ROUNDS, LONG_ROUNDS = 5, 15
PREFIXED = 4  # every how manieth query is typed letter by letter
SHOP_TEXTS, SHORT_STREAM, LONG_STREAM = 12_000, 4_000, 20_000
STREAM_ROUNDS = 3
TYPED = 4  # every how manieth text of the stream is typed letter by letter


@dataclass(slots=True)
class Times:
    """Milliseconds of the processor for one engine: of every text by round."""

    new: list[list[float]] = field(default_factory=list)
    again: list[list[float]] = field(default_factory=list)
    streamed: list[list[float]] = field(default_factory=list)

    def figures(self) -> dict[str, Doubles]:
        """Return p50 and p99 by what was known of texts when they were asked."""
        return {
            "new": _usual(self.new),
            "again": _usual(self.again),
            "as shoppers ask": _usual(self.streamed),
            "first": _usual(self.new[:1]),
        }


def _asked(ask: Ask, texts: Sequence[str]) -> list[float]:
    """Return the milliseconds that each text took."""
    took = []
    for text in texts:
        started = time.thread_time_ns()
        ask(text)
        took.append((time.thread_time_ns() - started) / 1e6)
    return took


def _usual(rounds: Sequence[Sequence[float]]) -> Doubles:
    """Return p50 and p99 over texts of the medians over rounds."""
    return np.percentile(np.median(rounds, axis=0), [50, 99])


@dataclass(frozen=True, slots=True)
class Kind:
    """Requests of one kind: different texts, and a stream in which they come back."""

    name: str
    texts: Sequence[str]
    stream: Sequence[str]


def timed(contestants: Sequence[Contestant], kind: Kind, rounds: int) -> dict[str, Times]:
    """Let the engines take turns, each the first in its turn, and return their times."""
    taking = [one for one in contestants if kind.name in one.asks]
    took = {one.name: Times() for one in taking}
    for one in taking:
        one.restart()
    for one in _in_turns(taking, rounds):
        one.forget()
        took[one.name].new.append(_asked(one.asks[kind.name], kind.texts))
        took[one.name].again.append(_asked(one.asks[kind.name], kind.texts))
    for one in _in_turns(taking, STREAM_ROUNDS):
        one.restart()
        took[one.name].streamed.append(_asked(one.asks[kind.name], kind.stream))
    return took


def _in_turns(contestants: Sequence[Contestant], rounds: int) -> Iterator[Contestant]:
    """Yield all contestants round by round, with another one first each time."""
    for number in range(rounds):
        at = number % len(contestants)
        yield from (*contestants[at:], *contestants[:at])


def print_times(kind: Kind, took: Mapping[str, Times]) -> None:
    """Print p50 and p99 over texts, and how many times those of the plain plan."""
    print(
        f"\n{kind.name}, {len(kind.texts)} texts, p50 / p99 in ms, times those of the plain "
        f"plan; as shoppers ask: {len(kind.stream)}, {share_of_new(kind.stream):.0%} for the "
        "first time"
    )
    plain = took["plain plan"].figures()
    for name, one in took.items():
        told = (f"{when} {_beside(both, plain[when])}" for when, both in one.figures().items())
        print(f"  {name:<16}", *told, sep="   ")


def _beside(ours: Doubles, plain: Doubles) -> str:
    (p50, p99), times = ours, ours / plain
    return f"{p50:.3f} / {p99:.3f}, × {times[0]:.1f} / {times[1]:.1f}"


def print_sizes(shop: Shop, queries: Sequence[str]) -> None:
    """Print what the index takes: seconds to build, bytes, and memory of its own process."""
    store = SnapshotStore(shop.snapshots)
    files = {
        path: entry.size
        for part in store.manifest(str(store.current())).parts.values()
        for path, entry in part.files.items()
    }
    folders: dict[str, int] = {}
    for path, size in files.items():
        folder = path.partition("/")[0]
        folders[folder] = folders.get(folder, 0) + size
    largest = sorted(folders.items(), key=lambda one: -one[1])
    print(f"snapshot {sum(files.values()) / MIB:.0f} MiB: ", end="")
    print(", ".join(f"{name} {size / MIB:.1f}" for name, size in largest if size > MIB))
    print(", ".join(f"{k} {v:.1f} s" for k, v in shop.seconds.items() if v > 0.5))  # noqa: PLR2004
    command = [sys.executable, "-m", "benchmarks.resident", str(shop.snapshots), shop.language]
    asked = "\n".join(queries)
    subprocess.run(command, input=asked, text=True, check=True)


def kinds_of_requests(mixture: Mixture, *, long: bool) -> list[Kind]:
    """Return what is asked: typed letter by letter, in full, and with slips."""
    rng = random.Random(SEED)
    queries = mixture.queries(LONG_QUERIES if long else SHORT_QUERIES)
    slips = [slip for one in queries if (slip := with_typo(one, rng))]
    length = LONG_STREAM if long else SHORT_STREAM
    asked = stream(mixture.queries(SHOP_TEXTS), length, exponent_of(asked_how_often()), rng)
    return [
        Kind("type-ahead", prefixes(queries[::PREFIXED]), letter_by_letter(asked[::TYPED])),
        Kind("full search", queries, asked),
        Kind("typo", slips, slipped(asked, rng)),
    ]


def measure(size: int, *, long: bool) -> None:
    """Build all engines over one catalogue and print their times."""
    mixture = Mixture(size)
    kinds = kinds_of_requests(mixture, long=long)
    queries = kinds[1].texts
    print(f"\n== {size:,} products, {len(queries)} queries")
    with (
        opened_shop(mixture.lines(), "de") as shop,
        TemporaryDirectory() as index,
        TemporaryDirectory() as other,
    ):
        print_sizes(shop, queries)
        started = time.perf_counter()
        plain = Plain(shop.texts, "de", codes=mixture.codes(), folder=Path(index))
        stored = sum(one.stat().st_size for one in Path(index).rglob("*"))
        took = time.perf_counter() - started
        print(f"plain plan: built in {took:.0f} s, {stored / MIB:.0f} MiB")
        contestants = [*ours(shop), plain_plan(plain), *milli_if_installed(shop, Path(other))]
        for kind in kinds:
            print_times(kind, timed(contestants, kind, LONG_ROUNDS if long else SHORT_ROUNDS))


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__, *SIZES)
    for name in options.parts if options.long else options.parts[:1]:
        measure(SIZES[name], long=options.long)
    print_machine("benchmarks.search_speed", f"products, queries and slips with seed {SEED}")


if __name__ == "__main__":
    main()
