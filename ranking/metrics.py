"""How good a ranking was: the figures every claim is measured by, with their error bars."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Doubles = NDArray[np.float64]


def ndcg(gains: ArrayLike, ideal: ArrayLike, k: int) -> float:
    """Return NDCG@k of one ranking: linear gains, discount 1 / log2(place + 1).

    `gains` are those of the products in the order shown, `ideal` those of all judged
    products in any order; 0 where nothing relevant was judged. Järvelin and Kekäläinen 2002.
    """
    best = _discounted(np.sort(np.asarray(ideal, dtype=np.float64))[::-1], k)
    return _discounted(np.asarray(gains, dtype=np.float64), k) / best if best > 0 else 0.0


def _discounted(gains: Doubles, k: int) -> float:
    top = gains[:k]
    return float((top / np.log2(np.arange(len(top)) + 2)).sum())


def recall(shown: Sequence[object], relevant: Collection[object], k: int) -> float:
    """Return the share of the relevant that stands among the first k; 0 without any."""
    found = len(set(shown[:k]).intersection(relevant))
    return found / len(set(relevant)) if relevant else 0.0


def reciprocal_rank(shown: Sequence[object], relevant: Collection[object]) -> float:
    """Return 1 / place of the first relevant product, 0 if none is shown; its mean is MRR."""
    wanted = set(relevant)
    places = (place for place, one in enumerate(shown, 1) if one in wanted)
    return 1 / next(places, np.inf)


def rank_overlap(one: Sequence[object], other: Sequence[object], persistence: float) -> float:
    """Return how alike the heads of two rankings are: 0 nothing shared, 1 the same.

    Extrapolated rank-biased overlap to the depth of the shorter one; `persistence` (0 to 1)
    is how gladly one reads on. 1 where both are empty. Webber, Moffat and Zobel 2010.
    """
    depth = min(len(one), len(other))
    if not depth:
        return float(len(one) == len(other))
    agreement = [len({*one[:d]} & {*other[:d]}) / d for d in range(1, depth + 1)]
    weights = persistence ** np.arange(1, depth + 1)
    head = (1 - persistence) / persistence * float(weights @ np.array(agreement))
    return head + agreement[-1] * float(weights[-1])


def bootstrap_interval(
    values: ArrayLike, *, seed: int, level: float = 0.95, draws: int = 2_000
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of the mean over independent values.

    `values` has one figure per query or person; the same seed gives the same interval. NaN
    without values. Efron 1979.
    """
    kept = np.asarray(values, dtype=np.float64)
    if not len(kept):
        return (np.nan, np.nan)
    rng = np.random.default_rng(seed)
    means = [kept[rng.integers(len(kept), size=len(kept))].mean() for _ in range(draws)]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return (float(low), float(high))
