"""Brings feeds into the database: what `tresen products import` does.

A feed is read, checked and laid aside first: one that turns out to be broken near its end, or
that looks as if it were not whole, changes nothing. Then it is written in pieces, so that no
event of the running shop waits for more than one of them, and last of all what a full feed
does not name is gone. Whoever is interrupted in between simply imports the same feed again.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from knowledge_base.errors import BadInput
from knowledge_base.feeds.detect import Format
from knowledge_base.feeds.feed import open_feed
from knowledge_base.feeds.unpacking import unpacked
from knowledge_base.lines import read_product
from knowledge_base.market import Market
from knowledge_base.storage.chunks import chunks
from knowledge_base.storage.database import Connection, Database
from knowledge_base.storage.feed_imports import Intake, note_intake
from knowledge_base.storage.products import Counts, drop_lines, put_products
from service.intake.import_report import Report, Tally
from service.intake.laid_aside import LaidAside
from service.intake.standing import USUAL, Limits, Standing, look_at

_NOTES = 20
"""Kinds of things a file says in vain that a report names."""
_PIECE = 500
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
            with unpacked(path) as plain:
                _lay_aside(plain, feed, market, now, tally, aside, watch)
        tally.check_usable(len(aside))
        standing = look_at(database, aside, full=feed.full)
        is_doubted = feed.full and not feed.force
        objections = standing.objections(aside.noted, feed.limits) if is_doubted else ()
        tally.warnings.update(standing.warnings(aside, full=feed.full))
        pieces = _Pieces(database, dry=feed.dry_run or bool(objections))
        pieces.write(aside, standing, watch)
        pieces.note(Intake(feed.full, len(aside), tally.refused), now)
        return tally.report(asdict(pieces.counts), dry_run=feed.dry_run, objections=objections)


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

    def note(self, intake: Intake, now: datetime) -> None:
        """Keep how much of the feed could be used, for the judge of the next night."""
        if not self._dry:
            with self._database.write() as connection:
                note_intake(connection, intake, now)

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
    for line in tally.lines(path, feed.entries):
        given = feed.read(line.raw)
        try:
            aside.add(read_product(given, languages=market.languages, currency=market.currency))
        except BadInput as bad:
            tally.refuse(path, line, bad.faults)
            aside.keep(given.get("product_id"))
        if tally.read % _NEWS_EVERY == 0:
            watch(f"reading {path.name}", line.number, feed.lines)
    tally.warnings.update(dict(feed.dialect.notes.most_common(_NOTES)))
