"""The night: builds a snapshot beside the old one and publishes it by one switch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.drafts import Draft
from knowledge_base.errors import Conflict, Fault
from knowledge_base.events import ROBOT
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.market import Market
from knowledge_base.merchandising import merchandising_from
from knowledge_base.part_files import so_far
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.erasure import last_erasure
from knowledge_base.storage.events import read_interactions
from knowledge_base.storage.feed_imports import Feeds, last_feeds
from knowledge_base.storage.inspection import refused_share, robots_share
from knowledge_base.storage.merchandising import read_all
from knowledge_base.storage.robots import mark_robots
from service.building.beside import Here, Task, beside, processors
from service.building.groundwork import Ground, Parts, Plan, groundwork, groundwork_of
from service.building.merging import publish_merged, serving, trained_at
from service.building.parts import (
    Fit,
    Progress,
    Read,
    Stages,
    going_on,
    write_catalogue,
    write_learned,
    write_nothing_learned,
)
from service.judging.judge import Case, judge
from service.judging.plausibility import LastDay
from service.judging.tolerances import ORDINARY, Tolerances

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
    plan = Plan(market, now, full, robots_from)
    with store.draft() as draft, _begun(database, store, draft, plan, apart=apart) as ground:
        with stages.stage("find robots"):
            database.survey()
            mark_robots(database, now=now)
        with stages.stage("products"):
            parts = ground.first()
            catalogue = open_catalogue(so_far(parts[CATALOGUE]))
        with stages.stage("texts and people"):
            ground.go_on()
        with stages.stage("read events"), database.read() as connection:
            erased = last_erasure(connection)
            merchandising = merchandising_from(*read_all(connection))
            values = read_interactions(connection, catalogue, now=now, robots_from=robots_from)
        instead = {} if full else _going_on(store, catalogue, erased)
        write_learned(parts[LEARNED], catalogue, values, stages, instead)
        with stages.stage("wait for texts and people"):
            made = ground.last()
        draft.note(CATALOGUE, made.facts[CATALOGUE])
        draft.note(LEARNED, {**parts[LEARNED].facts, **made.facts[LEARNED], _ERASED: erased})
        with stages.stage("store"):
            manifest = draft.finish(now)
    with stages.stage("judge"):
        case = Case(
            store,
            manifest,
            served := serving(store),
            merchandising,
            values,
            day=_last_day(database, now, robots_from),
            feeds=_feeds(database, served),
            now=now,
        )
        verdict = judge(case, limits, apart=apart)
    manifest = store.note(
        manifest,
        stages=[*stages.seconds.items()],
        beside=[*made.seconds.items()],
        **verdict.figures,
        refused=verdict.refused,
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


@contextmanager
def _begun(
    database: Database, store: SnapshotStore, draft: Draft, plan: Plan, *, apart: bool
) -> Iterator[Task[Parts, Ground]]:
    """Begin with all but what is learned from the log; beside us where there is a processor."""
    parts = {name: draft.part(name) for name in (CATALOGUE, LEARNED)}
    if not apart or processors() == 1:
        yield Here(groundwork(database, store, parts, plan))
        return
    url = database.url.render_as_string(hide_password=False)
    with beside(groundwork_of, url, store.root, parts, plan) as task:
        yield task


def _going_on(store: SnapshotStore, catalogue: Catalogue, erased: int) -> dict[str, Fit]:
    """Return what goes on from what is served, which knew of the last that was `erased`."""
    served = serving(store)
    if served is None or served.parts[LEARNED].facts.get(_ERASED) != erased:
        return {}
    before = open_catalogue(store.read(served, CATALOGUE))
    return going_on(catalogue, before, store.read(served, LEARNED))


def _last_day(database: Database, now: datetime, robots_from: int) -> LastDay:
    with database.read() as connection:
        return LastDay(
            robots_share(connection, now, robots_from), refused_share(connection, now)
        )


def _feeds(database: Database, served: Manifest | None) -> list[Feeds]:
    """Return the last feeds beside those that what is served had learned with."""
    learned = trained_at(served) if served else ""
    if not learned:
        return []
    with database.read() as connection:
        return last_feeds(connection, datetime.fromisoformat(learned))


def publish_nothing(store: SnapshotStore, market: Market, now: datetime) -> None:
    """Publish a snapshot without products, so that a new shop answers with empty lists."""
    stages = Stages()
    with store.draft() as draft:
        part = draft.part(CATALOGUE)
        catalogue = write_catalogue(part, Read([], 0, now), market, stages)
        write_nothing_learned(draft, catalogue, now, stages)
        manifest = draft.finish(now)
    store.publish(manifest.snapshot_id)
