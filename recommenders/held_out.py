"""What a later part of the log asks of models that know the earlier part alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Ints
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.runs import run_starts
from recommenders.trails import LOOKED

LEAST_LINES = 4
"""Lines of a basket of which half are asked for."""
SEED = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What is `given`, the latest last, and what is `wanted` (int32, product rows)."""

    given: Ints
    wanted: Ints


def parted(values: Interactions, days: float) -> tuple[Interactions, Interactions]:
    """Part the log at so many days before its end; the later part has no unknown products.

    What is learned from the first part is dated to where it ends.
    """
    at = values.until - days * 86_400
    before = values.at <= at
    known = np.bincount(values.product[before], minlength=values.products) > 0
    later = values.where(~before & known[values.product])
    return replace(values.where(before), until=at), later


def looks(values: Interactions) -> tuple[Ints, Ints]:
    """Return sessions and the products looked at, in order of session and time (int32)."""
    seen = values.where(np.isin(values.type, LOOKED) & (values.session >= 0))
    order = np.lexsort((seen.at, seen.session))
    return seen.session[order], seen.product[order]


def next_looks(session: NDArray[np.integer], product: Ints) -> list[Question]:
    """Ask for every look of sessions but the first; looks stand by session and time."""
    start = run_starts(session)
    ends = [*start[1:].tolist(), len(session)] if len(start) else []
    return [
        Question(product[begin:place], product[place : place + 1])
        for begin, end in zip(start.tolist(), ends, strict=True)
        for place in range(begin + 1, end)
    ]


def moves(questions: Sequence[Question]) -> list[Question]:
    """Keep the questions in which another product than the current one follows."""
    return [one for one in questions if one.given[-1:].tolist() != one.wanted.tolist()]


def baskets(values: Interactions) -> list[Ints]:
    """Return the different products of each order, ascending (int32)."""
    lines = values.where((values.type == EventType.PURCHASE) & (values.basket >= 0))
    order = np.lexsort((lines.product, lines.basket))
    cuts = run_starts(lines.basket[order])[1:]
    return [np.unique(one) for one in np.split(lines.product[order], cuts) if len(one)]


def other_halves(orders: Sequence[Ints]) -> list[Question]:
    """Give half the lines, by a seeded chance, of orders with LEAST_LINES; ask for the rest."""
    chance = np.random.default_rng(SEED)
    mixed = [chance.permutation(one) for one in orders]
    return [
        Question(one[: len(one) // 2], one[len(one) // 2 :])
        for one in mixed
        if len(one) >= LEAST_LINES
    ]


def other_types(orders: Sequence[Ints], leaf: Ints) -> list[Question]:
    """Give one line of an order, ask for those that are of another type: accessories."""
    return [
        Question(one[place : place + 1], wanted)
        for one in orders
        for place in range(len(one))
        if len(wanted := one[leaf[one] != leaf[one[place]]])
    ]
