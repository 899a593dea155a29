"""A service in a process of its own, and shoppers who send it events whatever happens to it."""

import os
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx2
from sqlalchemy import func, select

from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.tables import events
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from tests.databases import Databases
from tests.service.api.conftest import fill, unhurried

Process = httpx2.Client
"""The way to one serving process."""

HONEST = ("-m", "service")
SHOPPERS = 4
BATCH = 10


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
        """Send batch after batch until the service is gone, or refuses."""
        headers = {"Authorization": f"Bearer {self.key}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=30) as client:
            while self.send(client) == 202:
                news.release()

    def send(self, client: httpx2.Client) -> int:
        """Send one batch; return the status, 0 when nobody answers.

        What is not acknowledged is sent again by the next call.
        """
        self.batch = self.batch or [f"{self.name}-{next(self.numbers)}" for _ in range(BATCH)]
        views = [{"event_id": one, "type": "view", "product_id": "p1"} for one in self.batch]
        try:
            answer = client.post("/v1/events", json=views)
        except httpx2.TransportError:
            return 0
        if answer.status_code == 503:
            assert int(answer.headers["Retry-After"]) > 0
        if answer.status_code == 202:
            body = answer.json()
            self.verdicts.update(stored=body["accepted"], duplicate=body["duplicates"])
            self.acknowledged |= set(self.batch)
            self.batch = []
        return answer.status_code


def _announced(process: subprocess.Popen[str], log: Path) -> str:
    """Return the address a service says it is at, after whatever it says before."""
    assert process.stdout is not None
    said = next((line for line in process.stdout if "http://" in line), "")
    assert said, log.read_text()
    return said.split()[-1]


@contextmanager
def serving(
    folder: Path,
    program: Sequence[str] = HONEST,
    environment: Mapping[str, str] | None = None,
    port: int = 0,
    listening: socket.socket | None = None,
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a service, and hand out its address when it is up; its log is beside the data.

    It is handed the socket that is `listening`, or listens at a port of its own.
    """
    log = folder.with_suffix(".log")
    handed = [listening.fileno()] if listening else []
    where = ["--fd", str(handed[0])] if handed else ["--port", str(port)]
    with (
        log.open("a") as out,
        subprocess.Popen(
            [sys.executable, *program, "serve", *where],
            env=_environment(folder, environment or {}),
            pass_fds=handed,
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        ) as process,
    ):
        address = _announced(process, log)
        try:
            yield address, process
        finally:
            process.kill()


@contextmanager
def working(folder: Path, url: str, workers: int) -> Iterator[tuple[str, int]]:
    """Start a service of several processes.

    Hand out its address when all are up, and the number of the one that started them.
    """
    orders = ("serve", "--port", "0", "--workers", str(workers))
    log = folder.with_suffix(".log")
    with (
        log.open("a") as out,
        subprocess.Popen(
            [sys.executable, *HONEST, *orders],
            env=_environment(folder, {"TRESEN_DATABASE_URL": url}),
            stdout=subprocess.PIPE,
            stderr=out,
            text=True,
        ) as process,
    ):
        address = _announced(process, log)
        try:
            yield address, process.pid
        finally:
            process.terminate()


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    return {
        **os.environ,  # noqa: TID251 - handed on
        "TRESEN_DATA_DIR": str(folder),
        "TRESEN_SERVER_RATE": "0",
        "TRESEN_ANSWER_SECONDS": "0",  # every answer whole, however busy the machine is
        **more,
    }


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open the database of the service."""
    database = open_database(url)
    database.migrate()
    yield database
    database.close()


@contextmanager
def served(
    databases: Databases, folder: Path, processes: int, refresh_every: int = 0
) -> Iterator[list[Process]]:
    """Serve the small shop from some processes, and hand out a way to each."""
    with databases.fresh(folder) as url, ExitStack() as running:
        fill(unhurried(folder, url))
        with opened(url) as database:
            key = issue_key(database, KeyClass.PRIVATE, "the shop")
        environment = {
            "TRESEN_DATABASE_URL": url,
            "TRESEN_REFRESH_AFTER": "0",
            "TRESEN_REFRESH_EVERY": str(refresh_every),
        }
        clients = []
        for _ in range(processes):
            address, _ = running.enter_context(serving(folder, environment=environment))
            headers = {"Authorization": f"Bearer {key}"}
            client = httpx2.Client(base_url=address, headers=headers, timeout=30)
            clients.append(running.enter_context(client))
        yield clients


def shoppers(url: str) -> list[Shopper]:
    """Let some shoppers have a key."""
    with opened(url) as database:
        key = issue_key(database, KeyClass.PRIVATE, "the shop")
    return [Shopper(f"s{number}", key) for number in range(SHOPPERS)]


@contextmanager
def shopping(people: Sequence[Shopper], address: str) -> Iterator[threading.Semaphore]:
    """Let all shoppers send; the semaphore counts what was acknowledged.

    Whoever leaves has ended the service, so that they stop.
    """
    news = threading.Semaphore(0)
    running = [threading.Thread(target=one.shop, args=(address, news)) for one in people]
    for thread in running:
        thread.start()
    yield news
    for thread in running:
        thread.join()


def acknowledged(people: Sequence[Shopper]) -> set[str]:
    """Return every event that somebody was told is on disk."""
    return set().union(*(one.acknowledged.copy() for one in people))


def stored(url: str) -> set[str]:
    """Return the events that are there, each once, after a look at the whole database."""
    with opened(url) as database, database.read() as connection:
        found = set(connection.execute(select(events.c.event_id)).scalars())
        rows = connection.execute(select(func.count()).select_from(events)).scalar_one()
        if connection.dialect.name == "sqlite":
            faults = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
            assert faults.all() == ["ok"], "the database is damaged"
    assert rows == len(found)
    return found
