"""Which group of people of alike taste somebody belongs to: the nearest one."""

from collections.abc import Mapping, Sequence
from math import sqrt

from knowledge_base.cares import Cares
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.norms import Taste
from knowledge_base.tastes import FACETS

RESPECTS = (CATEGORY, *FACETS)
"""In what respects tastes are compared."""
LEAST_EVIDENCE = 10.0
"""Looks' worth of evidence from which on somebody is counted to a group."""

Vector = Mapping[str, float]
"""A taste by "facet:value", of length 1; empty where too little is known."""


def taste_vector(cares: Cares) -> Vector:
    """Return somebody's taste, given what is cared for now.

    Inside each facet roots of shares, so that the products of two vectors tell how far their
    shares overlap (Bhattacharyya's coefficient), and every facet has an equal say.
    """
    roots = _roots(cares)
    length = sqrt(sum(one * one for one in roots.values()))
    return {name: root / length for name, root in roots.items()}


def _roots(cares: Cares) -> Vector:
    """Return roots of shares, of any length; empty where too little is known."""
    if cares.of(CATEGORY)[1] < LEAST_EVIDENCE:
        return {}
    told = [(f"{facet}:", *cares.of(facet)) for facet in RESPECTS]
    return {
        facet + value: sqrt(weight / total)
        for facet, weights, total in told
        for value, weight in weights.items()
    }


def taste_of(cares: Cares, tastes: Sequence[Taste]) -> str | None:
    """Name the group whose centre is nearest, None for those of whom too little is known."""
    if not tastes:
        return None
    own = _roots(cares)  # which centre is nearest does not depend on the length
    if not own:
        return None
    return max(tastes, key=lambda one: (likeness(one.centre, own), one.taste_id)).taste_id


def likeness(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors of length 1; quick where `one` has few values."""
    there = other.get
    return sum([weight * there(name, 0.0) for name, weight in one.items()])
