"""How fast is a search, in process, beside the plain plan and the engines at hand?

One catalogue mixed of the data at 48,000 products, with --long at a million too. The engines
take turns within one run; what counts for a query is the median of its rounds, and p50 and p99
are taken over queries. The first round stands apart: nothing can have been remembered there.
The processor's time, the mean of a query, tells how far the clock was disturbed by others.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.figures import SEED
from benchmarks.mixture import FACETS, Mixture, prefixes
from benchmarks.peers import open_milli
from benchmarks.plain import Plain
from benchmarks.shops import Shop, opened_shop, print_machine, read_options
from benchmarks.typos import with_typo
from knowledge_base.snapshots import SnapshotStore
from ranking.context import Context
from ranking.metrics import Doubles
from search.searcher import Found
from service.searching import SearchAsk, search
from service.suggesting import LOOKED_AT, SuggestAsk, suggest

SIZES = {"48,000": 48_000, "1,000,000": 1_000_000}
HITS, SUGGESTED = 24, 8
SHORT_QUERIES, LONG_QUERIES = 150, 480
SHORT_ROUNDS, LONG_ROUNDS = 5, 15
PREFIXED = 4  # every how manieth query is typed letter by letter

Ask = Callable[[str], object]
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Contestant:
    """One engine, and how it is asked for each kind of request."""

    name: str
    asks: Mapping[str, Ask]


def ours(shop: Shop) -> list[Contestant]:
    """Return Tresen twice: its search layer alone, and all that answers a request."""
    searcher = shop.engine.opened.searchers[shop.language]
    context = Context(datetime.now(UTC), "search", shop.language)

    def best_of(found: Found, limit: int) -> list[str]:
        candidates = found.candidates
        best = np.lexsort((-candidates.score, candidates.tier))[:limit]
        return [shop.texts[row].product_id for row in candidates.rows[best].tolist()]

    def found(limit: int, text: str) -> list[str]:
        return best_of(searcher.find(searcher.understand(text)), limit)

    def ahead(text: str) -> list[str]:
        return best_of(searcher.ahead(searcher.understand(text), LOOKED_AT), SUGGESTED)

    def answered(facets: Sequence[str], text: str) -> Any:
        ask = SearchAsk(context, text, per_page=HITS, facets=facets)
        return search(shop.engine, ask, None)

    def suggested(text: str) -> Any:
        return suggest(shop.engine, SuggestAsk(context, text, SUGGESTED), None)

    layer: dict[str, Ask] = {
        "type-ahead": ahead,
        "full search": partial(found, HITS),
        "typo": partial(found, HITS),
    }
    service: dict[str, Ask] = {
        "type-ahead": suggested,
        "full search": partial(answered, FACETS),
        "typo": partial(answered, ()),
    }
    return [Contestant("Tresen, search", layer), Contestant("Tresen, service", service)]


def plain_plan(plain: Plain) -> Contestant:
    """Return the plain plan, its answers made ready to send."""
    asks: dict[str, Ask] = {
        "type-ahead": partial(plain.complete, limit=SUGGESTED),
        "full search": partial(plain.answer, limit=HITS),
        "typo": partial(plain.page, limit=HITS),
    }
    return Contestant("plain plan", asks)


def milli_if_installed(shop: Shop, folder: Path) -> list[Contestant]:
    """Return Meilisearch's engine, which has one way to be asked and counts no facets."""
    if find_spec("milli") is None:
        print("milli: skipped, it is not installed")
        return []
    started = time.perf_counter()
    index = open_milli(shop.texts, folder)
    size = sum(one.stat().st_size for one in folder.rglob("*"))
    print(f"milli: built in {time.perf_counter() - started:.0f} s, {size / MIB:.0f} MiB")
    return [Contestant("milli", {"type-ahead": index.search, "typo": index.search})]


@dataclass(slots=True)
class Times:
    """Milliseconds of one engine: of every query by round, and of the processor by round."""

    clock: list[list[float]] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add_round(self, ask: Ask, texts: Sequence[str]) -> None:
        """Ask everything once."""
        began, found = time.thread_time_ns(), []
        for text in texts:
            started = time.perf_counter_ns()
            ask(text)
            found.append((time.perf_counter_ns() - started) / 1e6)
        self.processor.append((time.thread_time_ns() - began) / 1e6 / len(texts))
        self.clock.append(found)

    def usual(self) -> Doubles:
        """Return p50 and p99 over queries of the medians over rounds."""
        return np.percentile(np.median(self.clock, axis=0), [50, 99])

    def first(self) -> Doubles:
        """Return p50 and p99 of the first round."""
        return np.percentile(self.clock[0], [50, 99])


def timed(
    contestants: Sequence[Contestant], kind: str, texts: Sequence[str], rounds: int
) -> dict[str, Times]:
    """Let the engines take turns, each the first in its turn, and return their times."""
    taking = [one for one in contestants if kind in one.asks]
    took = {one.name: Times() for one in taking}
    for number in range(rounds):
        at = number % len(taking)
        for one in taking[at:] + taking[:at]:
            took[one.name].add_round(one.asks[kind], texts)
    return took


def print_times(kind: str, texts: Sequence[str], took: Mapping[str, Times]) -> None:
    """Print p50 and p99 over queries, and how many times those of the plain plan."""
    print(f"\n{kind}, {len(texts)} texts")
    plain = took["plain plan"].usual()
    for name, one in took.items():
        (p50, p99), first, times = one.usual(), one.first(), one.usual() / plain
        print(
            f"  {name:<16} p50 / p99 {p50:7.3f} / {p99:7.3f} ms"
            f"   × plain {times[0]:5.1f} / {times[1]:5.1f}"
            f"   first round {first[0]:7.3f} / {first[1]:7.3f} ms"
            f"   processor {np.median(one.processor):7.3f} ms"
        )


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


def measure(size: int, *, long: bool) -> None:
    """Build all engines over one catalogue and print their times."""
    mixture = Mixture(size)
    queries = mixture.queries(LONG_QUERIES if long else SHORT_QUERIES)
    rng = random.Random(SEED)
    slips = [slip for one in queries if (slip := with_typo(one, rng))]
    kinds = {
        "type-ahead": prefixes(queries[::PREFIXED]),
        "full search": queries,
        "typo": slips,
    }
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
        for kind, texts in kinds.items():
            rounds = LONG_ROUNDS if long else SHORT_ROUNDS
            print_times(kind, texts, timed(contestants, kind, texts, rounds))


def main() -> None:
    """Measure and print."""
    options = read_options(__doc__, *SIZES)
    for name in options.parts if options.long else options.parts[:1]:
        measure(SIZES[name], long=options.long)
    print_machine("benchmarks.search_speed", f"products, queries and slips with seed {SEED}")


if __name__ == "__main__":
    main()
