"""Runs of equal keys in sorted arrays: where each begins, and who stands where in it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]


def run_starts(*keys: NDArray[Any]) -> Places:
    """Return where each run begins; `keys` have shape (n,) and are sorted together."""
    fresh = np.ones(len(keys[0]), dtype=np.bool_)
    fresh[1:] = np.logical_or.reduce([one[1:] != one[:-1] for one in keys])
    return np.flatnonzero(fresh)


def places_in_run(*keys: NDArray[Any]) -> Places:
    """Return each element's place in its run, from 0 (shape (n,)); `keys` as above."""
    start, n = run_starts(*keys), len(keys[0])
    return np.arange(n) - np.repeat(start, np.diff(start, append=n))
