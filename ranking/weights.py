"""How much each thing that everybody's behaviour says counts beside the match."""

from collections.abc import Mapping
from types import MappingProxyType

PRIORS: Mapping[str, float] = MappingProxyType(
    {
        "popularity": 0.6,
        "clicked": 2.5,
        "bought": 1.5,
        "clicked_here": 3.0,
        "bought_here": 2.0,
        "today": 1.0,
        "trend": 0.5,
        "newness": 1.0,
    }
)
"""Points per unit of each signal before anybody clicked; one usual spread of matches has 2."""
