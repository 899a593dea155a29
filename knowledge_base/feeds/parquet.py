"""Reads Parquet files batch by batch."""

import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from knowledge_base.errors import BadInput
from knowledge_base.feeds.delimited import MOST_COLUMNS
from knowledge_base.feeds.entries import Entries, Line

_BATCH = 2_000
_LARGEST_GROUP = 1024**3


def read_parquet(path: Path) -> Entries:
    """Yield each row, numbered from 1. Raises BadInput when the file is damaged."""
    try:
        with pq.ParquetFile(path) as file:
            _check_size(file.metadata)
            number = 0
            for batch in file.iter_batches(_BATCH):
                for row in batch.to_pylist(maps_as_pydicts="lossy"):
                    number += 1
                    yield Line(number, {name: _known(value) for name, value in row.items()})
    except (pa.ArrowException, OSError) as wrong:
        raise BadInput(f"{path.name} is not a sound Parquet file: {wrong}") from wrong


def _check_size(metadata: pq.FileMetaData) -> None:
    """Raise BadInput for a table that would not fit into memory group by group."""
    if metadata.num_columns > MOST_COLUMNS:
        raise BadInput(f"there are {metadata.num_columns:,} columns; {MOST_COLUMNS:,} may be")
    groups = (metadata.row_group(one) for one in range(metadata.num_row_groups))
    if any(group.total_byte_size > _LARGEST_GROUP for group in groups):
        raise BadInput(
            f"a row group has more than {_LARGEST_GROUP:,} bytes; write smaller ones"
        )


def count_rows(path: Path) -> int:
    """Return how many rows a sound file has."""
    rows: int = pq.read_metadata(path).num_rows
    return rows


def _known(value: Any) -> Any:
    """Return None for the NaN that data frames write where nothing is known."""
    return None if isinstance(value, float) and math.isnan(value) else value
