"""Judges what a training made before anybody sees it: can it answer, is it what it was?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np

from knowledge_base.columns import Longs
from knowledge_base.errors import TresenError
from knowledge_base.interactions import Interactions
from knowledge_base.live import LiveFacts
from knowledge_base.manifest import LEARNED, Manifest
from knowledge_base.merchandising import Merchandising
from knowledge_base.renumbering import Renumbering
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.feed_imports import Feeds
from ranking.context import Context
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.engine import Engine, assemble, open_snapshot
from service.judging.comparing import last_day, quality, steadiness
from service.judging.golden import unmet
from service.judging.pins import moved
from service.judging.plausibility import LastDay, odd_events, odd_feeds, odd_products
from service.judging.shelves import Shelves
from service.judging.tolerances import Tolerances
from service.judging.trial import Trial, tried, tried_apart

TRIAL = "trial"
"""Under which note of a manifest it says how its trial went."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: a snapshot beside the one it would replace, and what it was made of.

    `day` is what became of the last day's events, `feeds` of the last feeds' lines. What
    people of the shop say (rules, policies, golden queries) holds.
    """

    store: SnapshotStore
    made: Manifest
    serving: Manifest | None
    merchandising: Merchandising
    values: Interactions
    day: LastDay
    feeds: Sequence[Feeds]
    now: datetime

    @property
    def known(self) -> int:
        """Return how many interactions what is served had learned from."""
        return self.serving.parts[LEARNED].facts["interactions"] if self.serving else 0

    def engine(self, manifest: Manifest, erased: Longs) -> Engine:
        """Open a snapshot as if the events of some traces had not happened."""
        opened = open_snapshot(self.store, manifest.snapshot_id, erased)
        live = LiveFacts.at_rest(opened.catalogue, opened.seq)
        return assemble(opened, live, self.merchandising, self.now)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a snapshot must not be served, nothing where it may; and what was measured."""

    refused: Sequence[str] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


def judge(case: Case, limits: Tolerances, *, apart: bool = False) -> Verdict:
    """Try a snapshot, compare it with the one being served, and ask its golden queries.

    It is first tried in a process of its own where it shall be `apart`.
    """
    trial = (tried_apart if apart else tried)(case.store, case.made.snapshot_id, case.now)
    figures: dict[str, Any] = {TRIAL: asdict(trial)}
    refused = [*trial.reasons, *_slow(trial, case.serving, limits)]
    if trial.reasons:
        return Verdict(refused, figures)
    try:
        reasons, measured = _compared(case, limits)
    except TresenError as error:
        return Verdict([*refused, f"it cannot be compared: {error.detail}"], figures)
    return Verdict([*refused, *reasons], figures | measured)


def _slow(trial: Trial, serving: Manifest | None, limits: Tolerances) -> Iterator[str]:
    """Yield what opening and asking took too much of, also beside what is served."""
    before = Trial(**serving.notes.get(TRIAL, {})) if serving else Trial()
    if trial.found < limits.found * trial.asked:
        yield f"{trial.found} of {trial.asked} titles of products find something"
    if trial.seconds > limits.load:
        yield f"it takes {trial.seconds:.0f} s to open"
    if trial.slowest > max(limits.answer, limits.slower * before.slowest):
        yield f"its slowest answer takes {trial.slowest:.0f} ms"
    if before.megabytes and trial.megabytes > limits.heavier * before.megabytes:
        yield f"it takes {trial.megabytes:.0f} MB, what is served {before.megabytes:.0f}"


def _compared(case: Case, limits: Tolerances) -> tuple[list[str], dict[str, float]]:
    """Compare what was read, what was learned and what is shown with what is served."""
    erased = last_day(case.values).trace
    engine = case.engine(case.made, erased)
    made, served = Shelves.of(engine), None
    figures: dict[str, float] = {}
    reasons = [*unmet(engine, case.now), *_ineligible(engine, case.now)]
    reasons += odd_events(case.values, case.known, case.day, limits)
    reasons += odd_feeds(case.feeds, limits)
    if case.serving is not None:
        before = case.engine(case.serving, erased)
        moves = Renumbering.between(before.catalogue, engine.catalogue).products
        reasons += odd_products(engine.catalogue, before.catalogue, moves, limits)
        reasons += _empty(engine, before, limits)
        reasons += moved(engine, before, case.now, limits.contexts)
        if case.known >= limits.interactions:
            served = Shelves.served(before, moves)
            odd, figures = steadiness(made, served, limits)
            reasons += odd
    worse, measured = quality(made, served, case.values, limits)
    return reasons + worse, figures | measured


def _ineligible(engine: Engine, now: datetime) -> Iterator[str]:
    """Yield what is shown to everybody at the first glance and must not be."""
    for language in engine.catalogue.languages:
        shelf = recommend(engine, RecommendAsk(Context(now, "home", language)), None)
        page = search(engine, SearchAsk(Context(now, "category", language)), None)
        shown = [hit["product_id"] for hit in (*shelf["hits"], *page["hits"])]
        rows = engine.catalogue.product_rows(shown)
        for row in np.unique(rows[~engine.allowed[rows]]):
            name = engine.catalogue.product_ids[row]
            yield f"{language}: it shows {name}, which must not be shown"


def _empty(made: Engine, served: Engine, limits: Tolerances) -> Iterator[str]:
    """Yield that more of what is searched for most finds nothing."""
    queries = [text for text, _ in islice(served.opened.queries, limits.contexts)]
    if len(queries) < limits.questions:
        return
    empty, before = (
        sum(not _finds(engine, text) for text in queries) for engine in (made, served)
    )
    if empty - before > max(1, limits.more_empty * len(queries)):
        yield f"{empty} of {len(queries)} frequent queries find nothing, served {before}"


def _finds(engine: Engine, text: str) -> bool:
    searcher = engine.searchers[engine.catalogue.languages[0]]
    rows = searcher.find(searcher.understand(text)).candidates.rows
    return bool(engine.allowed[rows].any())
