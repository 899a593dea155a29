"""Numbers on disk in as few bytes as each needs; in memory they are unpacked at once."""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Ints, Longs

Bytes = NDArray[np.uint8]

_BITS = 7
_LOW, _MORE = (1 << _BITS) - 1, 1 << _BITS
_AT_ONCE = 1 << 20  # bytes that are unpacked together: arrays on the way stay small


def packed(numbers: Ints) -> Bytes:
    """Write numbers from 0 in seven bits a byte, the lowest first (LEB128).

    The eighth bit says that the number goes on.
    """
    length = np.ones(len(numbers), dtype=np.int8)
    for bits in range(_BITS, 32, _BITS):
        length += numbers >> bits > 0
    end = np.cumsum(length, dtype=np.int64)
    out = np.zeros(end[-1] if len(end) else 0, dtype=np.uint8)
    at, left = end - length, numbers
    while len(left):
        out[at] = (left & _LOW) | (_MORE * (left > _LOW)).astype(np.uint8)
        further = (left > _LOW).nonzero()[0]
        at, left = at[further] + 1, left[further] >> _BITS
    return out


def unpacked(written: Bytes) -> Ints:
    """Read what `packed` wrote."""
    numbers = np.empty(np.count_nonzero(written < _MORE), dtype=np.int32)
    begin = done = 0
    while begin < len(written):
        piece = written[begin : begin + _AT_ONCE]
        end = (piece < _MORE).nonzero()[0]
        numbers[done : done + len(end)] = _read(piece, end)
        begin, done = begin + int(end[-1]) + 1, done + len(end)
    return numbers


def _read(piece: Bytes, end: Longs) -> Ints:
    """Return the numbers that end at some places of a piece."""
    numbers = piece.take(end).astype(np.int32)
    before = np.diff(end, prepend=-1) - 1  # bytes that are not yet read
    which = before.nonzero()[0]
    at, before = end.take(which), before.take(which)
    while len(which):
        at, before = at - 1, before - 1
        numbers[which] = numbers.take(which) << _BITS | (piece.take(at) & _LOW)
        left = before.nonzero()[0]
        which, at, before = which.take(left), at.take(left), before.take(left)
    return numbers


def packed_runs(start: Longs, values: Ints) -> Bytes:
    """Write ascending lists, one behind the other, each by the steps between its numbers.

    List i is `values[start[i]:start[i + 1]]`.
    """
    steps = np.diff(values, prepend=np.int32(0))
    first = start[:-1][np.diff(start) > 0]
    steps[first] = values[first]
    return packed(steps)


def unpacked_runs(start: Longs, written: Bytes) -> Ints:
    """Read what `packed_runs` wrote."""
    values = unpacked(written)
    length = np.diff(start)
    first = start[:-1][length > 0]
    into = values[first]
    np.cumsum(values, out=values)  # across lists it may wrap around, and back again
    values -= np.repeat(values[first] - into, length[length > 0])
    return values
