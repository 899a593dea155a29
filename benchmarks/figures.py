"""Turns what engines found into figures with intervals, and prints them side by side."""

import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ranking.metrics import Doubles, bootstrap_interval, ndcg, recall, reciprocal_rank

SEED = 20
"""Of the bootstrap."""
DEEP = 100
"""Hits that are asked for."""

Ratings = Mapping[str, float]
"""The rating of each judged product of one query."""
Find = Callable[[str, int], Sequence[str]]
"""Returns the ids of the first hits of a text."""


def judged_figures(ids: Sequence[str], ratings: Ratings) -> dict[str, float]:
    """Return the figures of one query; all are 0 where nothing judged is relevant."""
    relevant = [product_id for product_id, rating in ratings.items() if rating > 0]
    ideal = list(ratings.values())
    gains = [ratings.get(product_id, 0) for product_id in ids]
    judged = [ratings[product_id] for product_id in ids if product_id in ratings]
    return {
        "NDCG@10": ndcg(gains, ideal, 10),
        "NDCG@24": ndcg(gains, ideal, 24),
        "NDCG@10 judged": ndcg(judged, ideal, 10),
        "judged@10": float(np.mean([one in ratings for one in ids[:10]] or [False])),
        "recall@100": recall(ids, relevant, DEEP),
        "MRR": reciprocal_rank(ids, relevant),
        "without result": float(not ids),
    }


def known_figures(ids: Sequence[str], wanted: str) -> dict[str, float]:
    """Return the figures of one query for one known product."""
    return {
        "MRR": reciprocal_rank(ids[:DEEP], {wanted}),
        "hit@1": recall(ids, {wanted}, 1),
        "hit@10": recall(ids, {wanted}, 10),
    }


def columns(of_queries: Sequence[Mapping[str, float]]) -> dict[str, Doubles]:
    """Return each figure's values, one a query: shape (n,)."""
    names = of_queries[0] if of_queries else {}
    return {name: np.array([one[name] for one in of_queries]) for name in names}


def is_even(text: str) -> bool:
    """Say which half a query belongs to: who tunes on one is judged by the other."""
    return zlib.crc32(text.encode()) % 2 == 0


def with_interval(values: Doubles) -> str:
    """Write a mean with its 95 % interval."""
    low, high = bootstrap_interval(values, seed=SEED)
    mean = values.mean() if len(values) else np.nan
    return f"{mean:6.3f} [{low:6.3f}, {high:6.3f}]"


def print_figures(title: str, figures: Mapping[str, Doubles]) -> None:
    """Print every figure's mean, one engine a line, with the interval of the first."""
    means = "  ".join(f"{name} {values.mean():.3f}" for name, values in figures.items())
    first = next(iter(figures.values()))
    low, high = bootstrap_interval(first, seed=SEED)
    print(f"{title:<26} {means}  [{low:.3f}, {high:.3f}]  n = {len(first)}")


def print_paired(name: str, ours: Doubles, theirs: Doubles) -> None:
    """Print how far we are ahead over the same queries, with its 95 % interval."""
    print(f"{name:<26} {with_interval(ours - theirs)}  n = {len(ours)}")
