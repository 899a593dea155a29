"""Do columns say the same wherever they lie?"""

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.storage import growing
from knowledge_base.storage.growing import Columns, Growing, picked, rest


def some(first: int, end: int) -> Columns:
    numbers = np.arange(first, end)
    return {"number": numbers, "half": (numbers / 2).astype(np.float32)}


@pytest.mark.parametrize("in_memory", [1_000, 4])
def test_pieces_become_one_column_in_memory_and_in_files(
    monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(growing, "IN_MEMORY", in_memory)
    columns = Growing()
    for piece in (some(0, 3), some(3, 3), some(3, 9), some(9, 10)):
        columns.add(piece)
    first = columns.joined(last=False)
    first["number"][:] = -1  # what goes on does not see it
    columns.add(some(10, 12))
    joined = columns.joined(last=True)
    assert {name: one.dtype for name, one in joined.items()} == {
        "number": np.dtype(np.int64),
        "half": np.dtype(np.float32),
    }
    assert joined["number"].tolist() == [*range(12)]
    assert joined["half"].tolist() == [one / 2 for one in range(12)]


@pytest.mark.parametrize("in_memory", [1_000, 4])
def test_rows_are_picked_from_short_columns_and_from_long_ones(
    monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr(growing, "IN_MEMORY", in_memory)
    column = some(0, 10)["half"]
    assert picked(column, column > 3).tolist() == [3.5, 4.0, 4.5]
    assert picked(column, column > 9).tolist() == []


def resident_in_files() -> int:
    """Return the KiB of files that this process has in its memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(one.split()[1]) for one in lines if one.startswith("RssFile:"))


def test_columns_in_files_rest_and_are_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "IN_MEMORY", 1_000)
    columns = Growing()
    columns.add({"number": np.arange(8_000_000)})
    column = columns.joined(last=True)["number"]
    column[0] = 7
    total, held = int(column.sum()), resident_in_files()
    rest([column, np.arange(3)])
    assert resident_in_files() < held - 60_000
    assert column[0] == 7
    assert column.sum() == total


def test_what_is_kept_to_go_on_from_does_not_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "IN_MEMORY", 4)
    columns = Growing()
    columns.add(some(0, 9))
    column = columns.joined(last=False)["number"]
    column[0] = 7  # in memory alone
    rest([column])
    assert column[0] == 7
