"""Is every acknowledged event on disk, once, however the service ends?"""

import random
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.databases import SQLITE_ONLY
from tests.rigs.load import HONEST, Shopper, acknowledged, serving, shoppers, shopping, stored
from tests.service import hasty

FEW, KILLS, MANY_KILLS = 4, 20, 100
HASTY = (hasty.__file__,)


def end_under_load(
    folder: Path,
    url: str,
    how: signal.Signals,
    times: int,
    program: Sequence[str] = HONEST,
) -> list[Shopper]:
    """Let shoppers send events, end the service in the midst of it, and again."""
    people = shoppers(url)
    for cycle in range(times):
        with (
            serving(folder, program, {"TRESEN_DATABASE_URL": url}) as (address, process),
            shopping(people, address) as news,
        ):
            for _ in range(random.Random(cycle).randint(1, 60)):
                assert news.acquire(timeout=60)
            process.send_signal(how)
            assert process.wait(timeout=60) == -how
    return people


def complaints(log: str) -> list[str]:
    """Return the lines of a log that tell of more than what was answered."""
    return [one for one in log.splitlines() if '"level":"info"' not in one]


@pytest.mark.parametrize(
    ("databases", "kills"),
    [
        ("sqlite", KILLS),
        pytest.param("postgresql", FEW, marks=pytest.mark.database),
        pytest.param("sqlite", MANY_KILLS, marks=pytest.mark.long),
        pytest.param("postgresql", MANY_KILLS, marks=[pytest.mark.database, pytest.mark.long]),
    ],
    indirect=["databases"],
)
def test_a_kill_loses_no_acknowledged_event_and_doubles_none(
    tmp_path: Path, database_url: str, kills: int
) -> None:
    people = end_under_load(tmp_path, database_url, signal.SIGKILL, kills)
    assert acknowledged(people) <= stored(database_url)
    for one in people:
        assert sum(one.verdicts.values()) == len(one.acknowledged), "a verdict for each event"


@SQLITE_ONLY  # the fault lies before any database
def test_a_service_that_acknowledges_too_early_is_caught(
    tmp_path: Path, database_url: str
) -> None:
    people = end_under_load(tmp_path, database_url, signal.SIGKILL, FEW, HASTY)
    assert acknowledged(people) - stored(database_url)


def test_a_polite_end_loses_nothing_and_complains_of_nothing(
    tmp_path: Path, database_url: str
) -> None:
    people = end_under_load(tmp_path, database_url, signal.SIGTERM, FEW)
    assert acknowledged(people) <= stored(database_url)
    assert complaints(tmp_path.with_suffix(".log").read_text("utf-8")) == []
