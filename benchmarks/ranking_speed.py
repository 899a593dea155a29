"""How long does it take to put 1,000 candidates in order with every signal that there is?

`python -m benchmarks.ranking_speed` trains a shop on its simulated shoppers' history, takes
1,000 candidates in three tiers, the most asked query and the people of whom most is known, and
measures `service.answering.scene.Scene.order` in one process: all signals, and the first page
in order. In turn with it the same by base relevance alone, sorting 1,000 numbers, below which
nothing can go, and what is done once a minute for each person: working out what follows from a
profile.
"""

import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import numpy as np

from benchmarks.closed_loop import MARKET, OFF, engine_with
from benchmarks.figures import SEED
from benchmarks.shops import print_machine
from demo.catalogue import make, write_feed
from demo.history import history, write_history
from demo.shelves import Event
from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.people import read_profile
from ranking.candidates import Candidates
from ranking.context import Context
from ranking.metrics import Doubles
from service.answering.scene import Scene
from service.engine import Engine, Opened, open_snapshot
from service.intake.event_import import import_events
from service.intake.importing import FeedImport, import_products
from service.nightly import train

PAGE = 24
SAID = ("every signal", "base relevance", "sorting alone", "meeting someone")
Rank = Callable[[], object]


def opened(
    folder: Path, database: Database, size: int, now: datetime
) -> tuple[Opened, list[Event]]:
    """Train a shop on its past."""
    shop = make(SEED, size, now.date())
    past = list(history(shop, SEED, now))
    write_feed(shop, folder / "feed.jsonl")
    write_history(past, folder / "events.jsonl")
    import_products(database, FeedImport([folder / "feed.jsonl"], full=True), MARKET, now=now)
    import_events(database, [folder / "events.jsonl"], now=now)
    store = SnapshotStore(folder / "snapshots")
    return open_snapshot(store, train(database, store, MARKET, now=now).snapshot_id), past


def best_known(database: Database, past: Sequence[Event], many: int) -> list[Profile]:
    """Return the profiles of those who did most."""
    deeds = Counter(one["visitor_id"] for one in past if "visitor_id" in one)
    with database.read() as connection:
        return [
            read_profile(connection, visitor_id=one, customer_id=None)
            for one, _ in deeds.most_common(many)
        ]


def candidates_of(engine: Engine, many: int) -> Candidates:
    """Return products with scores, in three tiers as they come from a search."""
    rows = np.flatnonzero(engine.allowed)[:many].astype(np.int32)
    score = np.random.default_rng(SEED).random(len(rows), dtype=np.float32)
    found = Candidates.of(rows, score)
    found.tier[len(rows) // 2 :], found.tier[3 * len(rows) // 4 :] = 1, 2
    return found


def ranking_of(engine: Engine, profile: Profile, text: str, many: int, now: datetime) -> Rank:
    """Prepare what is measured: everything but the order is there."""
    consent = Consent.PERSONALIZATION
    context = Context(now, "search", "de", consent, visitor_id="somebody", session_id="now")
    scene = Scene.of(engine, context, profile)
    query = engine.searchers["de"].understand(text)
    curation = scene.curate(query)
    matches = scene.matches(
        candidates_of(engine, many), curation, scene.eligible(engine.allowed, curation)
    )
    return lambda: scene.order(matches, curation, query=query, most=PAGE)


def meeting_of(engine: Engine, profile: Profile, now: datetime) -> Rank:
    """Prepare to meet somebody, each time in another minute."""
    context = Context(now, "search", "de", Consent.PERSONALIZATION, visitor_id="somebody")
    minutes = (replace(context, now=now + timedelta(minutes=one)) for one in count())
    return lambda: Scene.of(engine, next(minutes), profile)


def timed(ranks: Sequence[Rank], rounds: int) -> list[Doubles]:
    """Run things in turn; return the processor's time for each, in milliseconds.

    So nobody waits for what else runs on the machine.
    """
    took: list[list[float]] = [[] for _ in ranks]
    for _ in range(rounds):
        for rank, into in zip(ranks, took, strict=True):
            started = time.thread_time()
            rank()
            into.append(1000 * (time.thread_time() - started))
    return [np.array(one) for one in took]


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, help="products in the shop")
    parser.add_argument("--candidates", type=int, default=1000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--long", action="store_true", help="more rounds")
    options = parser.parse_args()
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(open_database(f"sqlite:///{folder}/speed.db")) as database:
            database.migrate()
            one, past = opened(folder, database, options.size, now)
            people = best_known(database, past, options.people)
        asked = Counter(event["query"] for event in past if event["type"] == "search")
        text = asked.most_common(1)[0][0]
        full = engine_with(one, now)
        base = engine_with(one, now, pre=OFF, segment=OFF, one_to_one=OFF)
        keys = np.random.default_rng(SEED).random((2, options.candidates))
        taken: list[list[Doubles]] = []
        for profile in people:
            ranks: list[Rank] = [
                ranking_of(engine, profile, text, options.candidates, now)
                for engine in (full, base)
            ]
            rounds = options.rounds * (10 if options.long else 1)
            ranks += [lambda: np.lexsort(keys), meeting_of(full, profile, now)]
            taken.append(timed(ranks, rounds))
    print(f"{options.candidates} candidates after '{text}', {len(people)} people")
    for place, said in enumerate(SAID):
        values = np.concatenate([of[place] for of in taken])
        p50, p99 = np.percentile(values, [50, 99])
        print(f"{said:<16} p50 {p50:.3f} ms  p99 {p99:.3f} ms  n = {len(values)}")
    print_machine(
        "benchmarks.ranking_speed", f"seed {SEED}, one process, processor time, in turn"
    )


if __name__ == "__main__":
    main()
