"""Does what was promised to be on disk outlast a power cut?"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.random import Generator

from knowledge_base.errors import Conflict, Unavailable, UnknownName
from knowledge_base.snapshots import SnapshotStore
from tests.rigs import careless, publisher
from tests.rigs.load import HONEST, acknowledged, serving, shoppers, shopping, stored
from tests.rigs.shadow import Shadow

CARELESS = (careless.__file__,)
CUTS = 50
"""A process lives through that many, then another begins anew, before its files grow."""
FEW, MANY = 10, 1_000


@contextmanager
def stopped(process: subprocess.Popen[str]) -> Iterator[None]:
    """Hold a process still."""
    process.send_signal(signal.SIGSTOP)
    os.waitpid(process.pid, os.WUNTRACED)
    yield
    process.send_signal(signal.SIGCONT)


@contextmanager
def left_of(
    shadow: Shadow, process: subprocess.Popen[str], chance: Generator
) -> Iterator[Path]:
    """Hand out what a power cut would leave just now; the process goes on later."""
    target = shadow.root.with_name("left")
    with stopped(process):
        shadow.cut(target, chance)
        yield target
    shutil.rmtree(target)


def cut_serving(
    shadow: Shadow, chance: Generator, cuts: int = CUTS, program: Sequence[str] = HONEST
) -> None:
    """Cut the power of a service under load; see that what it acknowledged is there."""
    people = shoppers(f"sqlite:///{shadow.root}/tresen.db")
    shadow.begin()
    with (
        serving(shadow.root, program, shadow.watching()) as (address, process),
        shopping(people, address) as news,
    ):
        for _ in range(cuts):
            for _ in range(chance.integers(1, 20)):
                assert news.acquire(timeout=60)
            told = acknowledged(people)
            with left_of(shadow, process, chance) as folder:
                lost = told - stored(f"sqlite:///{folder}/tresen.db")
                assert not lost, f"{len(lost)} of {len(told)} events are lost"
        process.kill()


@contextmanager
def publishing(
    shadow: Shadow, news: Path, how: Sequence[str]
) -> Iterator[subprocess.Popen[str]]:
    """Start a shop that publishes without end, and see it publish a first time."""
    command = [sys.executable, "-m", publisher.__name__, str(shadow.root), str(news), *how]
    environment = {**os.environ, **shadow.watching()}  # noqa: TID251 - handed on
    news.write_text("")
    with subprocess.Popen(command, env=environment, text=True) as process:
        try:
            while not news.read_text():
                assert process.poll() is None
                time.sleep(0.1)
            yield process
        finally:
            process.kill()


def cut_publishing(
    shadow: Shadow, chance: Generator, cuts: int = CUTS, how: Sequence[str] = ()
) -> None:
    """Cut the power of trainings and refreshes; see that what is served is whole, and new."""
    shadow.begin()
    news = shadow.root.with_name("news")
    with publishing(shadow, news, how) as process:
        for _ in range(cuts):
            time.sleep(chance.uniform(0, 0.2))
            with left_of(shadow, process, chance) as folder:
                *older, newest = news.read_text().split()
                store = SnapshotStore(folder / "snapshots")
                served = store.current()
                assert served, "everything is lost"
                assert served == newest or served not in older, f"{newest} is lost"
                store.check(store.manifest(served))


def again(cuts: int, cut: Callable[[Shadow, Generator, int], None], shadow: Shadow) -> None:
    """Cut the power of one process after the other."""
    chance = np.random.default_rng(5)
    for done in range(0, cuts, CUTS):
        cut(shadow, chance, min(CUTS, cuts - done))
        shutil.rmtree(shadow.root)
        shadow.root.mkdir()


@pytest.mark.parametrize("cuts", [CUTS, pytest.param(MANY, marks=pytest.mark.long)])
def test_a_power_cut_loses_no_acknowledged_event(shadow: Shadow, cuts: int) -> None:
    again(cuts, cut_serving, shadow)


def test_a_service_that_does_not_wait_for_the_disk_is_caught(shadow: Shadow) -> None:
    with pytest.raises((AssertionError, Unavailable), match=r"lost|damaged|malformed"):
        cut_serving(shadow, np.random.default_rng(5), program=CARELESS)


@pytest.mark.parametrize("cuts", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_a_power_cut_leaves_the_published_snapshot_whole(shadow: Shadow, cuts: int) -> None:
    again(cuts, cut_publishing, shadow)


def test_a_publication_that_does_not_wait_for_the_disk_is_caught(shadow: Shadow) -> None:
    with pytest.raises(
        (AssertionError, Conflict, UnknownName), match=r"lost|damaged|gone|no snap"
    ):
        cut_publishing(shadow, np.random.default_rng(5), how=["--careless"])
