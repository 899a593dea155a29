"""Tells a feed's format from its first bytes and opens the right reader."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from enum import StrEnum
from functools import partial
from pathlib import Path

from knowledge_base.errors import BadInput
from knowledge_base.feeds.delimited import read_delimited
from knowledge_base.feeds.entries import Entries
from knowledge_base.feeds.json_lines import read_json_lines
from knowledge_base.feeds.parquet import count_rows, read_parquet
from knowledge_base.feeds.unpacking import GZIP, ZIP
from knowledge_base.feeds.xml_items import read_xml


class Format(StrEnum):
    """The formats there are readers for; AUTO looks at the first bytes."""

    AUTO = "auto"
    JSON_LINES = "json-lines"
    DELIMITED = "csv"
    XML = "xml"
    PARQUET = "parquet"


_READERS = {
    Format.JSON_LINES: read_json_lines,
    Format.DELIMITED: read_delimited,
    Format.XML: read_xml,
    Format.PARQUET: read_parquet,
}
_BLOCK = 1024 * 1024
_COMPRESSED = {GZIP: "gzip", ZIP: "zip", b"(\xb5/\xfd": "Zstandard"}


def detect_format(path: Path) -> Format:
    """Tell the format by content, never by name. Raises BadInput with the way out."""
    start = _first_bytes(path)
    if start.startswith(b"PAR1"):
        return Format.PARQUET
    if b"\0" in start and not start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise BadInput(f"{path.name} is neither text nor Parquet")
    is_wide = start.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    narrow = start.decode("utf-16", "ignore").encode() if is_wide else start
    text = narrow.removeprefix(BOM_UTF8).lstrip()
    if not text:
        raise BadInput(f"{path.name} is empty")
    if text.startswith(b"["):
        raise BadInput(f"{path.name} is one JSON array; write one object to a line instead")
    if text.startswith(b"<"):
        return Format.XML
    if text.startswith(b"{") and is_wide:
        raise BadInput(f"{path.name} is JSON in UTF-16; write it in UTF-8")
    return Format.JSON_LINES if text.startswith(b"{") else Format.DELIMITED


def _first_bytes(path: Path) -> bytes:
    """Read how a file begins. Raises BadInput when it cannot be read or is compressed."""
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as wrong:
        raise BadInput(f"{path} cannot be read: {wrong.strerror}") from wrong
    for mark, name in _COMPRESSED.items():
        if start.startswith(mark):
            raise BadInput(f"{path.name} is compressed with {name}; unpack it first")
    return start


def count_lines(path: Path, form: Format) -> int:
    """Count the lines of a file, fast; a row of a table may take several of them."""
    if form is Format.PARQUET:
        return count_rows(path)
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(partial(file.read, _BLOCK), b"")) + 1


def read_entries(path: Path, form: Format = Format.AUTO) -> tuple[Format, Entries]:
    """Open a file; return its format and its lines, which are read as they are taken."""
    detected = detect_format(path)
    found = detected if form is Format.AUTO else form
    return found, _READERS[found](path)
