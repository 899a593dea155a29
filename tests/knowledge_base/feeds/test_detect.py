"""Is a feed known by what is in it, whatever its name?"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.detect import Format, detect_format, read_entries


@pytest.mark.parametrize(
    ("start", "form"),
    [
        (b'{"product_id": 1}\n', Format.JSON_LINES),
        (b'\xef\xbb\xbf  {"product_id": 1}\n', Format.JSON_LINES),
        (b'<?xml version="1.0"?><rss/>', Format.XML),
        (b"product_id;title\n1;a\n", Format.DELIMITED),
    ],
)
def test_the_first_bytes_tell_the_format(tmp_path: Path, start: bytes, form: Format) -> None:
    path = tmp_path / "feed.dat"
    path.write_bytes(start)
    assert detect_format(path) is form


def test_parquet_is_known_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    pq.write_table(pa.table({"product_id": ["1"]}), path)
    assert detect_format(path) is Format.PARQUET


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\x1f\x8b\x08...", "compressed with gzip"),
        (b'[{"product_id": 1}]', "one object to a line"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither text nor Parquet"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "feed"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=reason):
        detect_format(path)


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        read_entries(tmp_path / "gone.csv", Format.DELIMITED)
