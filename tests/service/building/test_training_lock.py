"""Is there one training at a time, and is a dead one in nobody's way?"""

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge_base.errors import Conflict
from knowledge_base.storage.database import Database
from service.building.training_lock import training_lock
from tests.databases import SQLITE_ONLY

_HOLD = """
import sys, time
from pathlib import Path
from knowledge_base.storage.database import open_database
from service.building.training_lock import training_lock
with training_lock(Path(sys.argv[1]), open_database(f"sqlite:///{sys.argv[1]}/held.db")):
    print("mine", flush=True)
    time.sleep(60)
"""


@SQLITE_ONLY  # one host's own lock; PostgreSQL's, which holds for all, follows
def test_a_second_training_is_told_who_is_at_it_until_that_one_is_dead(
    database: Database, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        with (
            pytest.raises(Conflict, match=f"process {other.pid} on "),
            training_lock(tmp_path, database),
        ):
            pass
        other.kill()
        other.wait()
    with training_lock(tmp_path, database):
        pass


@pytest.mark.parametrize(
    "databases", [pytest.param("postgresql", marks=pytest.mark.database)], indirect=True
)
def test_another_host_on_the_same_database_does_not_train_meanwhile(
    database: Database, tmp_path: Path
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with (
        training_lock(here, database),
        pytest.raises(Conflict, match="uses the same database"),
        training_lock(there, database),
    ):
        pass
    with training_lock(there, database):
        pass
