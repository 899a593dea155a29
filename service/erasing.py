"""Erases people: from the database and its log, from files, and again after a restore."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from knowledge_base.interactions import traces
from knowledge_base.ledger import LEDGER, Ledger, open_ledger
from knowledge_base.privacy import mentions
from knowledge_base.storage.database import Database
from knowledge_base.storage.erasure import (
    adopt_ledger_key,
    erase_rows,
    erased_before,
    erased_since,
    everybody,
    ledger_key,
    nameless_events,
    note_erasures,
    teaching_events,
)
from service.intake.import_report import refused_files


def erase(database: Database, folder: Path, person_id: str, *, now: datetime) -> int:
    """Erase every trace of a visitor or customer (Art. 17 GDPR); return how many rows.

    The ledger is written first, so that an erasure cut short is ended by the next start. Raises
    Unavailable when the database cannot forget now; then it can be asked again.
    """
    ledger = _ledger(database, folder)
    with database.read() as connection:
        nameless = nameless_events(connection, person_id)
        taught = teaching_events(connection, person_id, nameless)
    entry = ledger.entry(person_id, now, traces(taught))
    ledger.add([entry])
    erased = _forget(database, folder, person_id, nameless)
    with database.write() as connection:
        note_erasures(connection, [entry])
    database.empty_log()
    return erased


def replay(database: Database, folder: Path) -> int:
    """Erase again whom a restored backup has brought back; return how many people.

    Costs nothing where the database has seen every erasure of the ledger.
    """
    ledger = _ledger(database, folder)
    with database.read() as connection:
        missing = ledger.erasures - erased_before(connection)
        digests = {one.digest for one in missing}
        known = everybody(connection) if missing else ()
        back = [one for one in known if ledger.digest(one) in digests]
    if missing:
        for person_id in back:
            with database.read() as connection:
                nameless = nameless_events(connection, person_id)
            _forget(database, folder, person_id, nameless)
        with database.write() as connection:
            note_erasures(connection, missing)
        database.empty_log()
    return len(back)


class ErasuresElsewhere:
    """Brings into this host's ledger what others erased: it is the one that snapshots heed.

    Each erasure is read once, however often people change.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._seq = 0

    def hear(self) -> None:
        """Read what is new."""
        with self._database.read() as connection:
            key, (noted, seq) = ledger_key(connection), erased_since(connection, self._seq)
        if noted:
            open_ledger(self._folder / LEDGER, key).add(noted)
        self._seq = seq


def _ledger(database: Database, folder: Path) -> Ledger:
    """Open the ledger; it and the database get the same key, and the entries of either.

    A restored database may be older than the key, and the file may have been lost.
    """
    with database.write() as connection:
        key = ledger_key(connection)
        ledger = open_ledger(folder / LEDGER, key)
        if ledger.key != key:
            adopt_ledger_key(connection, ledger.key)
        return ledger.add(erased_before(connection))


def _forget(database: Database, folder: Path, person_id: str, nameless: Sequence[int]) -> int:
    """Delete a person's rows, and the lines of refused imports that mention the person."""
    for refused in refused_files(folder):
        _scrub(refused, person_id)
    with database.write() as connection:
        return erase_rows(connection, person_id, nameless)


def _scrub(path: Path, person_id: str) -> None:
    """Write a file of JSON Lines anew without those that mention somebody."""
    written = json.dumps(person_id)[1:-1]
    lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    kept = [line for line in lines if not mentions(line, written)]
    if len(kept) == len(lines):
        return
    anew = path.with_suffix(".anew")
    with anew.open("w", encoding="ascii") as file:
        file.writelines(kept)
        file.flush()
        os.fsync(file.fileno())
    anew.replace(path)
