"""Are the rows of a Parquet file read as the values they hold?"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Line
from knowledge_base.feeds.parquet import read_parquet


def test_rows_are_numbered_and_nan_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "feed.parquet"
    table = pa.table(
        {"product_id": ["1", "2"], "price": [9.5, float("nan")], "size": [["S"], []]}
    )
    pq.write_table(table, path)
    assert list(read_parquet(path)) == [
        Line(1, {"product_id": "1", "price": 9.5, "size": ["S"]}),
        Line(2, {"product_id": "2", "price": None, "size": []}),
    ]


def test_a_damaged_file_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "feed.parquet"
    path.write_bytes(b"PAR1 and then nothing of the sort")
    with pytest.raises(BadInput, match="not a sound Parquet file"):
        list(read_parquet(path))
