"""Does a boost mean the same in every result set, whatever a few products do?"""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ranking.spread import LEAST, spread_of

SCORES = arrays(np.float64, st.integers(4, 200), elements=st.floats(-20, 20))
"""Points of real result sets lie in there."""


@given(SCORES, st.floats(100, 1e9), st.sampled_from([1, -1]))
def test_how_far_out_an_outlier_lies_makes_no_difference(
    scores: Any, far: float, side: int
) -> None:
    near = spread_of(np.append(scores, side * 100.0))
    assert spread_of(np.append(scores, side * far)) == near


@given(SCORES, st.floats(-1_000, 1_000), st.floats(0.5, 8))
def test_a_boost_moves_by_as_many_spreads_wherever_the_scores_lie(
    scores: Any, shift: float, scale: float
) -> None:
    spread = spread_of(scores)
    if spread > LEAST and spread * scale > LEAST:
        assert spread_of(scores * scale + shift) == pytest.approx(spread * scale)


def test_the_spread_of_ordinary_scores_is_their_standard_deviation() -> None:
    scores = np.random.default_rng(1).normal(3, 2, 100_000)
    assert spread_of(scores) == pytest.approx(2, rel=0.03)


def test_among_equals_a_boost_still_moves_something() -> None:
    assert spread_of(np.full(9, 3.0)) == LEAST
    assert spread_of(np.zeros(0)) == LEAST
