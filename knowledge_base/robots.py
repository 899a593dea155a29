"""Tells from the times of what somebody did whether a person can have done it."""

from itertools import pairwise

import numpy as np

from knowledge_base.columns import Bools, Floats, Ints

MINUTE = 60.0
MOST_A_MINUTE = 40
"""More clicks, views and baskets than anybody manages within sixty seconds."""
LEAST = 30
"""Deeds from which their rhythm says something."""
HASTE = 1.0
"""Seconds: who spends less than this on the typical page does not read it."""
STEADY = 0.05
"""Pauses that differ by less than this share of their mean are a machine's."""


def inhuman(actor: Ints, at: Floats) -> Bools:
    """Find actors whose deeds come too many, too fast or too steadily for a person.

    `actor` (int32, from 0, shape (n,)) says who did each deed, `at` (float64, seconds) when.
    Returns a mask over the actors, shape (max + 1,).
    """
    order = np.lexsort((at, actor))
    who, when = actor[order], at[order]
    found = np.zeros(int(actor.max(initial=-1)) + 1, dtype=np.bool_)
    burst = len(who) - MOST_A_MINUTE
    if burst > 0:
        same = who[MOST_A_MINUTE:] == who[:burst]
        found[who[:burst][same & (when[MOST_A_MINUTE:] - when[:burst] < MINUTE)]] = True
    bounds = np.append(np.flatnonzero(np.diff(who, prepend=-1)), len(who))
    for start, end in pairwise(bounds):
        if end - start >= LEAST:
            pauses = np.diff(when[start:end])
            found[who[start]] |= bool(
                np.median(pauses) < HASTE or pauses.std() < STEADY * pauses.mean()
            )
    return found
