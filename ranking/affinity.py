"""What one person's looks and purchases say for and against each candidate."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Floats, Ints, Lists
from knowledge_base.live import LiveFacts
from ranking.signals import MOST, Level, Reason, Signal, relative
from ranking.traits import Doubles, Trait


def affinity_signal(
    rows: Ints, traits: Sequence[Trait], liked: Ints, weights: Floats
) -> Signal | None:
    """Make a signal of a person's tastes, or None without evidence.

    `liked` are product rows (int32), `weights` (float32, as long) how much they were cared
    for, below 0 where they were sent back.
    """
    if not (weights > 0).any():
        return None
    odds = [one.odds(liked, weights) for one in traits]
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
    if trait.facet is None:
        return Reason("price_level")
    codes = trait.codes[row][trait.codes[row] >= 0]
    code = int(codes[odds[codes].argmax()])
    labels = {language: column[code] for language, column in trait.facet.labels.items()}
    return Reason("taste", {"trait": trait.name, "labels": labels})


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


def size_signal(
    rows: Ints, live: LiveFacts, worn: Mapping[str, Sequence[str]]
) -> Signal | None:
    """Make a small signal of whether a product can be bought in the person's size now.

    `worn` are the sizes the person bought and kept, by kind of product. It speaks of kinds the
    person has bought a size of; None where there are none among the candidates.
    """
    sizes, kinds, catalogue = live.facet("size"), live.facet(CATEGORY), live.catalogue
    if sizes is None or kinds is None or not worn:
        return None
    pairs = [(kinds.code(kind), sizes.code(size)) for kind, own in worn.items() for size in own]
    types, codes = np.array(pairs, dtype=np.int64).T
    same_type = np.flatnonzero(np.isin(catalogue.leaf[rows], types[types >= 0]))
    if not len(same_type):
        return None
    many = len(sizes.values)
    mine = types * many + codes
    mine[codes < 0] = UNKNOWN
    variants, which = Lists(catalogue.variant_start, catalogue.product_of).gather(
        rows[same_type]
    )
    sized, variant = sizes.codes.gather(variants)
    candidate = same_type[which[variant]]
    asked = catalogue.leaf[rows[candidate]].astype(np.int64) * many + sizes.codes.values[sized]
    fits = np.isin(asked, mine) & live.buyable[variants[variant]]
    values = np.zeros(len(rows))
    values[candidate] = -1
    values[candidate[fits]] = 1
    return Signal(
        "size",
        Level.ONE_TO_ONE,
        0.5,
        values,
        lambda i: Reason("in_your_size" if values[i] > 0 else "not_in_your_size"),
    )
