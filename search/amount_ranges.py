"""Cuts the amounts of a facet into ranges with round ends, and counts the products."""

from typing import Any

import numpy as np

from knowledge_base.catalogue import Facet
from knowledge_base.live import LiveFacts
from knowledge_base.scales import Scale
from knowledge_base.selection import Selection
from search.price_ranges import products_in, range_edges, write_range


def write_amounts(
    live: LiveFacts, facet: Facet, scale: Scale, scope: Selection, *, is_filtered: bool
) -> dict[str, Any] | None:
    """Write the amounts under all other filters: from where to where, how many in between.

    Each of `buckets` has both of its ends in it, as a filter has, and counts the products
    that the filter `name:min..max` would leave. None where there is nothing to choose.
    """
    coding = live.coding(facet)
    places, which = coding.sets.gather(coding.at(scope.variants))
    steps = scale.steps.take(coding.sets.values.take(places))
    known = steps >= 0
    steps, owner = steps[known], scope.owners.take(which[known])
    if not len(steps):
        return None
    ascending = np.sort(steps)
    if ascending[0] == ascending[-1] and not is_filtered:
        return None
    edges = range_edges(ascending)
    counts = products_in(steps, owner, edges)
    return write_range(facet.name, scale.unit or None, ascending, edges, counts, scale.text)
