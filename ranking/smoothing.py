"""Says how far counts differ from what was to be expected, as far as they are to be trusted."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

LEAST, MOST = 5.0, 1_000.0
"""Bounds of the caution, in events that were to be expected: it is never quite off."""
_GUESS = 10.0
"""The caution of who has seen nothing yet."""
_HELD = 400.0
"""What has to be expected, squared and summed, for the data to say as much as the guess."""


def caution(observed: Doubles, expected: Doubles) -> float:
    """Return the shape a of a gamma prior with mean 1 over the ratios of counts, by moments.

    A count is Poisson around expected · ratio: Var(observed) = expected + expected² / a
    (Clayton & Kaldor, Biometrics 43, 1987), drawn towards a guess where little is known. Both
    have shape (n,).
    """
    beyond = float(((observed - expected) ** 2 - observed).sum()) + _HELD / _GUESS
    return float(np.clip((float((expected**2).sum()) + _HELD) / max(beyond, 1e-9), LEAST, MOST))


def log_ratios(observed: Doubles, expected: Doubles) -> Doubles:
    """Return ln((observed + a) / (expected + a)), float64 of the same shape.

    0 where nothing was expected and nothing came: what nobody knows is as is to be expected.
    """
    a = caution(observed, expected)
    ratios: Doubles = np.log((np.maximum(observed, 0) + a) / (expected + a))
    return ratios


def chained(
    observed: Doubles, expected: Doubles, steps: Sequence[NDArray[np.int64]]
) -> list[Doubles]:
    """Return for each step the log-ratio of every group, given what the steps before say.

    Each step (int64, shape (n,)) numbers the groups of the n counts from 0. `expected` need
    only be right beside each other: it is scaled to as many as were observed.
    """
    total = float(expected.sum())
    expected = expected * (max(float(observed.sum()), 0.0) / total if total > 0 else 0.0)
    ratios = []
    for group in steps:
        groups = int(group.max(initial=-1)) + 1
        ratio = log_ratios(summed(group, observed, groups), summed(group, expected, groups))
        expected = expected * np.exp(ratio[group])
        ratios.append(ratio)
    return ratios


def summed(group: NDArray[np.integer], values: Doubles, groups: int) -> Doubles:
    """Sum values (shape (n,)) by the number of their group (float64, shape (groups,))."""
    total = np.bincount(group, weights=values, minlength=groups)
    return total.astype(np.float64, copy=False)
