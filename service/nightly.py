"""The night: builds a snapshot beside the old one and publishes it by one switch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.census import Census
from knowledge_base.drafts import Draft
from knowledge_base.errors import Conflict, Fault
from knowledge_base.events import ROBOT
from knowledge_base.language.words import Analyser
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.market import Market
from knowledge_base.merchandising import Merchandising, merchandising_from
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Connection, Database
from knowledge_base.storage.erasure import last_erasure
from knowledge_base.storage.events import read_interactions
from knowledge_base.storage.facet_uses import facet_uses
from knowledge_base.storage.feed_imports import Feeds, last_feeds
from knowledge_base.storage.folds import rebuild_summaries, refresh_summaries
from knowledge_base.storage.inspection import refused_share, robots_share
from knowledge_base.storage.merchandising import read_all
from knowledge_base.storage.robots import mark_robots
from knowledge_base.storage.successes import successes
from ranking.habits import habits
from service.crowd import census_in, study, write_census
from service.judging import Case, judge
from service.merging import publish_merged, sound, trained_at
from service.parts import (
    Fit,
    Progress,
    Read,
    Searched,
    Stages,
    going_on,
    read_products,
    write_catalogue,
    write_learned,
    write_nothing_learned,
)
from service.plausibility import LastDay
from service.tolerances import ORDINARY, Tolerances

QUERY_WINDOW = timedelta(days=90)
"""How far back a query may lie that is suggested to others."""
_ERASED = "erased"
"""The fact that says of what was learned which erasure was the last one before."""


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What a night did: sizes, seconds by stage, and whether the result is served.

    `refused` says why it is not, where it must not be.
    """

    snapshot_id: str
    published: bool
    products: int
    variants: int
    interactions: int
    seconds: dict[str, float]
    refused: Sequence[str] = ()

    def insist(self) -> None:
        """Raise Conflict with every reason for which nobody may see what was made."""
        if self.refused:
            faults = (Fault("refused", reason) for reason in self.refused)
            raise Conflict(f"{self.snapshot_id} was refused and is not published", *faults)


def train(  # noqa: PLR0913 - what a night depends on
    database: Database,
    store: SnapshotStore,
    market: Market,
    *,
    now: datetime,
    full: bool = False,
    publish: bool = True,
    robots_from: int = ROBOT,
    limits: Tolerances = ORDINARY,
    apart: bool = False,
    progress: Progress = lambda _: None,
) -> TrainReport:
    """Read everything, build both parts, publish unless told not to or pinned by a rollback.

    What is not within the limits of the one being served, or cannot answer, is not published;
    it is tried in a process of its own where it shall be `apart`.
    What is learned is learned from the whole log each time, but factors, which go on from the
    night before, unless somebody was erased since: nothing may be left of them. With `full`
    they do not, and every person is folded anew, too, and not only what they did since the
    last night: the same data then give the same files.
    Events with a robot's score of at least `robots_from` teach nothing.
    Where the catalogue was refreshed meanwhile, what was learned is published over that one.
    Whatever fails on the way leaves the published snapshot as it was.
    """
    stages = Stages(progress)
    with store.draft() as draft:
        catalogue = _write_products(database, draft, market, now, stages)
        with stages.stage("find robots"):
            database.survey()
            mark_robots(database, now=now)
        with stages.stage("read events"), database.read() as connection:
            erased = last_erasure(connection)
            merchandising = merchandising_from(*read_all(connection))
            searched = _searched(connection, merchandising, market, now, robots_from)
            values = read_interactions(connection, catalogue, now=now, robots_from=robots_from)
        learned = write_learned(
            draft,
            catalogue,
            values,
            searched,
            stages,
            instead={} if full else _going_on(store, catalogue, erased),
        )
        learned.facts[_ERASED] = erased
        with stages.stage("fold people"):
            _fold_people(database, full=full)
        with stages.stage("count segments"):
            before, segments = census_before(store), merchandising.segments
            counted = study(
                database, catalogue, segments, before, now=now, robots_from=robots_from
            )
            write_census(learned, *counted)
        with stages.stage("store"):
            manifest = draft.finish(now)
    with stages.stage("judge"):
        serving = _serving(store)
        case = Case(
            store,
            manifest,
            serving,
            merchandising,
            values,
            day=_last_day(database, now, robots_from),
            feeds=_feeds(database, serving),
            now=now,
        )
        verdict = judge(case, limits, apart=apart)
    manifest = store.note(
        manifest, stages=[*stages.seconds.items()], **verdict.figures, refused=verdict.refused
    )
    is_wanted = publish and not verdict.refused
    served = publish_merged(store, manifest, is_trained=True, now=now) if is_wanted else None
    return TrainReport(
        snapshot_id=(served or manifest).snapshot_id,
        published=served is not None,
        products=catalogue.products,
        variants=catalogue.variants,
        interactions=len(values),
        seconds=stages.seconds,
        refused=verdict.refused,
    )


def _write_products(
    database: Database, draft: Draft, market: Market, now: datetime, stages: Stages
) -> Catalogue:
    """Read all products and write their part; the catalogue is all that stays of them."""
    with stages.stage("read products"):
        read = read_products(database, now)
    return write_catalogue(draft, read, market, stages)


def _going_on(store: SnapshotStore, catalogue: Catalogue, erased: int) -> dict[str, Fit]:
    """Return what goes on from what is served, which knew of the last that was `erased`."""
    serving = _serving(store)
    if serving is None or serving.parts[LEARNED].facts.get(_ERASED) != erased:
        return {}
    before = open_catalogue(store.read(serving, CATALOGUE))
    return going_on(catalogue, before, store.read(serving, LEARNED))


def _searched(
    connection: Connection,
    merchandising: Merchandising,
    market: Market,
    now: datetime,
    robots_from: int,
) -> Searched:
    """Read what visitors searched for lately, what they came to, and what they filtered by."""
    since, least = now - QUERY_WINDOW, merchandising.shop.suggestions.least_visitors
    succeeded = successes(connection, since=since, robots_from=robots_from)
    queries = succeeded.frequent(least)
    found = succeeded.found({text for text, _ in queries})
    uses = facet_uses(connection, since=since, robots_from=robots_from)
    return Searched(queries, found, habits(uses, [Analyser(one) for one in market.languages]))


def census_before(store: SnapshotStore) -> Census:
    """Return what was counted for what is being served: an empty census where nothing is."""
    serving = _serving(store)
    return census_in(serving.parts[LEARNED].facts) if serving else Census()


def _fold_people(database: Database, *, full: bool) -> None:
    refresh_summaries(database)
    if full:
        rebuild_summaries(database)


def _last_day(database: Database, now: datetime, robots_from: int) -> LastDay:
    with database.read() as connection:
        return LastDay(
            robots_share(connection, now, robots_from), refused_share(connection, now)
        )


def _feeds(database: Database, serving: Manifest | None) -> list[Feeds]:
    """Return the last feeds beside those that what is served had learned with."""
    learned = trained_at(serving) if serving else ""
    if not learned:
        return []
    with database.read() as connection:
        return last_feeds(connection, datetime.fromisoformat(learned))


def _serving(store: SnapshotStore) -> Manifest | None:
    """Return what is served, or would be where that is damaged; None before the first."""
    return next(sound(store), None) if store.current() else None


def publish_nothing(store: SnapshotStore, market: Market, now: datetime) -> None:
    """Publish a snapshot without products, so that a new shop answers with empty lists."""
    stages = Stages()
    with store.draft() as draft:
        catalogue = write_catalogue(draft, Read([], 0, now), market, stages)
        write_nothing_learned(draft, catalogue, now, stages)
        manifest = draft.finish(now)
    store.publish(manifest.snapshot_id)
