"""The night: builds a snapshot beside the old one and publishes it by one switch."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.catalogue_files import save_catalogue
from knowledge_base.families import Family, families
from knowledge_base.interactions import Interactions, no_interactions
from knowledge_base.market import Market
from knowledge_base.snapshots import CATALOGUE, LEARNED, Draft, SnapshotStore
from knowledge_base.storage.change_log import last_seq
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import (
    read_interactions,
    successful_queries,
)
from knowledge_base.storage.people import refresh_summaries
from knowledge_base.storage.products import all_products
from ranking.learning import Popularity
from recommenders.recommender import Learner
from recommenders.serving import LEARNERS
from search.index import build_index
from search.suggestions import build_suggestions

QUERY_WINDOW = timedelta(days=90)
"""How far back a query may lie that is suggested to others."""
QUERY_VISITORS = 3
"""How many different visitors must have succeeded with it."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a night did: sizes, seconds by stage, and whether the result is served."""

    snapshot_id: str
    published: bool
    products: int
    variants: int
    interactions: int
    seconds: dict[str, float]


class _Stages:
    """Announces each stage and measures it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._progress(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def train(
    database: Database,
    store: SnapshotStore,
    market: Market,
    *,
    now: datetime,
    publish: bool = True,
    progress: Progress = lambda _: None,
) -> TrainReport:
    """Read everything, build both parts, publish unless told not to or pinned by a rollback.

    Whatever fails on the way leaves the published snapshot as it was.
    """
    stages = _Stages(progress)
    with store.draft() as draft:
        with stages.stage("read products"), database.read() as connection:
            seq = last_seq(connection)
            kin = list(families(all_products(connection)))
        catalogue = _build_catalogue(draft, kin, seq, market, stages)
        with stages.stage("read events"), database.read() as connection:
            values = read_interactions(connection, catalogue, now=now)
            queries = successful_queries(
                connection, since=now - QUERY_WINDOW, min_visitors=QUERY_VISITORS
            )
        _learn(draft, catalogue, values, queries, stages)
        with stages.stage("fold people"):
            refresh_summaries(database)
        with stages.stage("store"):
            manifest = draft.finish(now)
    published = publish and not store.pinned
    if published:
        store.publish(manifest.snapshot_id)
    return TrainReport(
        snapshot_id=manifest.snapshot_id,
        published=published,
        products=catalogue.products,
        variants=catalogue.variants,
        interactions=len(values),
        seconds=stages.seconds,
    )


def publish_nothing(store: SnapshotStore, market: Market, now: datetime) -> None:
    """Publish a snapshot without products, so that a new shop answers with empty lists."""
    stages = _Stages(lambda _: None)
    with store.draft() as draft:
        catalogue = _build_catalogue(draft, [], 0, market, stages)
        _learn(draft, catalogue, no_interactions(now), [], stages)
        manifest = draft.finish(now)
    store.publish(manifest.snapshot_id)


def _build_catalogue(
    draft: Draft, kin: Sequence[Family], seq: int, market: Market, stages: _Stages
) -> Catalogue:
    """Write the part that follows from the feed alone."""
    part = draft.part(CATALOGUE)
    with stages.stage("columns"):
        catalogue = build_catalogue(
            kin,
            languages=market.languages,
            currency=market.currency,
            numbering=uuid4().hex,
        )
        save_catalogue(catalogue, part)
        part.facts["seq"] = seq
    for language in market.languages:
        with stages.stage(f"text index {language}"):
            build_index(kin, language, market.languages, part)
    return catalogue


def _learn(
    draft: Draft,
    catalogue: Catalogue,
    values: Interactions,
    queries: Sequence[tuple[str, int]],
    stages: _Stages,
) -> None:
    """Write the part that follows from what visitors did."""
    part = draft.part(LEARNED)
    part.facts |= {"numbering": catalogue.numbering, "interactions": len(values)}
    learners: tuple[Learner, ...] = (Popularity(), *LEARNERS)
    for learner in learners:
        with stages.stage(f"learn {learner.name}"):
            for name, array in learner.fit(values, catalogue).items():
                part.array(f"{learner.name}/{name}", array)
    for language in catalogue.languages:
        with stages.stage(f"suggestions {language}"):
            build_suggestions(catalogue, language, queries, part)
