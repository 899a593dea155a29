"""Which variants fit a person: sizes are worn in one kind of product and its next of kin."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue import Facet
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.codings import Coding
from knowledge_base.columns import Bools, Ints, Lists, Longs
from knowledge_base.live import LiveFacts
from knowledge_base.runs import run_starts
from ranking.person import Worn
from ranking.signals import Doubles, Level, Reason, Signal

KIN = 0.5
"""How much the sizes of sister kinds tell: of trousers those of jeans."""


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """A person's sizes in the numbers of one catalogue.

    `sizes` says by one number which sizes a variant comes in. `slot` (int32, by kind) is the
    row of `sure` for a kind, 0 where nothing is known; `sure` (float64, by slot and number)
    how surely the best of those sizes is worn there, n / (n + 1) of n bought and kept. `least`
    (float64, by slot) is how surely any other does not fit.
    """

    live: LiveFacts
    sizes: Coding
    slot: Ints
    sure: Doubles
    least: Doubles

    @classmethod
    def of(cls, live: LiveFacts, worn: Worn, rows: Ints) -> "Wardrobe | None":
        """Look up what is worn of the kinds of some products; None where nothing is known."""
        facet, tree = live.facet("size"), live.facet(CATEGORY)
        if facet is None or tree is None or not worn:
            return None
        by_kind = {tree.code(kind): own for kind, own in worn.items()}
        kinds = np.flatnonzero(np.bincount(live.catalogue.leaf.take(rows) + 1)) - 1
        known = [
            (kind, own)
            for kind in kinds.tolist()
            if kind >= 0 and (own := _worn(tree, by_kind, kind))
        ]
        if not known:
            return None
        sizes = live.coding(facet)
        slot = np.zeros(len(tree.values) + 1, dtype=np.int32)  # UNKNOWN is the last
        sure = np.zeros((len(known) + 1, len(sizes.sets)))
        least = np.zeros(len(known) + 1)
        for number, (kind, own) in enumerate(known, 1):
            slot[kind] = number
            for size, often in own.items():
                has = sizes.sets.owner[sizes.sets.values == facet.code(size)]
                sure[number, has] = np.maximum(sure[number, has], often / (often + 1))
                least[number] = max(least[number], often / (often + 1))
        return cls(live, sizes, slot, sure, least)

    def fits(self, variants: Ints | Longs) -> tuple[Doubles, Bools]:
        """Say how surely each variant fits and can be bought now, and which have a size.

        Float64 and bool, shape (m,).
        """
        catalogue, number = self.live.catalogue, self.sizes.at(variants)
        slot = self.slot.take(catalogue.leaf.take(catalogue.product_of.take(variants)))
        fits: Doubles = self.sure[slot, number] * self.live.buyable.take(variants)
        return fits, number > 0


def _worn(
    tree: Facet, by_kind: Mapping[int, Mapping[str, float]], kind: int
) -> Mapping[str, float]:
    """Return what is worn of a kind: its own sizes, those of what it is part of, or of sisters.

    The great departments have nothing in common: no shoe tells anything of a shirt.
    """
    for one in reversed(tree.path(kind)):
        if one in by_kind:
            return by_kind[one]
    above = tree.parent(kind)
    if above < 0 or tree.parent(above) < 0:
        return {}
    sisters = [own for one, own in by_kind.items() if one >= 0 and tree.parent(one) == above]
    return {size: KIN * often for own in sisters for size, often in own.items()}


def size_signal(rows: Ints, live: LiveFacts, worn: Worn) -> Signal | None:
    """Make a signal of whether a product can be bought in the person's size now.

    It speaks of products that come in sizes, of kinds of which the person's is known, the
    surer the louder; None where there are none among the candidates.
    """
    wardrobe = Wardrobe.of(live, worn, rows)
    catalogue = live.catalogue
    if wardrobe is None:
        return None
    slot = wardrobe.slot.take(catalogue.leaf.take(rows))
    about = np.flatnonzero(slot)
    lists = Lists(catalogue.variant_start, catalogue.product_of)
    variants, which = lists.gather(rows[about])
    fits, is_sized = wardrobe.fits(variants)
    starts = run_starts(which)
    best, sized = np.maximum.reduceat(fits, starts), np.logical_or.reduceat(is_sized, starts)
    least = wardrobe.least.take(slot[about])
    values = np.zeros(len(rows))
    values[about] = np.where(sized, np.where(best > 0, best, -least), 0.0)
    return Signal(
        "size",
        Level.ONE_TO_ONE,
        1.5,
        values,
        lambda i: Reason("in_your_size" if values[i] > 0 else "not_in_your_size"),
    )
