"""Knows a column by any of the names it goes by, whatever its capitals and blanks."""

import re
from collections.abc import Mapping, Sequence

from knowledge_base.feeds.entries import Entries, Line

NUMBER = "{}"
"""Stands in a name for the number of columns that come in series."""
_MOST_COLUMNS = 10_000


class Spellings:
    """The names a feed may use for each column: of other languages, of older versions."""

    def __init__(self, spellings: Mapping[str, Sequence[str]]) -> None:
        every = [(one, name) for name, others in spellings.items() for one in (name, *others)]
        self._plain = {plain(one): name for one, name in every if NUMBER not in one}
        self._series = [(_series(one), name) for one, name in every if NUMBER in one]
        self._known: dict[str, str] = {}

    def name(self, column: str) -> str:
        """Return what the mapping calls a column; one it does not know keeps its name."""
        known = self._known.get(column)
        if known is None:
            known = self._find(column)
            if len(self._known) < _MOST_COLUMNS:
                self._known[column] = known
        return known

    def respell(self, entries: Entries) -> Entries:
        """Yield lines under the names of the mapping."""
        for entry in entries:
            if isinstance(entry, Line):
                raw = {self.name(column): value for column, value in entry.raw.items()}
                yield Line(entry.number, raw)
            else:
                yield entry

    def _find(self, column: str) -> str:
        key = plain(column)
        for pattern, name in self._series:
            if found := pattern.fullmatch(key):
                return name.replace(NUMBER, found[1])
        return self._plain.get(key, column)


def plain(name: str) -> str:
    """Return a column's name in small letters, with underscores and without Google's `g:`."""
    return re.sub(r"[\s_]+", "_", name.strip()).casefold().removeprefix("g:")


def _series(name: str) -> re.Pattern[str]:
    before, after = map(re.escape, plain(name).split(NUMBER))
    return re.compile(rf"{before}(\d{{1,3}}){after}")
