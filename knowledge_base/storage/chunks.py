"""Cuts long lists into what one statement takes."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

CHUNK = 500
"""Rows a statement: few round trips, and far below what either database takes."""
AT_ONCE = 5_000
"""Rows a transaction that may wait may delete: some hundredths of a second."""


def chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut things into lists of at most a size."""
    rest = iter(things)
    while chunk := list(islice(rest, size)):
        yield chunk
