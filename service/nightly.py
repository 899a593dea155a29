"""The night: builds a snapshot beside the old one and publishes it by one switch."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge_base.market import Market
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import (
    read_interactions,
    successful_queries,
)
from knowledge_base.storage.people import refresh_summaries
from service.merging import publish_merged
from service.parts import (
    Progress,
    Read,
    Stages,
    read_products,
    write_catalogue,
    write_learned,
    write_nothing_learned,
)

QUERY_WINDOW = timedelta(days=90)
"""How far back a query may lie that is suggested to others."""
QUERY_VISITORS = 3
"""How many different visitors must have succeeded with it."""


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a night did: sizes, seconds by stage, and whether the result is served."""

    snapshot_id: str
    published: bool
    products: int
    variants: int
    interactions: int
    seconds: dict[str, float]


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

    Where the catalogue was refreshed meanwhile, what was learned is published over that one.
    Whatever fails on the way leaves the published snapshot as it was.
    """
    stages = Stages(progress)
    with store.draft() as draft:
        with stages.stage("read products"):
            read = read_products(database, now)
        catalogue = write_catalogue(draft, read, market, stages)
        with stages.stage("read events"), database.read() as connection:
            values = read_interactions(connection, catalogue, now=now)
            queries = successful_queries(
                connection, since=now - QUERY_WINDOW, min_visitors=QUERY_VISITORS
            )
        write_learned(draft, catalogue, values, queries, stages)
        with stages.stage("fold people"):
            refresh_summaries(database)
        with stages.stage("store"):
            manifest = draft.finish(now)
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
