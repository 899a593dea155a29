"""Is a packed feed read, and a bomb not?"""

import gzip
import zipfile
from pathlib import Path

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.unpacking import unpacked

FEED = b"product_id;title\n1;Schuh\n"
PACKED = gzip.compress(FEED, mtime=0)  # with the time in it, tests had other names each second


def zipped(path: Path, *files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(files):
            archive.writestr(f"feed{number}.csv", content)
    return path


def content(path: Path) -> bytes:
    with unpacked(path) as plain:
        return plain.read_bytes()


def test_a_packed_feed_is_unpacked_under_its_name_and_gone_afterwards(tmp_path: Path) -> None:
    packed = tmp_path / "feed.csv.gz"
    packed.write_bytes(PACKED)
    with unpacked(packed) as plain:
        assert (plain.name, plain.read_bytes()) == (packed.name, FEED)
    assert not plain.exists()
    assert content(zipped(tmp_path / "feed.zip", FEED)) == FEED


def test_what_is_not_packed_is_read_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(FEED)
    with unpacked(path) as plain:
        assert plain == path


@pytest.mark.parametrize("pack", [gzip.compress, None], ids=["gzip", "zip"])
def test_a_bomb_is_refused(tmp_path: Path, pack: object) -> None:
    bomb = bytes(100_000_000)
    path = tmp_path / "bomb"
    if callable(pack):
        path.write_bytes(pack(bomb))
    else:
        zipped(path, bomb)
    with pytest.raises(BadInput, match="100 times its size"):
        content(path)


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (PACKED[:-12], "cannot be unpacked"),
        (PACKED[:10] + b"nonsense", "cannot be unpacked"),
        (b"PK\x03\x04nonsense", "cannot be unpacked"),
    ],
)
def test_what_is_damaged_is_refused(tmp_path: Path, packed: bytes, reason: str) -> None:
    path = tmp_path / "feed.gz"
    path.write_bytes(packed)
    with pytest.raises(BadInput, match=reason):
        content(path)


def test_an_archive_of_several_feeds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds 2 files"):
        content(zipped(tmp_path / "feeds.zip", FEED, FEED))
