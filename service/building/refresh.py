"""Refreshes the catalogue alone: new products and new texts, with what was learned kept."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.errors import Conflict
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.market import Market
from knowledge_base.snapshots import REFRESH, SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.products import last_product_change
from service.building.merging import publish_merged, sound
from service.building.parts import (
    Progress,
    Stages,
    carry_over,
    read_products,
    write_catalogue,
    write_nothing_learned,
)

REFRESHING = 0x7265_6672_6573_68
"""The number of PostgreSQL's advisory lock that whoever refreshes holds."""


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did: what is served now, its size, and seconds by stage."""

    snapshot_id: str
    products: int
    seconds: dict[str, float]


def refresh(
    database: Database,
    store: SnapshotStore,
    market: Market,
    *,
    now: datetime,
    progress: Progress = lambda _: None,
) -> RefreshReport | None:
    """Build the catalogue part anew, carry what was learned over to it, and publish both.

    One at a time: waits for another one, in whatever process on whatever host. Returns None
    when no product has changed. A pin stays: it holds what was learned, not the products.
    Whatever fails on the way leaves the published snapshot as it was.
    """
    stages = Stages(progress)
    with store.refreshing(), database.claimed(REFRESHING, patiently=True):
        store.follow()
        base = next(sound(store), None)
        if base and _is_up_to_date(base, database, market):
            return None
        with store.draft(REFRESH) as draft:
            with stages.stage("read products"):
                read = read_products(database, now)
            catalogue = write_catalogue(draft.part(CATALOGUE), read, market, stages)
            if base:
                before = open_catalogue(store.read(base, CATALOGUE))
                carry_over(draft, catalogue, before, store.read(base, LEARNED), stages)
            else:
                write_nothing_learned(draft, catalogue, now, stages)
            with stages.stage("store"):
                made = draft.finish(now)
        served = publish_merged(store, made, is_trained=False, now=now) or made
        with suppress(Conflict):  # who prunes is told which snapshot cannot be read
            store.prune(None, now)
    return RefreshReport(served.snapshot_id, catalogue.products, stages.seconds)


def _is_up_to_date(base: Manifest, database: Database, market: Market) -> bool:
    facts = base.parts[CATALOGUE].facts
    with database.read() as connection:
        last = last_product_change(connection)
    languages: Sequence[str] = facts["languages"]
    same_market = (tuple(languages), facts["currency"]) == (market.languages, market.currency)
    return same_market and last <= int(facts["seq"])
