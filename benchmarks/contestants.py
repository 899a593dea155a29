"""The engines whose speed is measured, and how each is asked for every kind of request."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from orjson import dumps

from benchmarks.mixture import FACETS
from benchmarks.peers import open_milli
from benchmarks.plain import Plain, fragments
from benchmarks.shops import Shop, open_engine
from ranking.context import Context
from search.facets import FacetAsk, count_facets
from search.searcher import Found, Searcher
from service.answering.searching import SearchAsk, search
from service.answering.suggesting import LOOKED_AT, SuggestAsk, suggest
from service.collector import left_alone

HITS, SUGGESTED = 24, 8
MIB = 1 << 20

Ask = Callable[[str], object]


def _nothing() -> None:
    """Forget nothing: for engines that remember nothing."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One engine, how it is asked for each kind of request, and what makes it forget.

    It can `forget` the texts, or `restart`: then it has met no word yet.
    """

    name: str
    asks: Mapping[str, Ask]
    forget: Callable[[], None] = _nothing
    restart: Callable[[], None] = _nothing


class Ours:
    """Tresen, asked for what the plain plan answers, or for all that answers a request."""

    def __init__(self, shop: Shop) -> None:
        self._snapshots = shop.snapshots
        self._engine = shop.engine
        self._language = shop.language
        self._context = Context(datetime.now(UTC), "search", shop.language)
        self._fragments = fragments(shop.texts)

    def forget(self) -> None:
        """Forget the texts and what was counted and suggested, but not the words."""
        self._engine.live.counted.clear()
        self._engine.offer.said.clear()
        known, catalogue = self._engine.searchers, self._engine.catalogue
        searchers = {name: Searcher(one.lexicon, catalogue) for name, one in known.items()}
        self._engine = replace(self._engine, searchers=searchers)

    def restart(self) -> None:
        """Open everything anew, as the service does when it starts."""
        with left_alone():
            self._engine = open_engine(self._snapshots, self._context.now)

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
        Contestant("Tresen, search", layer, one.forget, one.restart),
        Contestant("Tresen, service", service, one.forget, one.restart),
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
