"""What one person's looks and purchases say for and against each candidate."""

from collections.abc import Mapping

import numpy as np

from knowledge_base.catalogue import FacetKind
from knowledge_base.columns import Floats, Ints
from ranking.person import Person, Taste
from ranking.signals import MOST, Level, Reason, Signal, relative
from ranking.trait_table import TraitTable
from ranking.traits import REDUCED, Doubles, Trait


def affinity_signal(rows: Ints, table: TraitTable, taste: Taste) -> Signal | None:
    """Make a signal of a person's taste, or None without evidence."""
    if not taste.odds.any():
        return None
    points = table.points(rows, taste.odds)
    values = relative(points.sum(axis=0), least=1.0)

    def why(i: int) -> Reason:
        number = int(points[:, i].argmax())
        if values[i] <= 0 or points[number, i] <= 0:
            return Reason("less_to_your_taste")
        return _reason(table.traits[number], taste.odds[table.parts[number]], int(rows[i]))

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


def facet_cares(person: Person) -> Mapping[str, float]:
    """Return by facet how much a person's deeds turn on it, those it does not turn on left out.

    Sizes count by how sure they are.
    """
    worn = [often for sizes in person.sizes.values() for often in sizes.values()]
    size = {"size": max(worn) / (max(worn) + 1)} if worn else {}
    return {**person.taste.cares, **size} if person.taste else size


def value_likes(table: TraitTable, taste: Taste) -> Mapping[str, Doubles]:
    """Return by facet the log-odds of its values (float64, one per code).

    Trees are left out: where a shop's categories stand is known by heart.
    """
    return {
        one.facet.name: taste.odds[part]
        for one, part in zip(table.traits, table.parts, strict=True)
        if one.facet is not None and one.facet.kind is FacetKind.VALUES
    }


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
