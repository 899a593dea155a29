"""Reads the event log in columns: the database joins some thousand values into one text.

A row is then no object of Python, and of a column of numbers not even its values are. What this
takes of memory does not depend on how long the log is. Drivers that hand out columns bring a
SQLite of their own, and two in one process let go of each other's locks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Text, cast, func, select
from sqlalchemy.sql.elements import NamedColumn

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Ints, Longs
from knowledge_base.runs import run_starts
from knowledge_base.storage.tables import events

ROWS = 20_000
"""Rows of a piece."""
NOBODY = 0
"""The mark of who, or what, is not known."""
_BETWEEN = "\x1f"
"""Stands between two values, and in none: ids are printable, in texts it counts as a blank."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of the log in commit order: each column joined, None where there is no row."""

    _joined: Mapping[str, str | None]

    def numbers(self, name: str) -> Longs:
        """Return a column of whole numbers without NULL (int64, shape (n,))."""
        joined = self._joined[name]
        if joined is None:
            return np.zeros(0, dtype=np.int64)
        return np.fromstring(joined, dtype=np.int64, sep=_BETWEEN)

    def texts(self, name: str) -> list[str]:
        """Return a column of texts; an empty one is what was NULL."""
        joined = self._joined[name]
        return [] if joined is None else joined.split(_BETWEEN)

    def marks(self, name: str) -> Longs:
        """Return the marks of a column of texts (int64, shape (n,))."""
        return marks(self.texts(name))


def marks(texts: Iterable[str]) -> Longs:
    """Return a mark for each text, which only equal ones share; NOBODY for the empty one.

    A mark means nothing outside this process.
    """
    return np.fromiter(map(hash, texts), dtype=np.int64)


def numbered(marked: Longs) -> Ints:
    """Return numbers from 0 for marks, in the order in which they first come (int32).

    UNKNOWN is the number of NOBODY.
    """
    (known,) = np.nonzero(marked != NOBODY)
    own = marked[known]
    order = np.argsort(own)
    start = run_starts(own[order])
    number = np.empty(len(start), dtype=np.int32)
    if len(start):
        first = np.minimum.reduceat(order, start)
        number[np.argsort(first)] = np.arange(len(start), dtype=np.int32)
    numbers = np.full(len(marked), UNKNOWN, dtype=np.int32)
    numbers[known[order]] = np.repeat(number, np.diff(start, append=len(order)))
    return numbers


class Codes(dict[str, int]):
    """Numbers texts from 0 in the order in which they first come.

    Texts that mean the same share a number, those that mean nothing are UNKNOWN.
    """

    def __init__(self, meant: Callable[[str], str | None] = str) -> None:
        super().__init__()
        self._meant = meant
        self._numbers: dict[str, int] = {}

    def __missing__(self, text: str) -> int:
        """Give a number to a text that has not come before."""
        words = self._meant(text)
        number = self._numbers.setdefault(words, len(self._numbers)) if words else UNKNOWN
        self[text] = number
        return number

    def of(self, texts: Iterable[str]) -> Ints:
        """Return the numbers of texts (int32, shape (n,))."""
        return np.fromiter(map(self.__getitem__, texts), dtype=np.int32)

    @property
    def known(self) -> tuple[str, ...]:
        """Return what the numbers stand for."""
        return tuple(self._numbers)


def pieces(
    connection: Connection,
    columns: Sequence[NamedColumn[Any]],
    *conditions: ColumnElement[bool],
    after: int = 0,
) -> Iterator[Piece]:
    """Yield the events `after` a number that meet all conditions, and an empty piece last.

    All columns are joined in one go over the same rows, so that they agree with each other.
    While a piece is being used the database joins the next: nothing else may be asked of the
    connection before the last one has come or the iterator is closed.
    """
    with ThreadPoolExecutor(1, "pieces") as ahead:
        read = partial(_read, connection, columns, conditions)
        coming = ahead.submit(read, after)
        while True:
            last, piece = coming.result()
            if last is None:
                yield piece
                return
            coming = ahead.submit(read, last)
            yield piece


def _read(
    connection: Connection,
    columns: Sequence[NamedColumn[Any]],
    conditions: Sequence[ColumnElement[bool]],
    after: int,
) -> tuple[int | None, Piece]:
    """Read a piece, and the number of its last event: None where there is none."""
    rows = (
        select(events.c.seq.label("place"), *columns)
        .where(events.c.seq > after, *conditions)
        .order_by(events.c.seq)
        .limit(ROWS)
        .subquery()
    )
    joined = (_joined(rows.c[one.name]).label(one.name) for one in columns)
    last, *texts = connection.execute(select(func.max(rows.c.place), *joined)).one()
    return last, Piece(dict(zip((one.name for one in columns), texts, strict=True)))


def _joined(column: ColumnElement[Any]) -> ColumnElement[str]:
    return func.aggregate_strings(func.coalesce(cast(column, Text), ""), _BETWEEN)
