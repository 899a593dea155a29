"""Is nothing left of somebody who was erased, and everything of everybody else?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, RefusedEvent, Trust
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.storage.database import Database
from knowledge_base.storage.erasure import erase_rows, everybody, nameless_events
from knowledge_base.storage.events import counts, insert_events, keep_refused
from knowledge_base.storage.folds import refresh_summaries
from knowledge_base.storage.people import read_profile
from tests.databases import SQLITE_ONLY

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
CANARY = "canary-4f1c"


def event(event_id: str, product_id: str = "p1", **more: object) -> Event:
    """Make a look of the visitor who will be erased."""
    plain = Event(
        event_id,
        EventType.VIEW,
        NOW,
        Consent.PERSONALIZATION,
        visitor_id=CANARY,
        session_id=f"{CANARY}-s",
        product_id=product_id,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # any field may be changed


def store(database: Database, events: Sequence[Event], refused: Sequence[str] = ()) -> None:
    """Store events, and bodies of events that were refused."""
    with database.write() as connection:
        insert_events(connection, events)
        keep_refused(connection, [RefusedEvent("x", "y", "z", body) for body in refused])


def erase(database: Database, person_id: str = CANARY) -> int:
    """Erase somebody the way the service does."""
    with database.read() as connection:
        nameless = nameless_events(connection, person_id)
    with database.write() as connection:
        return erase_rows(connection, person_id, nameless)


def known(
    database: Database, visitor_id: str | None, customer_id: str | None = None
) -> Profile:
    """Read a profile."""
    with database.read() as connection:
        return read_profile(connection, visitor_id=visitor_id, customer_id=customer_id)


def found(folder: Path, text: str) -> dict[str, int]:
    """Count a text in every file of a folder that has it."""
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        name: held.count(text.encode()) for name, held in files.items() if text.encode() in held
    }


@SQLITE_ONLY  # looks at every byte of its files
def test_no_byte_of_somebody_erased_is_left_in_any_file(
    database: Database, tmp_path: Path
) -> None:
    others = [event(f"o{one}", visitor_id=f"v{one % 7}", session_id=None) for one in range(900)]
    own = [event(f"{CANARY}-{one}", order_id=f"{CANARY}-o") for one in range(60)]
    mixed = [one for pair in zip(others[::15], own, strict=True) for one in pair]
    store(database, others)
    store(database, mixed, [f'{{"who":"{CANARY}"}}'])
    refresh_summaries(database)
    assert sum(found(tmp_path, CANARY).values()) > len(own)
    assert erase(database) == len(own) + 2
    assert "tresen.db-wal" in found(tmp_path, CANARY)
    database.empty_log()
    assert found(tmp_path, CANARY) == {}
    assert known(database, CANARY) == NOBODY
    with database.read() as connection:
        assert set(everybody(connection)) == {f"v{one}" for one in range(7)}


def test_events_without_a_name_go_with_their_session_or_order(database: Database) -> None:
    nobody: dict[str, Any] = {"visitor_id": None, "consent": Consent.STATISTICS}
    store(
        database,
        [
            event("a", order_id="A17"),
            event("b", **nobody),
            event("c", session_id=None, order_id="A17", trust=Trust.CONFIRMED, **nobody),
            event("d", session_id="another", **nobody),
            event("e", session_id=None, order_id="A17", visitor_id=None, customer_id="c1"),
        ],
    )
    assert erase(database) == 3
    with database.read() as connection:
        assert counts(connection) == {"stored": 2, "refused": 0}


def test_a_customer_keeps_what_others_than_the_erased_visitor_did(database: Database) -> None:
    store(
        database,
        [
            event("a", customer_id="c1"),
            event("b", "p2", visitor_id="v2", customer_id="c1"),
        ],
    )
    refresh_summaries(database)
    assert known(database, None, "c1").recent == ("p1", "p2")
    erase(database)
    assert known(database, None, "c1").recent == ("p2",)


@pytest.mark.parametrize(
    ("body", "gone"),
    [('{"price":"117"}', 0), ('{"customer":17}', 1), ('{"who":"17"}', 1)],
)
def test_a_short_id_is_not_looked_for_inside_other_numbers(
    database: Database, body: str, gone: int
) -> None:
    store(database, [], [body])
    assert erase(database, "17") == gone
