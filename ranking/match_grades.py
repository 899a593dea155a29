"""How well each hit matched, in one small number that its token carries, so that it teaches."""

from collections.abc import Sequence

import numpy as np

from knowledge_base.columns import Ints
from ranking.ranker import Ranking
from ranking.signals import MATCH, Doubles

STEP = 0.125
"""Points that a grade tells apart; one usual spread of matches has 2."""
_TIER, _MIDDLE = 256, 128


def match_grades(ranking: Ranking, places: Sequence[int]) -> list[int | None]:
    """Grade the match of products in order: their tier, and the points inside it.

    256 · tier + 128 + points / STEP, which fits 15 bits; points further out than ±16 are cut.
    None of all where something else than signals put them in order.
    """
    if not ranking.signals:
        return [None] * len(places)
    number = next((i for i, one in enumerate(ranking.signals) if one.name == MATCH), None)
    at = np.array(places, dtype=np.intp)
    points = np.zeros(len(at)) if number is None else ranking.points[number].take(at)
    steps = np.minimum(np.maximum(np.rint(points / STEP), -_MIDDLE), _TIER - _MIDDLE - 1)
    tiers = ranking.tier.take(at).astype(np.int32)
    grades: list[int | None] = (tiers * _TIER + _MIDDLE + steps.astype(np.int32)).tolist()
    return grades


def graded(grades: Ints) -> tuple[Doubles, Ints]:
    """Return points (float64) and tiers (int32) of grades (int32, shape (n,)), 0 if unknown."""
    tier, steps = np.divmod(np.where(grades < 0, _MIDDLE, grades), _TIER)
    return (steps - _MIDDLE) * STEP, tier.astype(np.int32)
