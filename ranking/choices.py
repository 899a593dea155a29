"""Learns from clicks what each signal counts: a conditional logit around what we believe."""

from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Longs
from ranking.smoothing import Doubles, summed

ENOUGH = 200
"""Answers with a click below which the weights stay exactly what we believe."""
LEAST, MOST = 0.5, 2.0
"""A weight is never less than half nor more than twice what we believe."""
_DOUBT = 0.3
"""Standard deviation of what we believe, as a share of it."""
_NOTHING = 1e-6
"""What the match says at least, so that others can be measured by it."""
_WIDE = 10.0
_ROUNDS = 30
_STILL = 1e-9


@dataclass(frozen=True, slots=True)
class Choices:
    """n tiles that were seen, in answers of which people chose.

    `answer` (int64) numbers from 0 what was chosen among: the tiles of one tier of an answer.
    `match` (float64) are the points of the match, `points` (float64, (n, s)) what each signal
    gives the tile with the weight we believe in, `looks` (float64) how likely its position is
    looked at, `chosen` (float64) 1 where it was clicked.
    """

    answer: Longs
    match: Doubles
    points: Doubles
    looks: Doubles
    chosen: Doubles


def multipliers(choices: Choices) -> Doubles:
    """Return by what each signal's weight is to be multiplied (float64, shape (s,)).

    P(click) ∝ looks · exp(scale · Σ multiplier · points) within an answer's tier (McFadden,
    1974), the match among the points. What a point is worth, `scale`, is fitted alone first,
    then the multipliers with a Gaussian prior around 1. The match keeps its weight: what it
    tells less than we believed, all others tell more beside it. Where no answer says how its
    tiles matched, only the mix of the others is learned. All are 1 below ENOUGH answers, and
    where points tell nothing.
    """
    signals = choices.points.shape[1]
    every = np.column_stack([choices.match, choices.points])
    if len(np.unique(choices.answer[choices.chosen > 0])) < ENOUGH:
        return np.ones(signals)
    (scale,) = _fitted(choices, every.sum(axis=1, keepdims=True), 0.0, _WIDE)
    if scale <= 0:
        return np.ones(signals)
    fitted = np.maximum(_fitted(choices, scale * every, 1.0, _DOUBT), _NOTHING)
    told: Doubles = fitted[1:] / fitted[0]
    return np.clip(told, LEAST, MOST)


def _fitted(choices: Choices, points: Doubles, mean: float, spread: float) -> Doubles:
    """Return the coefficients most likely a posteriori, by Newton's method.

    Their prior is normal, independent, around `mean`; the posterior is concave.
    """
    answers = int(choices.answer.max(initial=-1)) + 1
    clicks = summed(choices.answer, choices.chosen, answers)[choices.answer]
    found = np.full(points.shape[1], mean)
    for _ in range(_ROUNDS):
        weight = choices.looks * np.exp(points @ found - (points @ found).max())
        share = clicks * weight / summed(choices.answer, weight, answers)[choices.answer]
        usual = np.stack([summed(choices.answer, share * one, answers) for one in points.T], 1)
        usual = usual[choices.answer] / np.maximum(clicks, 1e-12)[:, None]
        apart = points - usual
        slope = points.T @ (choices.chosen - share) - (found - mean) / spread**2
        bend = (apart * share[:, None]).T @ apart + np.eye(len(found)) / spread**2
        step = np.linalg.solve(bend, slope)
        found = found + np.clip(step, -1, 1)
        if float(np.abs(step).max()) < _STILL:
            break
    return found
