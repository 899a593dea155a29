"""Does the log come as columns that number everybody alike, whatever database holds it?"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.interactions import Interactions
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import add_events, insert_events
from knowledge_base.storage.interaction_columns import InteractionColumns
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def events(number: int) -> list[Event]:
    """Make looks of three visitors in five sessions, shown by answers of two places each."""
    ids = small_catalogue().product_ids.column.texts()
    return [
        Event(
            f"e{one}",
            EventType.VIEW,
            NOW - timedelta(minutes=number - one),
            Consent.PERSONALIZATION,
            visitor_id=None if one % 4 == 3 else f"v{one % 4}",
            session_id=f"s{one % 5}",
            product_id=ids[one % len(ids)],
            placement="home" if one % 2 else "search",
            trust=Trust.SHOWN,
            token_id=f"a{one // 2}-{one % 2}",
        )
        for one in range(number)
    ]


def columns(
    database: Database, pieces: Sequence[int], withdrawn: Sequence[tuple[str, str, int]] = ()
) -> Interactions:
    """Read the log in pieces that end at some numbers, asking for the columns after each."""
    read, last = InteractionColumns(small_catalogue()), 0
    with database.read() as connection:
        for piece in pieces:
            add_events(connection, read, after=last)
            read.interactions(NOW, withdrawn)
            last = piece
        return read.interactions(NOW, withdrawn)


def told(values: Interactions, name: str) -> list[Any]:
    column: list[Any] = getattr(values, name).tolist()
    return column


def test_everybody_is_numbered_in_the_order_in_which_they_come(database: Database) -> None:
    with database.write() as connection:
        insert_events(connection, events(12))
    found = columns(database, [40])
    assert told(found, "visitor") == [0, 1, 2, -1] * 3
    assert told(found, "session") == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert told(found, "answer") == [one // 2 for one in range(12)]
    assert told(found, "basket") == [-1] * 12
    assert found.placements == ("search", "home")


def test_asked_again_the_columns_are_the_same(database: Database) -> None:
    with database.write() as connection:
        insert_events(connection, events(12))
    once, twice = columns(database, [40]), columns(database, [40, 40])
    for name in ("product", "visitor", "session", "answer", "trace", "query"):
        assert np.array_equal(getattr(once, name), getattr(twice, name)), name


def test_who_withdrew_is_nobody_up_to_then_and_all_others_stay(database: Database) -> None:
    with database.write() as connection:
        insert_events(connection, events(12))
    found = columns(database, [40], [("visitor", "v1", 6), ("visitor", "v9", 12)])
    assert told(found, "visitor") == [0, -1, 1, -1, 0, -1, 1, -1, 0, 2, 1, -1]
    assert [told(found, "session")[row] for row in (1, 5, 9)] == [-1, -1, 3]
