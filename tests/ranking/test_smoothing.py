"""Do counts say what they say, and little evidence little?"""

import numpy as np
import pytest

from ranking.smoothing import LEAST, MOST, caution, chained, log_ratios


def test_what_nobody_knows_is_as_is_to_be_expected() -> None:
    ratios = log_ratios(np.array([0.0, 30.0]), np.array([0.0, 10.0]))
    assert ratios[0] == 0
    assert ratios[1] > 0


def test_the_same_ratio_says_more_with_more_evidence() -> None:
    few, many = log_ratios(np.array([2.0, 200.0]), np.array([1.0, 100.0]))
    assert 0 < few < many < np.log(2)


def test_products_that_differ_are_believed_sooner_than_products_that_are_alike() -> None:
    expected = np.full(50, 20.0)
    rng = np.random.default_rng(1)
    alike = rng.poisson(expected).astype(np.float64)
    apart = rng.poisson(expected * rng.gamma(8, 1 / 8, 50)).astype(np.float64)
    assert caution(apart, expected) < caution(alike, expected)
    assert caution(apart, expected) == pytest.approx(8, abs=4)


def test_caution_keeps_within_its_bounds() -> None:
    none = np.zeros(0)
    wild = np.array([1e6, 0.0]), np.array([1.0, 1e6])
    assert LEAST <= caution(none, none) <= MOST
    assert caution(*wild) == LEAST
    assert caution(np.full(9, 500.0), np.full(9, 500.0)) == MOST


def test_each_step_says_only_what_the_steps_before_leave_open() -> None:
    kind = np.array([0, 0, 1, 1])
    own = np.arange(4)
    observed, expected = np.array([400.0, 400, 100, 100]), np.full(4, 1.0)
    by_kind, alone = chained(observed, expected, [kind, own])
    assert by_kind[0] > 0 > by_kind[1]
    assert np.abs(alone).max() < 0.02
