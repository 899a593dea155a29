"""Puts a backup where nothing is, and tries whether that would work before it has to."""

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge_base.errors import Conflict
from knowledge_base.ledger import LEDGER, open_ledger
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.backup import copy_back, place_for_drills, rows
from knowledge_base.storage.database import open_database
from knowledge_base.storage.erasure import erased_before
from knowledge_base.storage.inspection import database_file
from service.app import open_runtime
from service.backup import Backup, carry_over
from service.judging.golden import unmet
from service.judging.tolerances import ORDINARY
from service.judging.trial import tried
from service.lock import Lock
from service.runtime import Runtime
from service.settings import Settings, environment_of
from service.stores import open_store, snapshots_of


def restore(settings: Settings, backup: Backup) -> None:
    """Bring back database, snapshot and, where there is none, the ledger of erasures.

    Whatever starts on it next erases again whoever was erased since. A ledger that is there
    stays: it knows more. Raises Conflict where there is anything else already, or when the
    backup is damaged or of the other kind of database.
    """
    if backup.contents.is_embedded != settings.embedded:
        made = "SQLite" if backup.contents.is_embedded else "PostgreSQL"
        raise Conflict(f"this backup is of {made}: set TRESEN_DATABASE_URL to one of those")
    backup.check()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with closing(Lock(settings.data_dir)):
        _insist_on_nothing(settings)
        if backup.ledger.exists() and not (settings.data_dir / LEDGER).exists():
            shutil.copy(backup.ledger, settings.data_dir / LEDGER)
        copy_back(backup.database, settings.database_url, environment_of(settings))
        with closing(open_database(settings.database_url)) as database:
            store = open_store(settings, database)
            store.keep_up()  # what other hosts share outlives this one, as the ledger does
            if backup.contents.snapshot_id is not None and store.current() is None:
                carry_over(backup.store, store, backup.contents.snapshot_id)


def drill(settings: Settings, backup: Backup, now: datetime) -> Iterator[tuple[str, bool]]:
    """Restore a backup beside the installation, ask it, yield what was seen and if it is well.

    Nothing of it is left. The last line is how long a restore takes until it answers.
    """
    with (
        TemporaryDirectory(prefix="tresen-drill-") as name,
        place_for_drills(settings.database_url, Path(name)) as url,
    ):
        folder = Path(name)
        update = {
            "data_dir": folder,
            "database_url": url,
            "snapshots": "",
            "refresh_every": 0.0,
        }
        there = settings.model_copy(update=update)
        if (settings.data_dir / LEDGER).exists():
            shutil.copy(settings.data_dir / LEDGER, folder / LEDGER)
        began = time.monotonic()
        restore(there, backup)
        took = time.monotonic() - began
        yield f"restored the state of {backup.contents.made_at[:19]} in {took:.1f} s", True
        yield from _compared(there, backup)
        began = time.monotonic()
        runtime = open_runtime(there)
        try:
            runtime.refresh()
            took += time.monotonic() - began
            yield _erased(runtime, folder / LEDGER)
            yield from _asked(runtime, now)
        finally:
            runtime.stop()
        yield f"it would serve again after {took:.1f} s (RTO)", True


def _insist_on_nothing(settings: Settings) -> None:
    """Raise Conflict where a restore would write over something."""
    remedy = "restore into an empty place, or move what is there away"
    file = database_file(settings.database_url)
    if file is not None and file.exists():
        raise Conflict(f"{file} is there already: {remedy}")
    if file is None:
        with closing(open_database(settings.database_url)) as database:
            if database.revisions()[0]:
                raise Conflict(f"the database has tables already: {remedy}")
    store = SnapshotStore(snapshots_of(settings))
    if store.ids():
        raise Conflict(f"{store.root} has snapshots already: {remedy}")


def _compared(there: Settings, backup: Backup) -> Iterator[tuple[str, bool]]:
    """Look whether the database is whole, and has the rows it had."""
    with closing(open_database(there.database_url)) as database:
        faults = database.faults()
        yield "; ".join(faults) or "the database is whole", not faults
        with database.read() as connection:
            counted = rows(connection)
    wanted = backup.contents.rows
    apart = [
        f"{name}: {counted.get(name)} instead of {number}"
        for name, number in wanted.items()
        if counted.get(name) != number
    ]
    total = sum(wanted.values())
    yield "; ".join(apart) or f"all {total:,} rows of {len(wanted)} tables are there", not apart


def _erased(runtime: Runtime, ledger: Path) -> tuple[str, bool]:
    """Look whether everybody was erased again who has been since."""
    with runtime.database.read() as connection:
        noted = erased_before(connection)
    open_ones = open_ledger(ledger).erasures - noted
    return f"{len(noted)} erasures hold, {len(open_ones)} do not", not open_ones


def _asked(runtime: Runtime, now: datetime) -> Iterator[tuple[str, bool]]:
    """Ask what shoppers ask, and what people of the shop hold dear."""
    trial = tried(runtime.store, runtime.engine.snapshot_id, now)
    enough = trial.found >= ORDINARY.found * trial.asked
    said = "; ".join(trial.reasons) or f"{trial.found} of {trial.asked} searches find something"
    yield said, enough and not trial.reasons
    missed = list(unmet(runtime.engine, now))
    number = len(runtime.engine.merchandising.golden_queries)
    yield "; ".join(missed) or f"{number} golden queries show what they must", not missed
