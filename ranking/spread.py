"""Says how far apart the scores of a result set are: the unit that boosts are measured in."""

import numpy as np

from ranking.signals import Doubles

LEAST = 1.0
"""Points: among equals, too, a boost has to move something."""
_NORMAL = 1.349
"""Standard deviations between the quartiles of a normal distribution."""
_ENOUGH = 8_192
"""Scores that tell the quartiles of any number of them well enough."""


def spread_of(scores: Doubles) -> float:
    """Return the spread of scores (float64, shape (n,)), at least LEAST points.

    It is taken from the quartiles, as many standard deviations as if the scores were normal:
    whatever a quarter of the products does on either side, one bestseller that leaves all
    others behind or what was pinned into the list, a boost means what it meant before. Of
    very many scores every so many-th is looked at.
    """
    n = len(scores)
    if not n:
        return LEAST
    some = scores[:: n // _ENOUGH + 1]
    low, high = np.quantile(some, (0.25, 0.75))
    return max(LEAST, float(high - low) / _NORMAL)
