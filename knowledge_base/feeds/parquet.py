"""Reads Parquet files batch by batch."""

import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Entries, Line

_BATCH = 2_000


def read_parquet(path: Path) -> Entries:
    """Yield each row, numbered from 1. Raises BadInput when the file is damaged."""
    try:
        with pq.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(_BATCH):
                for row in batch.to_pylist(maps_as_pydicts="lossy"):
                    number += 1
                    yield Line(number, {name: _known(value) for name, value in row.items()})
    except (pa.ArrowException, OSError) as wrong:
        raise BadInput(f"{path.name} is not a sound Parquet file: {wrong}") from wrong


def count_rows(path: Path) -> int:
    """Return how many rows a sound file has."""
    rows: int = pq.read_metadata(path).num_rows
    return rows


def _known(value: Any) -> Any:
    """Return None for the NaN that data frames write where nothing is known."""
    return None if isinstance(value, float) and math.isnan(value) else value
