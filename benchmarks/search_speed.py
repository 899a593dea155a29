"""How fast is a search, in process, beside the plain plan and the engines at hand?

One catalogue mixed of the data at 48,000 products, with --long at a million too. The engines
take turns within one run, and each asks every text twice in its turn: `new`, when it has
forgotten all texts, though not the words they are made of, and `again`, as when somebody turns
the page. What counts for a text is the median of its rounds, and p50 and p99 are taken over
texts. The very `first` round, in which even the words are new, stands apart. All times are the
processor's, so that whoever else is at work on the machine does not count.

The search layer alone answers what the plain plan answers: the same fields of as many hits, and
the same facets, these with their labels. The service answers as over HTTP.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from orjson import dumps

from benchmarks.figures import SEED
from benchmarks.mixture import FACETS, Mixture, prefixes
from benchmarks.peers import open_milli
from benchmarks.plain import Plain, fragments
from benchmarks.shops import Shop, opened_shop, print_machine, read_options
from benchmarks.typos import with_typo
from knowledge_base.snapshots import SnapshotStore
from ranking.context import Context
from ranking.metrics import Doubles
from search.facets import FacetAsk, count_facets
from search.searcher import Found, Searcher
from service.searching import SearchAsk, search
from service.suggesting import LOOKED_AT, SuggestAsk, suggest

SIZES = {"48,000": 48_000, "1,000,000": 1_000_000}
HITS, SUGGESTED = 24, 8
SHORT_QUERIES, LONG_QUERIES = 150, 480
SHORT_ROUNDS, LONG_ROUNDS = 5, 15
PREFIXED = 4  # every how manieth query is typed letter by letter

Ask = Callable[[str], object]
MIB = 1 << 20


def _nothing() -> None:
    """Forget nothing: for engines that remember nothing."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One engine, how it is asked for each kind of request, and made to forget the texts."""

    name: str
    asks: Mapping[str, Ask]
    forget: Callable[[], None] = _nothing


class Ours:
    """Tresen, asked for what the plain plan answers, or for all that answers a request."""

    def __init__(self, shop: Shop) -> None:
        self._engine = shop.engine
        self._language = shop.language
        self._context = Context(datetime.now(UTC), "search", shop.language)
        self._fragments = fragments(shop.texts)

    def forget(self) -> None:
        """Forget the texts, but not the words."""
        known, catalogue = self._engine.searchers, self._engine.catalogue
        searchers = {name: Searcher(one.lexicon, catalogue) for name, one in known.items()}
        self._engine = replace(self._engine, searchers=searchers)

    def page(self, text: str) -> bytes:
        """Return a page of hits, the best matches first."""
        return self._best(self._found(text), HITS)

    def answer(self, text: str) -> bytes:
        """Return a page of hits, and the facets of all matches."""
        found = self._found(text)
        every = self._engine.masks.filtered(found.candidates.rows, ())
        facets = count_facets(every, FacetAsk(self._language, FACETS))
        return b'{"hits":' + self._best(found, HITS) + b',"facets":' + dumps(facets) + b"}"

    def complete(self, text: str) -> bytes:
        """Return the best products for what has been typed so far."""
        searcher = self._searcher
        return self._best(searcher.ahead(searcher.understand(text), LOOKED_AT), SUGGESTED)

    def search(self, facets: Sequence[str], text: str) -> Any:
        """Answer as `/v1/search` does, but for tokens."""
        ask = SearchAsk(self._context, text, per_page=HITS, facets=facets)
        return search(self._engine, ask, None)

    def suggest(self, text: str) -> Any:
        """Answer as `/v1/suggest` does, but for tokens."""
        return suggest(self._engine, SuggestAsk(self._context, text, SUGGESTED), None)

    @property
    def _searcher(self) -> Searcher:
        return self._engine.searchers[self._language]

    def _found(self, text: str) -> Found:
        return self._searcher.find(self._searcher.understand(text))

    def _best(self, found: Found, limit: int) -> bytes:
        """Write the best candidates as JSON."""
        candidates = found.candidates
        keys = candidates.tier - candidates.score / np.float32(2)  # scores are 1 at most
        best = np.argpartition(keys, limit)[:limit] if len(keys) > limit else slice(None)
        rows = candidates.rows[best][np.argsort(keys[best], kind="stable")].tolist()
        return b"[" + b",".join([self._fragments[row] for row in rows]) + b"]"


def ours(shop: Shop) -> list[Contestant]:
    """Return Tresen twice: its search layer alone, and all that answers a request."""
    one = Ours(shop)
    layer: dict[str, Ask] = {
        "type-ahead": one.complete,
        "full search": one.answer,
        "typo": one.page,
    }
    service: dict[str, Ask] = {
        "type-ahead": one.suggest,
        "full search": partial(one.search, FACETS),
        "typo": partial(one.search, ()),
    }
    return [
        Contestant("Tresen, search", layer, one.forget),
        Contestant("Tresen, service", service, one.forget),
    ]


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
    """Milliseconds of the processor for one engine: of every text by round, new and again."""

    new: list[list[float]] = field(default_factory=list)
    again: list[list[float]] = field(default_factory=list)

    def add_round(self, one: Contestant, kind: str, texts: Sequence[str]) -> None:
        """Ask everything twice."""
        one.forget()
        self.new.append(_asked(one.asks[kind], texts))
        self.again.append(_asked(one.asks[kind], texts))


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


def timed(
    contestants: Sequence[Contestant], kind: str, texts: Sequence[str], rounds: int
) -> dict[str, Times]:
    """Let the engines take turns, each the first in its turn, and return their times."""
    taking = [one for one in contestants if kind in one.asks]
    took = {one.name: Times() for one in taking}
    for number in range(rounds):
        at = number % len(taking)
        for one in taking[at:] + taking[:at]:
            took[one.name].add_round(one, kind, texts)
    return took


def print_times(kind: str, texts: Sequence[str], took: Mapping[str, Times]) -> None:
    """Print p50 and p99 over texts, and how many times those of the plain plan."""
    print(f"\n{kind}, {len(texts)} texts, p50 / p99 in ms, times those of the plain plan")
    plain = took["plain plan"]
    for name, one in took.items():
        figures = {
            "new": (_usual(one.new), _usual(plain.new)),
            "again": (_usual(one.again), _usual(plain.again)),
            "first": (_usual(one.new[:1]), _usual(plain.new[:1])),
        }
        told = (f"{when} {_beside(*both)}" for when, both in figures.items())
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
