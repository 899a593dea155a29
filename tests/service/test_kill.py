"""Is every acknowledged event on disk, once, however the service ends?"""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import func, select

from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.tables import events
from service.auth import KeyClass
from service.commands.keys import issue_key
from tests.service import hasty

FEW, KILLS, MANY_KILLS = 4, 20, 100
SHOPPERS = 4
BATCH = 10
HONEST = ("-m", "service")
HASTY = (hasty.__file__,)


@dataclass
class Shopper:
    """Sends events, and the same ones again as long as nobody has acknowledged them."""

    name: str
    key: str
    numbers: Iterator[int] = field(default_factory=count)
    batch: list[str] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)

    def shop(self, address: str, news: threading.Semaphore) -> None:
        """Send batch after batch until the service is gone."""
        headers = {"Authorization": f"Bearer {self.key}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=30) as client:
            while True:
                self.batch = self.batch or [
                    f"{self.name}-{next(self.numbers)}" for _ in range(BATCH)
                ]
                views = [
                    {"event_id": one, "type": "view", "product_id": "p1"} for one in self.batch
                ]
                try:
                    answer = client.post("/v1/events", json=views)
                except httpx2.TransportError:
                    return
                if answer.status_code == 503:
                    return
                assert answer.status_code == 202, answer.text
                body = answer.json()
                self.verdicts.update(stored=body["accepted"], duplicate=body["duplicates"])
                self.acknowledged |= set(self.batch)
                self.batch = []
                news.release()


@contextmanager
def serving(
    folder: Path, program: Sequence[str]
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a service, and hand out its address when it is up."""
    environment = {
        **os.environ,  # noqa: TID251 - handed on
        "TRESEN_DATA_DIR": str(folder),
        "TRESEN_SERVER_RATE": "0",
    }
    command = [sys.executable, *program, "serve", "--port", "0"]
    with (
        (folder / "log").open("a") as log,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout is not None
        said = process.stdout.readline()
        assert "http://" in said, (folder / "log").read_text()
        try:
            yield said.split()[-1], process
        finally:
            process.kill()


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    """Open the database of the service."""
    database = open_database(f"sqlite:///{folder}/tresen.db")
    database.migrate()
    yield database
    database.close()


def end_under_load(
    folder: Path, how: signal.Signals, times: int, program: Sequence[str] = HONEST
) -> list[Shopper]:
    """Let shoppers send events, end the service in the midst of it, and again."""
    with opened(folder) as database:
        key = issue_key(database, KeyClass.PRIVATE, "the shop")
    shoppers = [Shopper(f"s{number}", key) for number in range(SHOPPERS)]
    for cycle in range(times):
        news = threading.Semaphore(0)
        with serving(folder, program) as (address, process):
            running = [
                threading.Thread(target=one.shop, args=(address, news)) for one in shoppers
            ]
            for thread in running:
                thread.start()
            for _ in range(random.Random(cycle).randint(1, 60)):
                assert news.acquire(timeout=60)
            process.send_signal(how)
            for thread in running:
                thread.join()
            assert process.wait(timeout=60) == -how
    return shoppers


def lost(folder: Path, shoppers: Sequence[Shopper]) -> set[str]:
    """Return what was acknowledged and is not there, after a look at the whole database."""
    with opened(folder) as database, database.read() as connection:
        stored = set(connection.execute(select(events.c.event_id)).scalars())
        rows = connection.execute(select(func.count()).select_from(events)).scalar_one()
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    assert (rows, sound) == (len(stored), "ok")
    return set().union(*(one.acknowledged for one in shoppers)) - stored


@pytest.mark.parametrize("kills", [KILLS, pytest.param(MANY_KILLS, marks=pytest.mark.long)])
def test_a_kill_loses_no_acknowledged_event_and_doubles_none(
    tmp_path: Path, kills: int
) -> None:
    shoppers = end_under_load(tmp_path, signal.SIGKILL, kills)
    assert lost(tmp_path, shoppers) == set()
    for one in shoppers:
        assert sum(one.verdicts.values()) == len(one.acknowledged), "a verdict for each event"


def test_a_service_that_acknowledges_too_early_is_caught(tmp_path: Path) -> None:
    shoppers = end_under_load(tmp_path, signal.SIGKILL, FEW, HASTY)
    assert lost(tmp_path, shoppers)


def test_a_polite_end_loses_nothing_and_complains_of_nothing(tmp_path: Path) -> None:
    shoppers = end_under_load(tmp_path, signal.SIGTERM, FEW)
    assert lost(tmp_path, shoppers) == set()
    assert (tmp_path / "log").read_text() == ""
