"""How much each thing that everybody's behaviour says counts beside the match."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from numpy.typing import NDArray

PRIORS: Mapping[str, float] = MappingProxyType(
    {
        "popularity": 1.0,
        "clicked": 2.5,
        "bought": 0.8,
        "clicked_here": 3.0,
        "bought_here": 1.0,
        "today": 1.0,
        "trend": 0.25,
        "newness": 1.0,
    }
)
"""Points per unit of each signal before anybody clicked; one usual spread of matches has 2."""

LEARNED = ("popularity", "clicked", "bought", "clicked_here", "bought_here")
"""Those of which the shop's own clicks say how they are to be mixed; see `Weighing`."""


def weights_of(learned: NDArray[Any]) -> Mapping[str, float]:
    """Return all weights, given those of LEARNED as the night left them (float64)."""
    return {**PRIORS, **dict(zip(LEARNED, learned.tolist(), strict=True))}
