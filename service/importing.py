"""Brings feeds and histories into the database: what the import commands do.

A feed is read, checked and laid aside first, then written in one transaction: a file that
turns out to be broken near its end changes nothing, and the writer's lock is held only while
sound lines are written. Memory stays flat but for the ids.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import msgspec

from knowledge_base.errors import BadInput, Fault
from knowledge_base.event_lines import read_event
from knowledge_base.events import Event, RefusedEvent
from knowledge_base.feeds.detect import Format, read_entries
from knowledge_base.feeds.dialects import read_nested
from knowledge_base.feeds.entries import Line, Unreadable
from knowledge_base.feeds.feed import open_feed
from knowledge_base.lines import read_product
from knowledge_base.market import Market
from knowledge_base.products import Product
from knowledge_base.proof import HISTORY
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import put_products, replace_catalogue
from service.import_report import Report, Tally

_EVENT_BATCH = 5_000
_COLUMNS_NAMED = 20
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Product).decode


@dataclass(frozen=True, slots=True)
class FeedImport:
    """Which feed to import, and how.

    Several files are one feed. With `full` every product that is not in it is gone afterwards;
    without, it only adds and changes. Refused lines are written to `refused_to`.
    """

    paths: Sequence[Path]
    form: Format = Format.AUTO
    mapping: Path | None = None
    full: bool = False
    dry_run: bool = False
    refused_to: Path | None = None


def import_products(
    database: Database, feed: FeedImport, market: Market, *, now: datetime
) -> Report:
    """Import a feed. Raises BadInput, having changed nothing, when no line can be used."""
    with Tally(feed.refused_to) as tally, TemporaryFile() as spool:
        sound = _Sound(spool)
        for path in feed.paths:
            for product in _read_feed(path, feed, market, now, tally):
                sound.add(product)
        _check_usable(tally, len(sound.last))
        write = replace_catalogue if feed.full else put_products
        with database.write() as connection:
            counts = write(connection, sound.products())
            if feed.dry_run:
                connection.rollback()
        tally.warnings.update(sound.warnings())
        return tally.report(asdict(counts), dry_run=feed.dry_run)


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


class _Sound:
    """Lays sound lines aside until all are read; the later of two with one id stays."""

    def __init__(self, spool: BinaryIO) -> None:
        self._spool = spool
        self._added = 0
        self.last: dict[str, int] = {}
        self._parents: set[str] = set()
        self._without: dict[str, set[str]] = {"price": set(), "image": set(), "category": set()}

    def add(self, product: Product) -> None:
        """Lay a line aside."""
        self._spool.write(_encode(product) + b"\n")
        self.last[product.product_id] = self._added
        self._added += 1
        if product.variant_of:
            self._parents.add(product.variant_of)
            return
        there = {
            "price": product.price is not None,
            "image": bool(product.image_urls),
            "category": bool(product.categories),
        }
        for name, ids in self._without.items():
            (ids.discard if there[name] else ids.add)(product.product_id)

    def products(self) -> Iterator[Product]:
        """Yield the lines that count, in the order of the feed."""
        self._spool.seek(0)
        for number, line in enumerate(self._spool):
            product = _decode(line)
            if self.last[product.product_id] == number:
                yield product

    def warnings(self) -> dict[str, int]:
        """Count what is allowed and yet seldom meant; variants may bring what they inherit."""
        found = {
            f"products without {name}": len(ids - self._parents)
            for name, ids in self._without.items()
        }
        found["lines replaced by a later one with the same id"] = self._added - len(self.last)
        return {warning: number for warning, number in found.items() if number}


def _read_feed(
    path: Path, order: FeedImport, market: Market, now: datetime, tally: Tally
) -> Iterator[Product]:
    """Yield the products of a file; what cannot be used goes to the tally."""
    feed = open_feed(path, now=now, form=order.form, mapping=order.mapping)
    for line in _lines(path, feed.entries, tally):
        try:
            yield read_product(
                feed.read(line.raw), languages=market.languages, currency=market.currency
            )
        except BadInput as bad:
            tally.refuse(path, line, bad.faults)
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
