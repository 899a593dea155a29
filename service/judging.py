"""Judges what a training made before anybody sees it: can it answer, is it what it was?"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.errors import TresenError
from knowledge_base.live import LiveFacts
from knowledge_base.merchandising import Merchandising
from knowledge_base.snapshots import CATALOGUE, LEARNED, Manifest, SnapshotStore
from ranking.context import Context
from ranking.learning import Popularity
from service.engine import Engine, assemble, open_snapshot
from service.recommending import RecommendAsk, recommend
from service.searching import SearchAsk, search
from service.suggesting import SuggestAsk, suggest
from service.tolerances import Tolerances

log = logging.getLogger(__name__)

_TITLES = 20
"""Products of each language that are searched for by their whole titles."""


def judge(
    store: SnapshotStore,
    made: Manifest,
    serving: Manifest | None,
    merchandising: Merchandising,
    *,
    limits: Tolerances,
    now: datetime,
) -> list[str]:
    """Return why a snapshot must not be served: nothing where it may.

    What has numbers that can be right is opened and asked as a service does. `serving` is what
    it would replace, if anything. What people of the shop say (rules, policies) holds.
    """
    reasons = [*_numbers(store, made), *_shapes(store, made)]
    if reasons:
        return reasons
    if serving is not None:
        reasons += _compared(store, made, serving, limits)
    try:
        opened = open_snapshot(store, made.snapshot_id)
        live = LiveFacts.at_rest(opened.catalogue, opened.seq)
        reasons += _asked(assemble(opened, live, merchandising, now), limits, now)
    except Exception as error:  # whatever it is, a shopper must not meet it
        log.exception("snapshot %s cannot answer", made.snapshot_id)
        said = error.detail if isinstance(error, TresenError) else repr(error)
        reasons.append(f"it cannot answer: {said}")
    return reasons


def _numbers(store: SnapshotStore, made: Manifest) -> Iterator[str]:
    learned = store.read(made, LEARNED)
    for name in sorted(learned.files):
        if name.endswith(".npy"):
            values = learned.array(name.removesuffix(".npy"))
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                yield f"{name} has values that are no numbers"


def _shapes(store: SnapshotStore, made: Manifest) -> Iterator[str]:
    shape = (made.parts[CATALOGUE].facts["products"],)
    for name, values in store.read(made, LEARNED).arrays(Popularity().name).items():
        if values.shape != shape:
            yield f"{name} has the shape {values.shape}, not {shape}"
        elif (values < 0).any():
            yield f"{name} has values below 0"


def _compared(
    store: SnapshotStore, made: Manifest, serving: Manifest, limits: Tolerances
) -> Iterator[str]:
    before, now = (open_catalogue(store.read(one, CATALOGUE)) for one in (serving, made))
    if before.products >= limits.products:
        change = now.products / before.products - 1
        if not -limits.fewer_products <= change <= limits.more_products:
            yield f"it has {now.products} products, what is served {before.products}"
        price, usual = _median_price(now), _median_price(before)
        if usual and not abs(price / usual - 1) <= limits.repriced:
            yield f"its median price is {price:.2f}, in what is served {usual:.2f}"
    number, known = (one.parts[LEARNED].facts["interactions"] for one in (made, serving))
    if known >= limits.interactions and number < known * (1 - limits.fewer_interactions):
        yield f"it learned from {number} events, what is served from {known}"


def _median_price(catalogue: Catalogue) -> float:
    """Return the median price of all variants that have one, 0 where none has."""
    prices = LiveFacts.at_rest(catalogue, 0).price
    priced = prices[prices >= 0]
    return float(np.median(priced)) / 100 if len(priced) else 0.0


def _asked(engine: Engine, limits: Tolerances, now: datetime) -> Iterator[str]:
    """Search for nothing, for titles and beginnings of them; look at the home page."""
    for language in engine.catalogue.hits:
        titles = _titles(engine, language)
        shelf = recommend(engine, RecommendAsk(Context(now, "home", language)), None)
        hits: list[dict[str, Any]] = [*shelf["hits"]]
        found = 0
        for text in ("", *titles):
            answer = search(engine, SearchAsk(Context(now, "search", language), text), None)
            ask = SuggestAsk(Context(now, "suggest", language), text[:3])
            hits += [*answer["hits"], *suggest(engine, ask, None)["products"]]
            found += bool(text and answer["total"])
        if found < limits.found * len(titles):
            yield f"{language}: {found} of {len(titles)} titles of products find something"
        rows = engine.catalogue.product_rows([one["product_id"] for one in hits])
        for row in np.unique(rows[~engine.allowed[rows]]):
            shown = engine.catalogue.product_ids[row]
            yield f"{language}: it shows {shown}, which must not be shown"


def _titles(engine: Engine, language: str) -> list[str]:
    """Return the titles of products spread over the catalogue that may be shown."""
    rows = np.flatnonzero(engine.allowed)
    spread = rows[np.linspace(0, len(rows) - 1, min(_TITLES, len(rows)), dtype=np.int64)]
    hits = engine.catalogue.hits[language]
    titles = (orjson.loads(hits.raw(row))["title"] for row in spread.tolist())
    return [one for one in titles if one]
