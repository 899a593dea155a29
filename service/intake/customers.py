"""Brings what the shop's own books say of its customers into the database."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice
from pathlib import Path

from knowledge_base.customers import Facts, read_customer
from knowledge_base.errors import BadInput
from knowledge_base.feeds.detect import Format, read_entries
from knowledge_base.feeds.unpacking import unpacked
from knowledge_base.storage.customers import put_customers
from knowledge_base.storage.database import Database
from service.intake.import_report import Report, Tally

_BATCH = 5_000


def import_customers(
    database: Database,
    paths: Sequence[Path],
    *,
    today: date,
    form: Format = Format.AUTO,
    refused_to: Path | None = None,
    dry_run: bool = False,
) -> Report:
    """Import facts of customers in batches; a later line of the same customer takes its place.

    Raises BadInput when a file cannot be read.
    """
    with Tally(refused_to) as tally:
        counts: Counter[str] = Counter()
        for path in paths:
            customers = _read(path, form, today, tally)
            while batch := dict(islice(customers, _BATCH)):
                with database.write() as connection:
                    done = put_customers(connection, batch)
                    if dry_run:
                        connection.rollback()
                counts.update(asdict(done))
        return tally.report(counts, dry_run=dry_run)


def _read(path: Path, form: Format, today: date, tally: Tally) -> Iterator[tuple[str, Facts]]:
    """Yield the customers of a file; what cannot be used goes to the tally."""
    with unpacked(path) as plain:
        _, entries = read_entries(plain, form)
        for line in tally.lines(path, entries):
            try:
                yield read_customer(line.raw, today=today)
            except BadInput as bad:
                tally.refuse(path, line, bad.faults)
