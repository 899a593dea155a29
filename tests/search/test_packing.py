"""Numbers on disk in as few bytes as each needs."""

import numpy as np
import pytest

from knowledge_base.columns import Lists
from search import packing
from search.packing import packed, packed_runs, unpacked, unpacked_runs

RNG = np.random.default_rng(7)
NUMBERS = (RNG.integers(0, 1 << 31, 5_000) >> RNG.integers(0, 32, 5_000)).astype(np.int32)


@pytest.mark.parametrize("length", [0, 1, 2, 5_000])
def test_what_was_packed_comes_back(length: int) -> None:
    assert unpacked(packed(NUMBERS[:length])).tolist() == NUMBERS[:length].tolist()


@pytest.mark.parametrize(
    ("number", "length"),
    [(0, 1), (127, 1), (128, 2), (16_383, 2), (16_384, 3), ((1 << 31) - 1, 5)],
)
def test_a_number_takes_a_byte_for_seven_bits(number: int, length: int) -> None:
    written = packed(np.array([number], dtype=np.int32))
    assert len(written) == length
    assert unpacked(written).tolist() == [number]


def test_what_is_unpacked_in_pieces_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "_AT_ONCE", 16)
    assert unpacked(packed(NUMBERS)).tolist() == NUMBERS.tolist()


def test_ascending_lists_come_back_the_empty_ones_too() -> None:
    lists = Lists.of([[], [5], [0, 1, 2, 300], [], [70_000, 8_388_607], [3], []])
    written = packed_runs(lists.start, lists.values)
    assert unpacked_runs(lists.start, written).tolist() == lists.values.tolist()


def test_lists_whose_steps_together_are_more_than_fits_a_number_come_back() -> None:
    lists = Lists.of([[8_000_000 + at] for at in range(600)])
    written = packed_runs(lists.start, lists.values)
    assert unpacked_runs(lists.start, written).tolist() == lists.values.tolist()


def test_a_long_list_takes_a_byte_for_each_step() -> None:
    even = np.arange(0, 20_000, 2, dtype=np.int32)
    assert len(packed_runs(np.array([0, len(even)]), even)) == len(even)


def test_no_lists_take_no_bytes() -> None:
    nothing = np.zeros(0, dtype=np.int32)
    written = packed_runs(np.zeros(1, dtype=np.int64), nothing)
    assert len(written) == 0
    assert len(unpacked_runs(np.zeros(1, dtype=np.int64), written)) == 0
