"""Reads JSON Lines: one JSON object to a line."""

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import BinaryIO

import orjson

from knowledge_base.feeds.entries import Entries, Line, Unreadable

_LONGEST = 4 * 1024 * 1024
"""Bytes of a line; what is longer is skipped without being held in memory."""
_QUOTED = 500


def read_json_lines(path: Path) -> Entries:
    """Yield each line's object; empty lines are passed over."""
    with path.open("rb") as file:
        number = 0
        while text := file.readline(_LONGEST):
            number += 1
            if len(text) == _LONGEST and not text.endswith(b"\n"):
                _skip_line(file)
                yield Unreadable(number, f"is longer than {_LONGEST} bytes")
            elif not text.isspace():
                yield _parse(number, text.removeprefix(BOM_UTF8))


def _skip_line(file: BinaryIO) -> None:
    while (text := file.readline(_LONGEST)) and not text.endswith(b"\n"):
        pass


def _parse(number: int, text: bytes) -> Line | Unreadable:
    quoted = text[:_QUOTED].decode(errors="replace").rstrip()
    try:
        raw = orjson.loads(text)
    except orjson.JSONDecodeError as wrong:
        place = re.sub(r": line 1 column (\d+).*", r" at character \1", str(wrong))
        return Unreadable(number, f"is not JSON: {place}", quoted)
    if isinstance(raw, dict):
        return Line(number, raw)
    return Unreadable(number, "is JSON, but not an object", quoted)
