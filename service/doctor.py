"""Examines an installation: what is well, what is not, and what to do about it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge_base.depot import Depot
from knowledge_base.errors import Conflict, TresenError, UnknownName
from knowledge_base.events import EventType
from knowledge_base.manifest import Manifest
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Connection, Database, open_database
from knowledge_base.storage.feed_imports import last_feeds
from knowledge_base.storage.inspection import (
    Flow,
    clock_of,
    database_file,
    flow,
    last_arrival,
    last_product_at,
)
from service.building.merging import trained_at
from service.judging.plausibility import odd_feeds
from service.settings import Settings
from service.stores import snapshots_of

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FEED_AGE = timedelta(days=3)
"""Age of the last change of a product from which the feed seems to have stopped."""
SNAPSHOT_AGE = timedelta(hours=36)
"""Age of what was learned from which a night seems to be missing."""
CLOCK_SLACK = timedelta(seconds=30)
"""How far two clocks may differ."""
FLOW = (0.5, 2.0)
"""What a day may have of the events of that day a week before."""
FEWEST = 50
"""Events a day from which their number is compared."""
MOST_ROBOTS = 0.3
"""Share of robots among a day's events that is usual."""
ROOM = 2
"""How many times what is stored has to be free: a night builds beside the old, and copies."""
LEAST_FREE = 500_000_000
"""Bytes that have to be free in any case."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at and seen; with a remedy where it is not well."""

    subject: str
    detail: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Say whether there is nothing to do."""
        return not self.remedy


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at everything, changing nothing, and yield what is found."""
    yield Finding("settings", "every variable is known and has a value that can be used")
    if not settings.data_dir.is_dir():
        detail = f"{settings.data_dir.absolute()} is not there"
        yield Finding("data", detail, "set TRESEN_DATA_DIR, or import products to make it")
        return
    yield _disk(settings)
    store = SnapshotStore(snapshots_of(settings))
    yield from _snapshots(store, now)
    if settings.snapshots:
        yield _depot(settings.snapshots, store.current())
    file = database_file(settings.database_url)
    if file is not None and not file.is_file():
        yield Finding("database", f"{file} is not there", "import products to make it")
        return
    try:
        with closing(open_database(settings.database_url)) as database:
            yield from _database(database, settings, _learned_at(store), now)
    except TresenError as error:
        yield Finding("database", error.detail, "see that it runs, and TRESEN_DATABASE_URL")


def _disk(settings: Settings) -> Finding:
    files = [one.stat() for one in settings.data_dir.rglob("*") if one.is_file()]
    stored = sum({one.st_ino: one.st_size for one in files}.values())
    needed = max(ROOM * stored, LEAST_FREE)
    free = shutil.disk_usage(settings.data_dir).free
    detail = f"{free / 1e9:.1f} GB are free, {stored / 1e9:.1f} GB are stored"
    remedy = f"free {needed / 1e9:.1f} GB; `tresen snapshots prune` and `tresen events purge`"
    return Finding("disk", detail, remedy if free < needed else "")


def _snapshots(store: SnapshotStore, now: datetime) -> Iterator[Finding]:
    try:
        manifest = store.manifest(store.current() or "")
        store.check(manifest)
    except UnknownName:
        yield Finding("snapshot", "none is published", "run `tresen train`")
        return
    except Conflict as damage:
        yield Finding("snapshot", damage.detail, "run `tresen train`, which mends it")
        return
    yield _learned(manifest, now)
    yield from _refused(store, manifest)
    if store.pinned:
        detail = "a rollback holds it, and no training is published"
        yield Finding("snapshot", detail, "run `tresen snapshots publish ID` when it is mended")


def _depot(url: str, here: str | None) -> Finding:
    """Compare what is served here with what every host is to serve."""
    try:
        served = Depot(url).served()
    except TresenError as error:
        remedy = "see that it answers; until then what was fetched before is served"
        return Finding("depot", error.detail, remedy)
    if served is None:
        return Finding("depot", f"nothing is published in {url}", "run `tresen train`")
    detail = f"{url} names {served.snapshot_id}"
    remedy = "see in `/readyz` or in the log of `tresen serve` why it was not fetched"
    return Finding("depot", detail, "" if served.snapshot_id == here else remedy)


def _learned_at(store: SnapshotStore) -> datetime | None:
    """Say when what is served was learned, None where nothing was."""
    try:
        learned = trained_at(store.manifest(store.current() or ""))
    except TresenError:
        return None
    return datetime.fromisoformat(learned) if learned else None


def _learned(manifest: Manifest, now: datetime) -> Finding:
    learned = trained_at(manifest)
    if not learned:
        detail = f"{manifest.snapshot_id} has learned nothing yet"
        return Finding("snapshot", detail, "run `tresen train`, every night")
    age = now - datetime.fromisoformat(learned)
    detail = f"{manifest.snapshot_id} learned {_ago(age)}"
    remedy = "see why the nightly `tresen train` did not run or was not published"
    return Finding("snapshot", detail, remedy if age > SNAPSHOT_AGE else "")


def _refused(store: SnapshotStore, served: Manifest) -> Iterator[Finding]:
    """Yield that the last night was refused, and why, while nothing newer is served."""
    nights = [one for one in store.manifests() if one.is_trained or one == served]
    last = nights[-1]
    if last != served and last.refused:
        detail = f"{last.snapshot_id} was refused: {'; '.join(last.refused)}"
        remedy = "mend what it names, or serve it with `tresen snapshots publish ID`"
        yield Finding("night", detail, remedy)


def _database(
    database: Database, settings: Settings, learned: datetime | None, now: datetime
) -> Iterator[Finding]:
    yield Finding("database", f"{database.version} answers")
    have, newest = database.revisions()
    if have != newest:
        detail = f"its tables are at {have or 'nothing'}, this version of Tresen wants {newest}"
        remedy = "start the newest version: it brings them up to date; never an older one"
        yield Finding("migrations", detail, remedy)
        return
    yield Finding("migrations", f"its tables are at {newest}, the newest")
    with database.read() as connection:
        yield _clock(connection, now)
        yield _feed(connection, now)
        feeds = last_feeds(connection, learned) if learned else ()
        for detail in odd_feeds(feeds, settings.tolerances):
            yield Finding("feed", detail, "see `refused/products.jsonl`, and mend the feed")
        yield from _events(connection, settings.robot_score, now)


def _clock(connection: Connection, now: datetime) -> Finding:
    apart = abs(clock_of(connection) - now)
    last = last_arrival(connection)
    remedy = "set the clocks of all hosts by NTP"
    if apart > CLOCK_SLACK:
        detail = f"the database's clock and ours are {apart.total_seconds():.0f} s apart"
        return Finding("clock", detail, remedy)
    if last is not None and last > now + CLOCK_SLACK:
        detail = f"the last event came in at {last.isoformat()}, which is still to come"
        return Finding("clock", detail, remedy)
    return Finding("clock", "it agrees with the database and with the last event")


def _feed(connection: Connection, now: datetime) -> Finding:
    last = last_product_at(connection)
    if last is None:
        return Finding("feed", "there are no products", "run `tresen products import`")
    age = now - last
    remedy = "see whether the shop still writes its feed and the import still runs"
    detail = f"a product last changed {_ago(age)}"
    return Finding("feed", detail, remedy if age > FEED_AGE else "")


def _events(connection: Connection, robots_from: int, now: datetime) -> Iterator[Finding]:
    lately, before = (
        flow(connection, since=until - DAY, until=until, robots_from=robots_from)
        for until in (now, now - WEEK)
    )
    if not lately:
        detail = "none happened within a day"
        yield Finding("events", detail, "see whether pages load the widgets or the tracker")
        return
    yield from _changes(lately, before)
    share = sum(one.robots for one in lately.values()) / sum(
        one.events for one in lately.values()
    )
    remedy = "look at who comes (user agents, networks) and close the proxy to it"
    detail = f"robots did {share:.0%} of a day's events"
    yield Finding("robots", detail, remedy if share > MOST_ROBOTS else "")


def _changes(
    lately: Mapping[EventType, Flow], before: Mapping[EventType, Flow]
) -> Iterator[Finding]:
    least, most = FLOW
    nothing = Flow(0, 0)
    for kind in sorted({*lately, *before}):
        number, usual = (one.get(kind, nothing).events for one in (lately, before))
        detail = f"{kind.word}: {number} within a day, {usual} a week before"
        is_told = max(number, usual) >= FEWEST and usual > 0
        is_usual = not is_told or least <= number / usual <= most
        remedy = f"see what changed in the shop, or in how it sends {kind.word}"
        yield Finding("events", detail, "" if is_usual else remedy)


def _ago(age: timedelta) -> str:
    hours = age / timedelta(hours=1)
    return f"{hours:.0f} hours ago" if abs(hours) < 72 else f"{age.days} days ago"  # noqa: PLR2004 - a way to speak
