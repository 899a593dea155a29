"""How good are the answers, and what do they show? The figures of `tresen evaluate`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from knowledge_base.errors import Conflict
from knowledge_base.interactions import Interactions
from knowledge_base.live import LiveFacts
from knowledge_base.manifest import Manifest
from knowledge_base.merchandising import Merchandising, merchandising_from
from knowledge_base.profiles import Profile
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import read_interactions
from knowledge_base.storage.merchandising import read_all
from knowledge_base.storage.visits import Who, last_deed, profiles_before, visits
from recommenders.evaluation import evaluated
from recommenders.held_out import parted
from service.building.merging import sound, trained_at
from service.building.parts import Progress
from service.engine import Engine, Opened, assemble, open_snapshot
from service.evaluation.asked_again import SEARCH, Question, people_of, questions
from service.evaluation.hindsight import hindsight
from service.evaluation.learned_figures import learned_figures
from service.evaluation.levels import ask, interval, spread, worst
from service.evaluation.shown_figures import shown_figures
from service.reports import report_searches

Body = dict[str, Any]

HINDSIGHT = "all but the last day"
"""What was learned for the report, beside the snapshots that know nothing of the day."""
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is asked: of the last `days`, so many `questions` of a kind, of `snapshots`."""

    days: float = 1.0
    questions: int = 300
    snapshots: int = 5


USUAL = Extent()


@dataclass(frozen=True, slots=True)
class Day:
    """What is asked about: the time, what was done before and in it, and by whom."""

    since: datetime
    until: datetime
    values: Interactions
    asked: Mapping[str, Sequence[Question]]
    profiles: Mapping[Who, Profile]
    merchandising: Merchandising

    def engine(self, opened: Opened) -> Engine:
        """Assemble a snapshot as it would have answered that day."""
        live = LiveFacts.at_rest(opened.catalogue, opened.seq)
        return assemble(opened, live, self.merchandising, self.since)

    def profile(self, question: Question) -> Profile | None:
        """Return what was known of who asks, None of strangers."""
        who = question.deed.who
        return None if who is None else self.profiles.get(who)


def evaluate(
    database: Database,
    store: SnapshotStore,
    *,
    now: datetime,
    robots_from: int,
    extent: Extent = USUAL,
    progress: Progress = lambda _: None,
) -> Body:
    """Ask what is learned about the last day, which it did not know, and say what it shows.

    Snapshots trained before that day answer the same questions, and beside them what is learned
    now of all before it. Raises Conflict where nothing is served or nobody has looked at
    anything yet.
    """
    served = next(sound(store), None)
    if served is None:
        raise Conflict("nothing is served yet: `tresen train` makes what can be evaluated")
    opened = open_snapshot(store, served.snapshot_id)
    progress("read the log")
    day = _last_day(database, opened, now, robots_from, extent)
    early, _ = parted(day.values, extent.days)
    quality, shelves, missed = list[Body](), list[Body](), list[Body]()
    for name, engine in _nights(store, served, day, opened, early, extent):
        progress(f"ask {name}")
        answers = {at: ask(engine, at, one, day.profile) for at, one in day.asked.items()}
        quality += [{"snapshot": name, **row} for one in answers.values() for row in one.rows]
        lists = [ids for one in answers.values() for ids in one.lists]
        shelves.append({"snapshot": name, **spread(engine, lists)})
        missed = worst(answers[SEARCH])
    progress("ask each recommender")
    models = evaluated(day.values, opened.catalogue, extent.days)
    days = max(round(extent.days), 30)
    return {
        "made_at": now.isoformat(),
        "since": day.since.isoformat(),
        "until": day.until.isoformat(),
        "served": served.snapshot_id,
        "interactions": len(day.values),
        "questions": {name: len(asked) for name, asked in day.asked.items()},
        "known": len(day.profiles),
        "quality": quality,
        "spread": shelves,
        "recommenders": [
            {
                "name": name,
                "coverage": one.coverage,
                "gini": one.gini,
                "novelty": one.novelty,
                **{measure: interval(values) for measure, values in one.figures.items()},
            }
            for name, one in models.items()
        ],
        "nights": [_night(one) for one in store.manifests() if one.is_trained],
        **shown_figures(day.values, extent.days * 7),
        **learned_figures(opened),
        "worst_queries": missed,
        "searches": report_searches(
            database, now=now, days=days, most=_LISTED, robots_from=robots_from
        ),
    }


def _last_day(
    database: Database, opened: Opened, now: datetime, robots_from: int, extent: Extent
) -> Day:
    """Read what there is until the last deed, and what was asked in the time before it."""
    with database.read() as connection:
        last = last_deed(connection, now)
        if last is None:
            raise Conflict("nobody has looked at anything yet: there is nothing to evaluate")
        until = last + timedelta(milliseconds=1)
        since = until - timedelta(days=extent.days)
        values = read_interactions(
            connection, opened.catalogue, now=until, robots_from=robots_from
        )
        values = values.where(values.at < until.timestamp())
        gone = visits(connection, since, until, robots_from=robots_from)
        asked = questions(gone, opened.catalogue, extent.questions)
        profiles = profiles_before(connection, people_of(asked), since)
        merchandising = merchandising_from(*read_all(connection))
    return Day(since, until, values, asked, profiles, merchandising)


def _nights(
    store: SnapshotStore,
    served: Manifest,
    day: Day,
    opened: Opened,
    early: Interactions,
    extent: Extent,
) -> Iterator[tuple[str, Engine]]:
    """Yield what could be served that day and knew nothing of it, the oldest first."""
    ready = (one for one in store.manifests() if one.is_trained and not one.refused)
    before = [one for one in ready if trained_at(one) <= day.since.isoformat()]
    for one in before[-extent.snapshots :]:
        yield one.snapshot_id, day.engine(open_snapshot(store, one.snapshot_id))
    with hindsight(store, served, opened.catalogue, early) as learned:
        yield HINDSIGHT, day.engine(learned)


def _night(manifest: Manifest) -> Body:
    """Return what a night measured of itself when it was judged."""
    notes = manifest.notes
    figures = {name: value for name, value in notes.items() if isinstance(value, float)}
    return {
        "snapshot": manifest.snapshot_id,
        "trained_at": trained_at(manifest),
        "seconds": round(sum(seconds for _, seconds in notes.get("stages", ())), 1),
        "refused": list(manifest.refused),
        **{name: round(value, 4) for name, value in figures.items()},
    }
