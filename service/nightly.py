"""The night: builds a snapshot beside the old one and publishes it by one switch."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge_base.events import ROBOT
from knowledge_base.market import Market
from knowledge_base.merchandising import merchandising_from
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import (
    found_after,
    read_interactions,
    successful_queries,
)
from knowledge_base.storage.merchandising import read_all
from knowledge_base.storage.people import refresh_summaries
from knowledge_base.storage.robots import mark_robots
from service.merging import publish_merged
from service.parts import (
    Progress,
    Read,
    Searched,
    Stages,
    read_products,
    write_catalogue,
    write_learned,
    write_nothing_learned,
)

QUERY_WINDOW = timedelta(days=90)
"""How far back a query may lie that is suggested to others."""


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a night did: sizes, seconds by stage, and whether the result is served."""

    snapshot_id: str
    published: bool
    products: int
    variants: int
    interactions: int
    seconds: dict[str, float]


def train(  # noqa: PLR0913 - what a night depends on
    database: Database,
    store: SnapshotStore,
    market: Market,
    *,
    now: datetime,
    publish: bool = True,
    robots_from: int = ROBOT,
    progress: Progress = lambda _: None,
) -> TrainReport:
    """Read everything, build both parts, publish unless told not to or pinned by a rollback.

    Events with a robot's score of at least `robots_from` teach nothing.
    Where the catalogue was refreshed meanwhile, what was learned is published over that one.
    Whatever fails on the way leaves the published snapshot as it was.
    """
    stages = Stages(progress)
    with store.draft() as draft:
        with stages.stage("read products"):
            read = read_products(database, now)
        catalogue = write_catalogue(draft, read, market, stages)
        with stages.stage("find robots"):
            mark_robots(database, now=now)
        with stages.stage("read events"), database.read() as connection:
            values = read_interactions(connection, catalogue, now=now, robots_from=robots_from)
            settings = merchandising_from(*read_all(connection)).shop.suggestions
            queries = successful_queries(
                connection,
                since=now - QUERY_WINDOW,
                min_visitors=settings.least_visitors,
                robots_from=robots_from,
            )
            found = found_after(
                connection,
                {text for text, _ in queries},
                since=now - QUERY_WINDOW,
                robots_from=robots_from,
            )
        write_learned(draft, catalogue, values, Searched(queries, found), stages)
        with stages.stage("fold people"):
            refresh_summaries(database)
        with stages.stage("store"):
            manifest = draft.finish(now)
    manifest = store.note(manifest, stages=list(stages.seconds.items()))
    served = publish_merged(store, manifest, is_trained=True, now=now) if publish else None
    return TrainReport(
        snapshot_id=(served or manifest).snapshot_id,
        published=served is not None,
        products=catalogue.products,
        variants=catalogue.variants,
        interactions=len(values),
        seconds=stages.seconds,
    )


def publish_nothing(store: SnapshotStore, market: Market, now: datetime) -> None:
    """Publish a snapshot without products, so that a new shop answers with empty lists."""
    stages = Stages()
    with store.draft() as draft:
        catalogue = write_catalogue(draft, Read([], 0, now), market, stages)
        write_nothing_learned(draft, catalogue, now, stages)
        manifest = draft.finish(now)
    store.publish(manifest.snapshot_id)
