"""Weights are learned from pairs, and titles are weighed by what is rare in them."""

import numpy as np
import pytest

from benchmarks.reranking import Case, Titles, goodness, pairwise_logit, trees
from knowledge_base.language.words import Analyser

TITLES = {
    "a": "cordless drill 18v",
    "b": "drill bit set",
    "c": "cordless vacuum",
    "d": "garden hose",
}


def test_rare_words_say_more_than_frequent_ones() -> None:
    titles = Titles(TITLES, Analyser("en"))
    has_rare, has_frequent = (titles.signals("drill 18v", one)[0] for one in ("a", "b"))
    assert has_rare == pytest.approx(1.0)
    assert 0 < has_frequent < 0.5
    assert titles.signals("drill 18v", "d")[0] == 0


def test_words_side_by_side_are_noticed() -> None:
    titles = Titles(TITLES, Analyser("en"))
    assert titles.signals("cordless drill", "a")[2] == 1.0
    assert titles.signals("drill cordless", "a")[2] == 0.0


def test_the_pairwise_logit_finds_the_signal_that_tells() -> None:
    rng = np.random.default_rng(3)
    cases = []
    for _ in range(60):
        signals = rng.normal(size=(6, 3))
        ratings = np.clip(np.rint(2 + signals[:, 1]), 1, 3)
        cases.append(Case("q", signals, ratings))
    weights = pairwise_logit(cases, np.ones(3))
    assert weights[1] > 5 * np.abs(weights[[0, 2]]).max()
    assert np.mean([goodness(one, one.signals @ weights) for one in cases]) > 0.95


def test_trees_learn_an_order_where_they_are_installed() -> None:
    rng = np.random.default_rng(4)
    cases = []
    for _ in range(80):
        signals = rng.normal(size=(8, 3))
        cases.append(Case("q", signals, np.clip(np.rint(2 + signals[:, 0]), 1, 3)))
    scores = trees(cases[:40], cases[40:])
    if scores is None:
        pytest.skip("LightGBM is not installed")
    assert np.mean([goodness(*one) for one in zip(cases[40:], scores, strict=True)]) > 0.8
