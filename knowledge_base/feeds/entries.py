"""What every reader of a feed yields: lines it could read, and places it could not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the feed has it, under the feed's own names."""

    number: int
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One line that is not even a line: broken JSON, a row with too many cells."""

    number: int
    detail: str
    text: str = ""


Entries = Iterator[Line | Unreadable]
