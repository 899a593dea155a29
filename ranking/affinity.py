"""What one person's looks and purchases say for and against each candidate."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from knowledge_base.catalogue import Facet
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Floats, Ints
from knowledge_base.filters import PRICE
from knowledge_base.live import SALE
from ranking.caring import cared_for
from ranking.person import Person
from ranking.signals import MOST, Level, Reason, Signal, relative
from ranking.traits import REDUCED, Doubles, Trait

_FACETS: Mapping[str, str] = MappingProxyType(
    {"type": CATEGORY, "price_level": PRICE, REDUCED: SALE}
)
"""The facets that traits are filtered by under another name."""


def affinity_signal(
    rows: Ints, traits: Sequence[Trait], person: Person, tree: Facet | None
) -> Signal | None:
    """Make a signal of a person's tastes, or None without evidence; `tree` names the types."""
    odds = [one.odds(cared_for(one, person, tree)) for one in traits]
    if not any(one.any() for one in odds):
        return None
    parts = np.array(
        [one.weight * one.best(rows, own) for one, own in zip(traits, odds, strict=True)]
    ).reshape(len(traits), len(rows))
    values = relative(parts.sum(axis=0), least=1.0)

    def why(i: int) -> Reason:
        number = int(parts[:, i].argmax())
        if values[i] <= 0 or parts[number, i] <= 0:
            return Reason("less_to_your_taste")
        return _reason(traits[number], odds[number], int(rows[i]))

    return Signal("affinity", Level.ONE_TO_ONE, 1.0, values, why)


def _reason(trait: Trait, odds: Doubles, row: int) -> Reason:
    """Name the value of a trait that a person likes best about a product."""
    if trait.name == REDUCED:
        return Reason("reduced_taste" if trait.codes[row, 0] else "full_price_taste")
    if trait.facet is None:
        return Reason("price_level")
    codes = trait.codes[row][trait.codes[row] >= 0]
    code = int(codes[odds[codes].argmax()])
    labels = {language: column[code] for language, column in trait.facet.labels.items()}
    return Reason("taste", {"trait": trait.name, "labels": labels})


def facet_cares(
    traits: Sequence[Trait], person: Person, tree: Facet | None
) -> dict[str, float]:
    """Return by facet how much a person's deeds turn on it, 0 for nothing.

    That is the odds of what was cared for, on average by how much it was: what somebody looks
    at in all colours, but of one brand, turns on the brand. Sizes count by how sure they are.
    """
    cares: dict[str, float] = {}
    for one in traits:
        cared = cared_for(one, person, tree)
        told = np.maximum(cared.lasting, 0) + np.maximum(cared.fresh, 0)
        if told.any():
            mean = float((np.maximum(one.odds(cared), 0) * told).sum() / told.sum())
            cares[_FACETS.get(one.name, one.name)] = mean
    worn = [often for sizes in person.sizes.values() for often in sizes.values()]
    if worn:
        cares["size"] = max(worn) / (max(worn) + 1)
    return {name: care for name, care in cares.items() if care > 0}


def interest_signal(rows: Ints, liked: Ints, weights: Floats) -> Signal | None:
    """Make a signal of what a person cared for itself, or None where none is a candidate."""
    order = np.argsort(liked)
    at = np.searchsorted(liked, rows, sorter=order)
    there = at < len(liked)
    there[there] = liked[order[at[there]]] == rows[there]
    if not there.any():
        return None
    values = np.zeros(len(rows))
    own = weights[order[at[there]]].astype(np.float64)
    values[there] = (np.sign(own) * np.log1p(np.abs(own))).clip(-MOST, MOST)
    return Signal(
        "interest",
        Level.ONE_TO_ONE,
        0.5,
        values,
        lambda i: Reason("seen_before" if values[i] > 0 else "sent_back"),
    )
