"""Is it known how much of each feed could be used, and what that is to be held against?"""

from datetime import UTC, datetime, timedelta

from knowledge_base.storage.database import Database
from knowledge_base.storage.feed_imports import (
    Feeds,
    Intake,
    last_feeds,
    note_intake,
    prune_intakes,
)

DAY = timedelta(days=1)
NIGHT = datetime(2026, 3, 1, 3, tzinfo=UTC)
WELL = Intake(whole=True, taken=990, refused=10)
ILL = Intake(whole=True, taken=900, refused=100)


def take(database: Database, intake: Intake, at: datetime) -> None:
    with database.write() as connection:
        note_intake(connection, intake, at)


def feeds(database: Database) -> list[Feeds]:
    with database.read() as connection:
        return last_feeds(connection, NIGHT)


def test_the_last_feed_stands_beside_the_last_one_before_the_night(database: Database) -> None:
    assert (WELL.read, WELL.refused_share) == (1_000, 0.01)
    take(database, ILL, NIGHT - 2 * DAY)
    take(database, WELL, NIGHT)
    assert feeds(database) == [Feeds(WELL, WELL)]
    for hours in (1, 2):
        take(database, ILL, NIGHT + timedelta(hours=hours))
    assert feeds(database) == [Feeds(ILL, WELL)]


def test_feeds_of_changes_are_held_against_such_feeds_only(database: Database) -> None:
    changes = Intake(whole=False, taken=0, refused=5)
    take(database, WELL, NIGHT - DAY)
    take(database, changes, NIGHT + DAY)
    assert feeds(database) == [Feeds(WELL, WELL)]
    take(database, changes, NIGHT - DAY)
    assert feeds(database) == [Feeds(WELL, WELL), Feeds(changes, changes)]


def test_old_feeds_are_forgotten(database: Database) -> None:
    take(database, WELL, NIGHT - DAY)
    take(database, ILL, NIGHT)
    with database.write() as connection:
        assert prune_intakes(connection, NIGHT) == 1
    assert feeds(database) == [Feeds(ILL, ILL)]
