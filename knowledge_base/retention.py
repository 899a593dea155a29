"""How long what visitors did is kept, by type of event."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from knowledge_base.events import EventType

EVERY_OTHER = "all"
"""Stands for the types that are not named."""
DEFAULT = (
    "all:180",
    "impression:90",
    "dwell:90",
    "filter:90",
    "sort:90",
    "purchase:1095",
    "return:1095",
)
_LONGEST = 36_500

Retention = Mapping[EventType, timedelta]


def read_retention(words: Iterable[str]) -> Retention:
    """Read `type:days` for every type. Raises ValueError for what says something else."""
    days: dict[str, int] = {}
    for word in words:
        name, _, number = word.partition(":")
        if name not in _NAMES or name in days:
            raise ValueError(f"'{name}' is not a type of event, or is named twice")
        if not number.isdecimal() or not 1 <= int(number) <= _LONGEST:
            raise ValueError(f"'{word}' does not say for how many days, as in purchase:1095")
        days[name] = int(number)
    missing = [one.word for one in EventType if one.word not in days]
    if missing and EVERY_OTHER not in days:
        raise ValueError(f"nothing is said of {', '.join(missing)}; {EVERY_OTHER}:180 would do")
    return {one: timedelta(days.get(one.word, days.get(EVERY_OTHER, 0))) for one in EventType}


_NAMES = {EVERY_OTHER, *(one.word for one in EventType)}
