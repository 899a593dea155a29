"""Unpacks a feed that came as gzip or zip, without being flooded by it."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile

from knowledge_base.errors import BadInput

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
"""How such files begin."""
_BLOCK = 1024 * 1024
_ANYWAY = 64 * _BLOCK
_MOST_TIMES = 100
"""Feeds shrink to a tenth, or to a thirtieth at most; bombs to a thousandth."""


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Hand out a file that can be read: itself, or what is in it, which is gone afterwards.

    Raises BadInput for what is damaged, holds several files, or is far too much.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(ZIP))
    except OSError as wrong:
        raise BadInput(f"{path} cannot be read: {wrong.strerror}") from wrong
    if not start.startswith((GZIP, ZIP)):
        yield path
        return
    with TemporaryDirectory() as folder:
        plain = Path(folder) / path.name
        try:
            with _opened(path, is_zip=start == ZIP) as packed:
                _copy(packed, plain, most=_ANYWAY + _MOST_TIMES * path.stat().st_size)
        except (OSError, EOFError, BadZipFile, zlib.error, NotImplementedError) as wrong:
            raise BadInput(f"{path.name} cannot be unpacked: {wrong}") from wrong
        yield plain


@contextmanager
def _opened(path: Path, *, is_zip: bool) -> Iterator[IO[bytes] | gzip.GzipFile]:
    if not is_zip:
        with gzip.open(path) as packed:
            yield packed
        return
    with ZipFile(path) as archive:
        inside = [one for one in archive.infolist() if not one.is_dir()]
        if len(inside) != 1:
            raise BadInput(f"{path.name} holds {len(inside)} files; one feed is wanted")
        if inside[0].flag_bits & 1:
            raise BadInput(f"{path.name} has a password")
        with archive.open(inside[0]) as member:
            yield member


def _copy(packed: IO[bytes] | gzip.GzipFile, plain: Path, *, most: int) -> None:
    """Write what is packed to a file. Raises BadInput as soon as it is too much."""
    written = 0
    with plain.open("wb") as out:
        while block := packed.read(_BLOCK):
            written += len(block)
            if written > most:
                times = f"more than {_MOST_TIMES} times its size"
                raise BadInput(f"{plain.name} unpacks to {times}; that is no feed")
            out.write(block)
