"""What a night makes of products, searches and people while it learns from the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from knowledge_base.census import Census
from knowledge_base.language.words import Analyser
from knowledge_base.manifest import CATALOGUE, LEARNED
from knowledge_base.market import Market
from knowledge_base.merchandising import Merchandising, merchandising_from
from knowledge_base.part_files import PartWriter
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.facet_uses import facet_uses
from knowledge_base.storage.folds import rebuild_summaries, refresh_summaries
from knowledge_base.storage.merchandising import read_all
from knowledge_base.storage.successes import successes
from ranking.habits import habits
from service.building.beside import Work
from service.building.crowd import census_in, study, write_census
from service.building.merging import serving
from service.building.parts import (
    Searched,
    Stages,
    read_products,
    write_columns,
    write_indexes,
    write_likeness,
    write_searched,
)

QUERY_WINDOW = timedelta(days=90)
"""How far back a query may lie that is suggested to others."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What was made: facts to be noted by part, beside files that lie there, and times."""

    facts: Mapping[str, Mapping[str, Any]]
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is to be made: a night's own settings."""

    market: Market
    now: datetime
    full: bool
    robots_from: int


Parts = Mapping[str, PartWriter]
"""The parts of a snapshot by name."""


def groundwork(
    database: Database, store: SnapshotStore, parts: Parts, plan: Plan
) -> Work[Parts, Ground]:
    """Write the catalogue's part, and of the other what searches and people tell.

    Yields both as soon as the columns of the first are there. May only go on once robots are
    found: what they did is folded into nobody, and their searches are not suggested.
    """
    stages, products, learned = Stages(), parts[CATALOGUE], parts[LEARNED]
    with stages.stage("read products"):
        read = read_products(database, plan.now)
    catalogue = write_columns(products, read, plan.market, stages)
    yield parts
    write_indexes(products, read, plan.market, stages)
    del read  # a gigabyte where there are half a million
    write_likeness(products, catalogue, stages)
    with stages.stage("read searches"):
        merchandising, searched = _searched(database, plan)
    write_searched(learned, catalogue, searched, stages)
    with stages.stage("fold people"):
        refresh_summaries(database)
        if plan.full:
            rebuild_summaries(database)
    with stages.stage("count segments"):
        counted = study(
            database,
            catalogue,
            merchandising.segments,
            _census_before(store),
            now=plan.now,
            robots_from=plan.robots_from,
        )
        write_census(learned, *counted)
    return Ground({name: part.facts for name, part in parts.items()}, stages.seconds)


def groundwork_of(url: str, root: Path, parts: Parts, plan: Plan) -> Work[Parts, Ground]:
    """Do the same by what can be told to another process: addresses."""
    database = open_database(url)
    try:
        return (yield from groundwork(database, SnapshotStore(root), parts, plan))
    finally:
        database.close()


def _searched(database: Database, plan: Plan) -> tuple[Merchandising, Searched]:
    """Read what visitors searched for lately, what they came to, and what they filtered by."""
    since, robots_from = plan.now - QUERY_WINDOW, plan.robots_from
    analysers = [Analyser(one) for one in plan.market.languages]
    with database.read() as connection:
        merchandising = merchandising_from(*read_all(connection))
        succeeded = successes(connection, since=since, robots_from=robots_from)
        queries = succeeded.frequent(merchandising.shop.suggestions.least_visitors)
        found = succeeded.found({text for text, _ in queries})
        uses = habits(facet_uses(connection, since=since, robots_from=robots_from), analysers)
    return merchandising, Searched(queries, found, uses)


def _census_before(store: SnapshotStore) -> Census:
    """Return what was counted for what is being served: an empty census where nothing is."""
    served = serving(store)
    return census_in(served.parts[LEARNED].facts) if served else Census()
