"""Reads CSV and TSV in the encodings and with the separators that spreadsheets write."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Entries, Line, Unreadable

_CHUNK = 256 * 1024
_SEPARATORS = "\t;,|"
_LONGEST_CELL = 1024 * 1024
_LONGEST_LINE = 16 * 1024 * 1024
_LOOKED_AT = 100_000
"""Characters of the header that tell the separator."""
MOST_COLUMNS = 5_000
"""Columns of a table; shops have some hundred."""
_OLD_ENCODINGS = ["cp1252", "cp1250", "cp850", "mac_roman"]
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_delimited(path: Path) -> Entries:
    """Yield each row under the names of the header; cells are texts, empty ones "".

    A row is numbered by the line of the file on which it starts. A byte that does not fit the
    encoding stays visible as a lone surrogate, so that only the field it stands in is refused.
    Raises BadInput when the header cannot be used.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=_encoding(path), errors="surrogateescape", newline="") as file:
        separator = _separator(file.readline(_LOOKED_AT))
        file.seek(0)
        header: list[str] = []
        for number, cells in _rows(file, separator):
            if isinstance(cells, str):
                yield Unreadable(number, cells)
            elif not header:
                header = _header(cells)
            elif any(cells):
                yield _entry(number, cells, header)


def _rows(file: TextIO, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each row with the line it starts on; a broken one is a text that says why."""
    rows = csv.reader(_lines(file), delimiter=separator, strict=True)
    while True:
        number = rows.line_num + 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield number, f"to line {rows.line_num} is no row ({wrong}); is a quote left open?"


def _lines(file: TextIO) -> Iterator[str]:
    """Yield the lines of a file. Raises BadInput for one that memory should not hold."""
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise BadInput(f"a line is longer than {_LONGEST_LINE:,} characters")
        yield line


def _header(cells: list[str]) -> list[str]:
    """Return the columns' names; separators at the end of the line name nothing."""
    names = [name.strip() for name in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise BadInput(
            f"the header names {len(names):,} columns; {MOST_COLUMNS:,} are possible"
        )
    twice = {name for name, number in Counter(names).items() if number > 1}
    if twice:
        raise BadInput(f"the header names these columns twice: {', '.join(sorted(twice))}")
    if not all(names):
        raise BadInput("the header has a column without a name")
    return names


def _entry(number: int, cells: list[str], header: list[str]) -> Line | Unreadable:
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) == len(header):
        return Line(number, dict(zip(header, cells, strict=True)))
    detail = f"has {len(cells)} cells where the header has {len(header)}"
    return Unreadable(number, detail, "\t".join(cells)[:500])


def _encoding(path: Path) -> str:
    """Tell the encoding: by its mark, else UTF-8 if it is, else by how the letters look."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        chunk = file.read(_CHUNK)
        for mark, encoding in _BOMS.items():
            if chunk.startswith(mark):
                return encoding
        while chunk:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                best = from_bytes(chunk, cp_isolation=_OLD_ENCODINGS).best()
                alike = [*best.could_be_from_charset, best.encoding] if best else []
                # where several give the same text, the commonest is right further down too
                return next((one for one in _OLD_ENCODINGS if one in alike), _OLD_ENCODINGS[0])
            chunk = file.read(_CHUNK)
    return "utf-8"


def _separator(header: str) -> str:
    """Return the separator that cuts the header into the most names."""
    return max(_SEPARATORS, key=lambda one: len(next(csv.reader([header], delimiter=one), [])))
