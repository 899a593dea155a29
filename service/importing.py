"""Brings feeds and histories into the database: what the import commands do.

A feed is read, checked and laid aside first: one that turns out to be broken near its end, or
that looks as if it were not whole, changes nothing. Then it is written in pieces, so that no
event of the running shop waits for more than one of them, and last of all what a full feed
does not name is gone. Whoever is interrupted in between simply imports the same feed again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from knowledge_base.errors import BadInput, Fault
from knowledge_base.event_lines import read_event
from knowledge_base.events import Event, RefusedEvent
from knowledge_base.feeds.detect import Format, read_entries
from knowledge_base.feeds.dialects import read_nested
from knowledge_base.feeds.entries import Line, Unreadable
from knowledge_base.feeds.feed import open_feed
from knowledge_base.lines import read_product
from knowledge_base.market import Market
from knowledge_base.proof import HISTORY
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.database import Connection, Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import Counts, drop_lines, put_products
from service.import_report import Report, Tally
from service.laid_aside import LaidAside
from service.standing import USUAL, Limits, Standing, look_at

_EVENT_BATCH = 5_000
_COLUMNS_NAMED = 20
_PIECE = 1_000
"""Lines that are written at once: some hundredths of a second."""
_NEWS_EVERY = 1_000

Watch = Callable[[str, int, int], None]
"""Is told what is being done, how far that is, and how much there is of it."""


@dataclass(frozen=True, slots=True)
class FeedImport:
    """Which feed to import, and how.

    Several files are one feed. With `full` every product that is not in it is gone afterwards;
    without, it only adds and changes. A full feed that goes beyond the `limits` is refused
    unless it is told to by `force`. Refused lines are written to `refused_to`.
    """

    paths: Sequence[Path]
    form: Format = Format.AUTO
    mapping: Path | None = None
    full: bool = False
    dry_run: bool = False
    refused_to: Path | None = None
    force: bool = False
    limits: Limits = USUAL


def import_products(
    database: Database,
    feed: FeedImport,
    market: Market,
    *,
    now: datetime,
    watch: Watch = lambda _what, _done, _total: None,
) -> Report:
    """Import a feed, or say in the report why it is refused as a whole.

    Raises BadInput, having changed nothing, when no line can be used.
    """
    with Tally(feed.refused_to) as tally, TemporaryFile() as spool:
        aside = LaidAside(spool)
        for path in feed.paths:
            _lay_aside(path, feed, market, now, tally, aside, watch)
        _check_usable(tally, len(aside))
        standing = look_at(database, aside, full=feed.full)
        is_doubted = feed.full and not feed.force
        objections = standing.objections(aside.noted, feed.limits) if is_doubted else ()
        tally.warnings.update(standing.warnings(aside, full=feed.full))
        pieces = _Pieces(database, dry=feed.dry_run or bool(objections))
        pieces.write(aside, standing, watch)
        return tally.report(asdict(pieces.counts), dry_run=feed.dry_run, objections=objections)


def import_events(
    database: Database,
    paths: Sequence[Path],
    *,
    now: datetime,
    form: Format = Format.AUTO,
    refused_to: Path | None = None,
) -> Report:
    """Import the history of a shop in batches, so that a shop being served goes on writing.

    An event without an id gets one from what it says, so that the same file imported again
    adds nothing. Raises BadInput when a file cannot be read, or when no line can be used.
    """
    with Tally(refused_to) as tally:
        stored = accepted = 0
        for path in paths:
            events = _read_history(path, form, now, tally)
            while batch := list(islice(events, _EVENT_BATCH)):
                with database.write() as connection:
                    stored += sum(insert_events(connection, batch))
                accepted += len(batch)
        _check_usable(tally, accepted)
        return tally.report({"stored": stored, "duplicates": accepted - stored})


class _Pieces:
    """Writes in short transactions; a dry one takes each of them back."""

    def __init__(self, database: Database, *, dry: bool) -> None:
        self._database = database
        self._dry = dry
        self.counts = Counts()

    def write(self, aside: LaidAside, standing: Standing, watch: Watch) -> None:
        """Put the lines, and then drop what is missing and has not been changed meanwhile."""
        written, total = 0, len(aside) + len(standing.missing)
        for lines in chunks(aside.products(), _PIECE):
            self._do(partial(put_products, lines=lines))
            written += len(lines)
            watch("writing", written, total)
        for ids in chunks(standing.missing, _PIECE):
            self._do(partial(_drop, product_ids=ids, seq=standing.seq))
        watch("writing", total, total)

    def _do(self, piece: Callable[[Connection], Counts]) -> None:
        with self._database.write() as connection:
            self.counts += piece(connection)
            if self._dry:
                connection.rollback()


def _drop(connection: Connection, product_ids: Sequence[str], seq: int) -> Counts:
    return Counts(gone=drop_lines(connection, product_ids, seq=seq))


def _lay_aside(  # noqa: PLR0913, PLR0917 - one feed, and all who want to know of it
    path: Path,
    order: FeedImport,
    market: Market,
    now: datetime,
    tally: Tally,
    aside: LaidAside,
    watch: Watch,
) -> None:
    """Lay the products of a file aside; what cannot be used goes to the tally."""
    feed = open_feed(path, now=now, form=order.form, mapping=order.mapping)
    for line in _lines(path, feed.entries, tally):
        given = feed.read(line.raw)
        try:
            aside.add(read_product(given, languages=market.languages, currency=market.currency))
        except BadInput as bad:
            tally.refuse(path, line, bad.faults)
            aside.keep(given.get("product_id"))
        if tally.read % _NEWS_EVERY == 0:
            watch(f"reading {path.name}", line.number, feed.lines)
    for column, number in feed.dialect.unused.most_common(_COLUMNS_NAMED):
        tally.warnings[f"values of column '{column}' not used"] += number


def _read_history(path: Path, form: Format, now: datetime, tally: Tally) -> Iterator[Event]:
    """Yield the events of a file; what cannot be used goes to the tally."""
    _, entries = read_entries(path, form)
    for line in _lines(path, entries, tally):
        event = _read_past_event(line.raw, now)
        if isinstance(event, Event):
            yield event
        else:
            tally.refuse(path, line, [Fault(event.place, event.detail, event.code)])


def _lines(path: Path, entries: Iterable[Line | Unreadable], tally: Tally) -> Iterator[Line]:
    """Count the lines and yield those that are some."""
    for entry in entries:
        tally.read += 1
        if isinstance(entry, Line):
            yield entry
        else:
            tally.refuse(path, entry, [Fault("", entry.detail, "unreadable")])


def _read_past_event(raw: Mapping[str, Any], now: datetime) -> Event | RefusedEvent:
    """Read an event of the past, which must say when it was."""
    if raw.get("at") in (None, ""):
        return RefusedEvent("missing", "at", "is missing", "")
    line = {**raw, "filters": read_nested(raw.get("filters"))}
    if not raw.get("event_id"):
        said = json.dumps(raw, default=str, sort_keys=True)
        line["event_id"] = hashlib.sha256(said.encode()).hexdigest()
    return read_event(line, received_at=now, proof=HISTORY)


def _check_usable(tally: Tally, usable: int) -> None:
    if usable:
        return
    if not tally.read:
        raise BadInput("there is a header, but no line below it")
    why = f"; {tally.refusals[0]}" if tally.refusals else ""
    raise BadInput(f"not one of {tally.read:,} lines can be used{why}")
