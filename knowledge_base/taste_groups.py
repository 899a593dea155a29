"""Which group of people of alike taste somebody belongs to: the nearest one."""

from collections.abc import Mapping, Sequence
from math import sqrt

from knowledge_base.cares import cared_for
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.norms import Taste
from knowledge_base.profiles import Profile
from knowledge_base.tastes import FACETS

RESPECTS = (CATEGORY, *FACETS)
"""In what respects tastes are compared."""
LEAST_EVIDENCE = 10.0
"""Looks' worth of evidence from which on somebody is counted to a group."""

Vector = Mapping[str, float]
"""A taste by "facet:value", of length 1; empty where too little is known."""


def taste_vector(profile: Profile, moment: float) -> Vector:
    """Return somebody's taste as of a moment.

    Inside each facet roots of shares, so that the products of two vectors tell how far their
    shares overlap (Bhattacharyya's coefficient), and every facet has an equal say.
    """
    told = {facet: cared_for(profile, facet, moment) for facet in RESPECTS}
    if told[CATEGORY][1] < LEAST_EVIDENCE:
        return {}
    roots = {
        f"{facet}:{value}": sqrt(weight / total)
        for facet, (cares, total) in told.items()
        for value, weight in cares.items()
    }
    length = sqrt(sum(one * one for one in roots.values()))
    return {name: root / length for name, root in roots.items()}


def taste_of(profile: Profile, moment: float, tastes: Sequence[Taste]) -> str | None:
    """Name the group whose centre is nearest, None for those of whom too little is known."""
    if not tastes:
        return None
    own = taste_vector(profile, moment)
    if not own:
        return None
    return max(tastes, key=lambda one: (likeness(own, one.centre), one.taste_id)).taste_id


def likeness(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors of length 1."""
    return sum(weight * other.get(name, 0.0) for name, weight in one.items())
