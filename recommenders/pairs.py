"""Which products belong together: pairs in sessions or baskets, by distinct visitors."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Floats, Ints, Longs
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Moves
from knowledge_base.runs import Places, places_in_run, run_starts

MOST_PRODUCTS = 40
"""Products of one session or basket that are paired; the rest of a longer one is left out."""
VISITORS = 2
"""Distinct visitors a pair needs before it may stand in a snapshot."""
NEIGHBOURS = 50
"""Partners kept for each product."""
FAINTEST = 20.0
"""Half-lives after which a weight stays as it is: with none left, a cosine would be 0/0."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """m ordered pairs (first, second), both directions, first ascending.

    `visitors` counts distinct visitors who had both together, `weight` sums the decayed
    weight of each visitor's best common session.
    """

    first: Ints
    second: Ints
    visitors: Longs
    weight: NDArray[np.float64]


def fading(values: Interactions, half_life: float) -> Floats:
    """Return each interaction's weight after decay (float32 above 0, shape (n,)).

    `half_life` is in seconds.
    """
    halvings = np.clip((values.until - values.at) / half_life, 0.0, FAINTEST)
    return (values.weight * np.exp2(-halvings)).astype(np.float32)


def heaviest(group: Ints, product: Ints, weight: Floats, most: int) -> Places:
    """Find each product once per group with its best weight, at most so many of a group.

    The places stand by group, the heaviest first, equal ones by product.
    """
    order = np.lexsort((-weight, product, group))
    order = order[run_starts(group[order], product[order])]
    order = order[np.lexsort((product[order], -weight[order], group[order]))]
    return order[places_in_run(group[order]) < most]


def count_pairs(
    *,
    group: Ints,
    visitor: NDArray[np.integer],
    product: Ints,
    weight: Floats,
    products: int,
) -> Pairs:
    """Count which products stand in a group together; all arrays have one row per mention.

    `group` is a session or basket number, `visitor` who it belongs to (one per group). Pairs
    of fewer than VISITORS distinct visitors are left out: a snapshot tells of nobody.
    """
    owner = np.zeros(int(group.max(initial=-1)) + 1, dtype=np.int64)
    owner[group] = visitor
    kept = heaviest(group, product, weight, MOST_PRODUCTS)
    groups, members = group[kept], product[kept].astype(np.int64)
    weights = weight[kept].astype(np.float64)
    first, second = _couples(groups)
    lower = np.minimum(members[first], members[second])
    higher = np.maximum(members[first], members[second])
    together = np.minimum(weights[first], weights[second])
    return _by_visitor(lower * products + higher, owner[groups[first]], together, products)


def _couples(groups: Ints) -> tuple[Longs, Longs]:
    """Couple the places of all members of a group with each other, every two once."""
    length = np.diff(run_starts(groups), append=len(groups))
    later = np.repeat(length, length) - places_in_run(groups) - 1
    first = np.repeat(np.arange(len(groups)), later)
    return first, first + 1 + places_in_run(first)


def _by_visitor(
    key: Longs, visitor: Longs, weight: NDArray[np.float64], products: int
) -> Pairs:
    """Let each visitor count once for a pair, with the best weight; return it both ways.

    `key` is the lower product row times `products` plus the higher one.
    """
    order = np.lexsort((-weight, visitor, key))
    once = order[run_starts(key[order], visitor[order])]
    key, weight = key[once], weight[once]
    start = run_starts(key)
    counts = np.diff(start, append=len(key))
    sums = np.add.reduceat(weight, start) if len(start) else np.zeros(0)
    enough = counts >= VISITORS
    lower, higher = np.divmod(key[start[enough]], products)
    first, second = np.concatenate([lower, higher]), np.concatenate([higher, lower])
    order = np.lexsort((second, first))
    return Pairs(
        first[order].astype(np.int32),
        second[order].astype(np.int32),
        np.tile(counts[enough], 2)[order].astype(np.int64),
        np.tile(sums[enough], 2)[order],
    )


def visitors_of(
    *, visitor: NDArray[np.integer], product: Ints, weight: Floats, products: int
) -> NDArray[np.float64]:
    """Return for each product the summed best weight of the visitors who had it."""
    order = np.lexsort((-weight, visitor, product))
    best = order[run_starts(product[order], visitor[order])]
    totals = np.bincount(product[best], weight[best], minlength=products)
    return totals.astype(np.float64, copy=False)


def strongest(
    first: Ints, second: Ints, score: NDArray[np.float64], rows: int, width: int = NEIGHBOURS
) -> tuple[Ints, Floats]:
    """Keep the best partners of each row.

    Returns partners (int32, shape (rows, width), UNKNOWN where there are fewer) and their
    scores (float32, same shape, 0 there), best first; equal scores in row order.
    """
    partners = np.full((rows, width), UNKNOWN, dtype=np.int32)
    scores = np.zeros((rows, width), dtype=np.float32)
    order = np.lexsort((second, -score, first))
    place = places_in_run(first[order])
    kept, place = order[place < width], place[place < width]
    partners[first[kept], place] = second[kept]
    scores[first[kept], place] = score[kept]
    return partners, scores


def renumbered(partners: Ints, scores: Floats, moves: Moves) -> tuple[Ints, Floats]:
    """Carry what `strongest` returned to other numbers; partners that are gone close ranks."""
    partners = moves.numbers(moves.rows(partners, UNKNOWN))
    scores = np.where(partners >= 0, moves.rows(scores), np.float32(0))
    order = np.argsort(partners < 0, axis=1, kind="stable")
    return np.take_along_axis(partners, order, 1), np.take_along_axis(scores, order, 1)


def log_likelihood_ratio(
    both: NDArray[np.float64],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    total: float,
) -> NDArray[np.float64]:
    """Return Dunning's G² of each 2×2 table; 0 where the pair is rarer than by chance.

    `both` counts groups with both, `first` and `second` with either, `total` all groups
    (Dunning 1993, "Accurate methods for the statistics of surprise and coincidence").
    """
    cells = [both, first - both, second - both, total - first - second + both]
    cells = [np.maximum(cell, 0.0) for cell in cells]
    rows, columns = [first, total - first], [second, total - second]

    def entropy(parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        whole = np.sum(parts, axis=0)
        logs = [part * np.log(np.maximum(part, 1e-12)) for part in parts]
        result: NDArray[np.float64] = whole * np.log(np.maximum(whole, 1e-12)) - np.sum(
            logs, axis=0
        )
        return result

    ratio = 2 * (entropy(rows) + entropy(columns) - entropy(cells))
    expected = first * second / max(total, 1.0)
    return np.where(both > expected, np.maximum(ratio, 0.0), 0.0)
