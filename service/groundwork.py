"""What a night makes of products and people while the log is being learned from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge_base.census import Census
from knowledge_base.manifest import LEARNED
from knowledge_base.market import Market
from knowledge_base.merchandising import merchandising_from
from knowledge_base.part_files import PartWriter
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.folds import rebuild_summaries, refresh_summaries
from knowledge_base.storage.merchandising import read_all
from ranking.segment_tastes import Halves
from service.beside import Work
from service.crowd import census_in, study
from service.merging import serving
from service.parts import (
    Stages,
    read_products,
    write_columns,
    write_indexes,
    write_likeness,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What was made: the part that was written, who is in which segment, and times."""

    part: PartWriter
    census: Census
    odds: Halves
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is to be made: a night's own settings."""

    market: Market
    now: datetime
    full: bool
    robots_from: int


def groundwork(
    database: Database, store: SnapshotStore, part: PartWriter, plan: Plan
) -> Work[PartWriter, Ground]:
    """Write the catalogue's part, and then fold people and count who is in which segment.

    Yields the part as soon as its columns are there. May only go on once robots are
    found: what they did is folded into nobody.
    """
    stages = Stages()
    with stages.stage("read products"):
        read = read_products(database, plan.now)
    catalogue = write_columns(part, read, plan.market, stages)
    yield part
    write_indexes(part, read, plan.market, stages)
    del read  # a gigabyte where there are half a million
    write_likeness(part, catalogue, stages)
    with stages.stage("fold people"):
        refresh_summaries(database)
        if plan.full:
            rebuild_summaries(database)
    with stages.stage("count segments"):
        with database.read() as connection:
            segments = merchandising_from(*read_all(connection)).segments
        census, odds = study(
            database,
            catalogue,
            segments,
            _census_before(store),
            now=plan.now,
            robots_from=plan.robots_from,
        )
    return Ground(part, census, odds, stages.seconds)


def groundwork_of(
    url: str, root: Path, part: PartWriter, plan: Plan
) -> Work[PartWriter, Ground]:
    """Do the same by what can be told to another process: addresses."""
    database = open_database(url)
    try:
        return (yield from groundwork(database, SnapshotStore(root), part, plan))
    finally:
        database.close()


def _census_before(store: SnapshotStore) -> Census:
    """Return what was counted for what is being served: an empty census where nothing is."""
    served = serving(store)
    return census_in(served.parts[LEARNED].facts) if served else Census()
