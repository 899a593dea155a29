"""Signals of what the shop is after, told to nobody outside: to earn, and not to run out."""

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Ints
from knowledge_base.live import LiveFacts
from knowledge_base.shop import Dial, Dials
from ranking.signals import Level, Reason, Signal, relative

Doubles = NDArray[np.float64]

_HARDLY = 1e-6
"""What differs less is the same but for rounding."""


def goal_signals(rows: Ints, live: LiveFacts, dials: Dials) -> list[Signal]:
    """Make the signals of those goals that the shop has set a dial for (n product rows).

    They trade what people want for what the shop does, so that they are silent until asked
    for. With a full dial a usual spread of them weighs half as much as one of matches.
    """
    found = []
    if dials.margin.weight:
        values = _margin(rows, live)
        found.append(_goal("margin", values, "earns_more", "earns_less", dials.margin))
    if dials.stock.weight:
        values = _stock(rows, live)
        found.append(_goal("stock", values, "in_stock", "runs_out", dials.stock))
    return found


def _goal(name: str, values: Doubles, more: str, less: str, dial: Dial) -> Signal:
    def why(i: int) -> Reason:
        return Reason(more if values[i] > 0 else less)

    return Signal(name, Level.PRE, dial.weight, values, why)


def _margin(rows: Ints, live: LiveFacts) -> Doubles:
    """Return how far the margins stand from their mean; where nobody knows, as usual here."""
    margin = live.catalogue.margin.take(rows).astype(np.float64)
    known = ~np.isnan(margin)
    usual = margin[known].mean() if known.any() else 0.0
    return relative(np.where(known, margin, usual))


def _stock(rows: Ints, live: LiveFacts) -> Doubles:
    """Return how well stocked products are beside the others, over all their variants."""
    depth = live.depth.take(rows).astype(np.float64)
    values: Doubles = depth - (depth.mean() if len(depth) else 0.0)
    values[np.abs(values) < _HARDLY] = 0
    return values
