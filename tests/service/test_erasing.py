"""Is somebody erased everywhere, for good, and as if never there?"""

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.ledger import LEDGER, open_ledger
from knowledge_base.market import Market
from knowledge_base.profiles import NOBODY
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.change_log import Topic, changes_after, last_seq
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import counts, insert_events
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.people import read_profile
from knowledge_base.storage.products import put_products
from recommenders.recommender import Ask
from service.engine import Opened
from service.erasing import ErasuresElsewhere, erase, replay
from service.nightly import train
from service.published import Published
from tests.knowledge_base.shop import lines

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CANARY = "canary-4f1c"
MARKET = Market(("de", "en"), "EUR")
TYPES = (EventType.VIEW, EventType.VIEW, EventType.ADD_TO_BASKET, EventType.PURCHASE)


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    """Open the database of a data directory."""
    folder.mkdir(exist_ok=True)
    database = open_database(f"sqlite:///{folder}/tresen.db")
    database.migrate()
    yield database
    database.close()


def visits(seed: int = 4) -> list[Event]:
    """Make up visits of thirteen visitors to the small shop, one of them the canary."""
    chance = random.Random(seed)
    products = [line.product_id for line in lines() if line.variant_of is None]
    events = []
    for number in range(400):
        one = chance.randrange(13)
        who = CANARY if one == 0 else f"v{one}"
        kind = chance.choice(TYPES)
        events.append(
            Event(
                f"e{number}-{who}",
                kind,
                NOW - timedelta(hours=400 - number),
                Consent.PERSONALIZATION,
                visitor_id=who,
                session_id=f"{who}-{number // 40}",
                product_id=chance.choice(products),
                order_id=f"{who}-{number // 40}" if kind is EventType.PURCHASE else None,
                trust=Trust.CONFIRMED,
            )
        )
        if number % 5 == 0:
            found = replace(events[-1], event_id=f"s{number}-{who}", type=EventType.SEARCH)
            events.insert(-1, replace(found, product_id=None, query="schuhe"))
    return events


def fill(database: Database, events: Sequence[Event]) -> None:
    """Keep the small shop and what was done in it."""
    with database.write() as connection:
        put_products(connection, lines())
        insert_events(connection, events)
    refresh_summaries(database)


def learned(database: Database, folder: Path) -> Mapping[str, str]:
    """Train; return the checksum of every file of the learned part."""
    store = SnapshotStore(folder / "snapshots")
    report = train(database, store, MARKET, now=NOW)
    files = store.manifest(report.snapshot_id).parts["learned"].files
    return {name: entry.sha256 for name, entry in files.items()}


def found(folder: Path, text: str = CANARY) -> set[str]:
    """Name the files that have a text in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name for path in files if text.encode() in path.read_bytes()}


def test_a_training_after_an_erasure_is_that_of_a_shop_that_never_saw_the_person(
    tmp_path: Path,
) -> None:
    everything = visits()
    others = [event for event in everything if event.visitor_id != CANARY]
    with opened(tmp_path / "a") as with_canary, opened(tmp_path / "b") as without:
        fill(with_canary, everything)
        fill(without, others)
        before = learned(with_canary, tmp_path / "a")
        never = learned(without, tmp_path / "b")
        assert before != never, "the canary teaches nothing: this test proves nothing"
        erase(with_canary, tmp_path / "a", CANARY, now=NOW)
        assert learned(with_canary, tmp_path / "a") == never


def looks(who: str, session: str, *products: str) -> list[Event]:
    """Make looks at products, one after the other in one session."""
    return [
        Event(
            f"{session}-{number}",
            EventType.VIEW,
            NOW - timedelta(hours=9 - number),
            Consent.PERSONALIZATION,
            visitor_id=who,
            session_id=session,
            product_id=product,
            trust=Trust.CONFIRMED,
        )
        for number, product in enumerate(products)
    ]


def next_looks(snapshot: Opened) -> set[str]:
    """Name what is proposed to somebody who looks at the first shoe."""
    catalogue = snapshot.catalogue
    ask = Ask(np.ones(catalogue.products, dtype=np.bool_), product=catalogue.product_row("s1"))
    found = snapshot.recommenders.candidates(("sessions",), ask, 9).candidates
    return {catalogue.product_ids[row] for row in found.rows.tolist()}


def test_sessions_of_the_erased_are_unheard_in_every_snapshot_also_after_a_rollback(
    tmp_path: Path,
) -> None:
    store, ledger = SnapshotStore(tmp_path / "snapshots"), tmp_path / LEDGER
    with opened(tmp_path) as database:
        fill(
            database,
            [*looks("v1", "a", "s1", "s2"), *looks(CANARY, "b", "s1", "c1")],
        )
        learned(database, tmp_path)
        trained, published = store.current() or "", Published(store, ledger)
        assert next_looks(published.follow()) == {"s2", "c1"}
        erase(database, tmp_path, CANARY, now=NOW)
        assert next_looks(published.follow()) == {"s2"}
        learned(database, tmp_path)
        assert next_looks(published.follow()) == {"s2"}
        store.publish(trained)
        assert next_looks(published.follow()) == {"s2"}
    assert next_looks(Published(store).follow()) == {"s2", "c1"}, "the control is deaf"
    assert next_looks(Published(store, ledger).follow()) == {"s2"}


def test_no_snapshot_holds_an_id_of_anybody(tmp_path: Path) -> None:
    with opened(tmp_path) as database:
        fill(database, visits())
        learned(database, tmp_path)
        assert found(tmp_path) != set()
        assert found(tmp_path / "snapshots") == set()


def test_a_restored_backup_is_erased_again_by_the_ledger(tmp_path: Path) -> None:
    data, backup = tmp_path / "data", tmp_path / "backup.db"
    with opened(data) as database:
        fill(database, visits())
    shutil.copy(data / "tresen.db", backup)
    with opened(data) as database:
        assert erase(database, data, CANARY, now=NOW) > 0
        assert erase(database, data, CANARY, now=NOW) == 0
        assert found(data) == set()
        with database.read() as connection:
            left = counts(connection)
    shutil.copy(backup, data / "tresen.db")
    with opened(data) as database:
        assert found(data) == {"tresen.db"}
        assert replay(database, data) == 1
        assert found(data) == set()
        assert replay(database, data) == 0
        with database.read() as connection:
            assert counts(connection) == left


def test_who_comes_back_after_an_erasure_is_not_erased_by_a_start(tmp_path: Path) -> None:
    with opened(tmp_path) as database:
        fill(database, visits())
        erase(database, tmp_path, CANARY, now=NOW)
        again = replace(visits()[-1], event_id="new", visitor_id=CANARY)
        fill(database, [again])
        assert replay(database, tmp_path) == 0
        with database.read() as connection:
            profile = read_profile(connection, visitor_id=CANARY, customer_id=None)
    assert profile != NOBODY


def test_a_lost_ledger_is_written_anew_from_the_database(tmp_path: Path) -> None:
    with opened(tmp_path) as database:
        fill(database, visits())
        erase(database, tmp_path, CANARY, now=NOW)
        before = open_ledger(tmp_path / LEDGER)
        (tmp_path / LEDGER).unlink()
        replay(database, tmp_path)
    after = open_ledger(tmp_path / LEDGER)
    assert (after.key, after.erasures) == (before.key, before.erasures)
    assert sorted(after.traces) == sorted(before.traces)
    assert len(after.traces) > 0


def test_who_was_erased_on_one_host_is_unheard_on_another_with_a_directory_of_its_own(
    tmp_path: Path,
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    store = SnapshotStore(there / "snapshots")
    with opened(here) as database:
        fill(database, [*looks("v1", "a", "s1", "s2"), *looks(CANARY, "b", "s1", "c1")])
        learned(database, there)
        published = Published(store, there / LEDGER)
        elsewhere = ErasuresElsewhere(database, there)
        elsewhere.hear()
        assert next_looks(published.follow()) == {"s2", "c1"}
        with database.read() as connection:
            seen = last_seq(connection)
        erase(database, here, CANARY, now=NOW)
        with database.read() as connection:
            told = changes_after(connection, seen)
        assert told[-1].topic is Topic.PEOPLE, "nobody there would listen"
        elsewhere.hear()
        assert next_looks(published.follow()) == {"s2"}
        written = (there / LEDGER).read_bytes()
        (there / LEDGER).unlink()
        elsewhere.hear()
        assert not (there / LEDGER).exists(), "what was heard is read again"
        ErasuresElsewhere(database, there).hear()
        assert (there / LEDGER).read_bytes() == written


def test_an_erasure_cut_short_is_ended_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path) as database:
        fill(database, visits())
        with monkeypatch.context() as patched:
            patched.setattr("service.erasing.erase_rows", crash)
            with pytest.raises(KeyboardInterrupt):
                erase(database, tmp_path, CANARY, now=NOW)
        assert replay(database, tmp_path) == 1
        assert found(tmp_path) == set()


def test_lines_of_refused_imports_that_mention_the_person_are_taken_out(
    tmp_path: Path,
) -> None:
    refused = tmp_path / "refused" / "events.jsonl"
    refused.parent.mkdir()
    refused.write_text(f'{{"raw":{{"visitor_id":"{CANARY}"}}}}\n{{"raw":{{}}}}\n')
    with opened(tmp_path) as database:
        erase(database, tmp_path, CANARY, now=NOW)
    assert refused.read_text() == '{"raw":{}}\n'
