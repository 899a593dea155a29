import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_base.errors import Conflict, Fault, Unavailable
from knowledge_base.manifest import CATALOGUE, LEARNED, Part
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database
from service.building.beside import Here, Work, beside
from service.engine import open_snapshot
from service.nightly import train
from tests.interruptions import interrupted_on_the_way_in
from tests.service.flow import MARKET, NOW

PATIENCE = 30.0


def counting(start: int, gate: str = "") -> Work[int, tuple[int, int, bool]]:
    """Give a number, and then the process that did it, and whether it was let."""
    yield start + 1
    return start + 2, os.getpid(), bool(gate and Path(gate).exists())


def refused(place: str) -> Work[int, int]:
    """Find a fault before anything is given."""
    if place:
        raise Conflict("it is occupied", Fault(place, "twice"), code="twice")
    yield 0
    return 0


def broken_later() -> Work[int, int]:
    """Break down in the second half."""
    yield 0
    unheard_of: dict[str, int] = {}
    return unheard_of["nobody"]


def ended_later() -> Work[int, int]:
    """Be killed in the second half, as by a machine without memory."""
    yield os.getpid()
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def endless() -> Work[int, int]:
    """Give the process, and never come to an end."""
    yield os.getpid()
    time.sleep(3_600)
    return 0


def test_a_work_gives_the_same_here_and_in_a_process_of_its_own(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    with beside(counting, 40, str(gate)) as there:
        here = Here(counting(40, str(gate)))
        assert here.first() == there.first() == 41
        gate.touch()  # whoever looks before being let does not see it
        for task in (here, there):
            task.go_on()
        (ours, own, was_let), (theirs, other, other_let) = here.last(), there.last()
    assert ours == theirs == 42
    assert was_let
    assert other_let
    assert own == os.getpid() != other


def test_what_is_wrong_there_is_said_here_in_the_same_words() -> None:
    with beside(refused, "line 3") as task, pytest.raises(Conflict, match="occupied") as found:
        task.first()
    assert found.value.faults == (Fault("line 3", "twice"),)
    assert found.value.code == "twice"


def test_what_nobody_expected_comes_with_its_place() -> None:
    with beside(broken_later) as task:
        task.first()
        task.go_on()
        with pytest.raises(RuntimeError, match=r"in broken_later\n(.|\n)*KeyError"):
            task.last()


def test_a_process_that_is_killed_is_missed() -> None:
    with beside(ended_later) as task:
        task.first()
        task.go_on()
        with pytest.raises(Unavailable, match="ended with -9"):
            task.last()


def test_a_process_ends_when_nobody_waits_for_it_any_more() -> None:
    with suppress(KeyboardInterrupt), beside(endless) as task:
        process = task.first()
        task.go_on()
        assert is_there(process)
        raise KeyboardInterrupt
    assert not is_there(process)


def test_no_process_is_left_by_who_is_interrupted_while_it_is_begun() -> None:
    before, steps = multiprocessing.active_children(), 0
    for step in interrupted_on_the_way_in(lambda: beside(endless), within="beside.py"):
        assert multiprocessing.active_children() == before, f"interrupted at step {step}"
        steps += 1
    assert steps > 5


def test_a_process_ends_with_the_one_that_began_it_however_that_ends(tmp_path: Path) -> None:
    script = tmp_path / "begin.py"
    script.write_text(
        "import time\n"
        "from service.building.beside import beside\n"
        "from tests.service.building.test_beside import endless\n"
        "if __name__ == '__main__':\n"
        "    with beside(endless) as task:\n"
        "        print(task.first(), flush=True)\n"
        "        task.go_on()\n"
        "        time.sleep(3_600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}  # noqa: TID251, PTH109 - handed on
    with subprocess.Popen(
        [sys.executable, script], env=environment, stdout=subprocess.PIPE
    ) as beginner:
        assert beginner.stdout
        process = int(beginner.stdout.readline())
        assert is_there(process)
        beginner.kill()
    assert waited_for(lambda: not is_there(process))


def test_a_night_in_two_processes_makes_what_one_makes(
    filled: Database, store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    other = SnapshotStore(tmp_path / "other")
    train(filled, store, MARKET, now=NOW)
    train(filled, other, MARKET, now=NOW, apart=True)
    (one,), (two,) = store.manifests(), other.manifests()
    for part, chance in (
        (CATALOGUE, {"seconds", "numbering", "read_at"}),
        (LEARNED, {"numbering", "training"}),
    ):
        arrays = [arrays_of(each.parts[part]) for each in (one, two)]
        assert arrays[0] == arrays[1] != {}
        ours, theirs = (
            {name: fact for name, fact in each.parts[part].facts.items() if name not in chance}
            for each in (one, two)
        )
        assert ours == theirs
    assert {name for name, _ in two.notes["beside"]} >= {"columns", "count segments"}
    opened = open_snapshot(store, one.snapshot_id), open_snapshot(other, two.snapshot_id)
    assert opened[0].census == opened[1].census
    assert opened[0].census.people > 0


def test_a_night_whose_helper_dies_leaves_yesterday_serving(
    filled: Database, store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    before = train(filled, store, MARKET, now=NOW)
    monkeypatch.setattr("service.nightly.groundwork_of", dying)
    with pytest.raises(Unavailable, match="ended with -9"):
        train(filled, store, MARKET, now=NOW + timedelta(days=1), apart=True)
    assert store.current() == before.snapshot_id
    assert not list(store.root.glob(".draft-*"))


def arrays_of(part: Part) -> dict[str, str]:
    """Return what is in the files that are not named by chance, as those of tantivy are."""
    return {name: one.sha256 for name, one in part.files.items() if name.endswith(".npy")}


def dying(*_: object) -> Work[int, int]:
    """Be killed at once."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield 0
    return 0


def is_there(process: int) -> bool:
    """Say whether a process runs; a dead one may not have been buried yet."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def waited_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()
