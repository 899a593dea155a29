"""Which variants fit a person: sizes are worn in one kind of product and its next of kin."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue import Facet
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools, Ints, Lists, Longs
from knowledge_base.live import LiveFacts
from knowledge_base.runs import run_starts
from ranking.person import Worn
from ranking.signals import Doubles, Level, Reason, Signal

KIN = 0.5
"""How much the sizes of sister kinds tell: of trousers those of jeans."""


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """A person's sizes in the codes of one catalogue.

    `keys` (int64, ascending) are kinds and sizes in one number, `sure` (float64, as long) how
    surely each is worn, n / (n + 1) of n bought and kept. `least` (float64, by kind) is how
    surely another size does not fit, 0 in kinds of which nothing is known.
    """

    live: LiveFacts
    sizes: Facet
    keys: Longs
    sure: Doubles
    least: Doubles

    @classmethod
    def of(cls, live: LiveFacts, worn: Worn, rows: Ints) -> "Wardrobe | None":
        """Look up what is worn of the kinds of some products; None where nothing is known."""
        sizes, tree = live.facet("size"), live.facet(CATEGORY)
        if sizes is None or tree is None or not worn:
            return None
        by_kind = {tree.code(kind): own for kind, own in worn.items()}
        kinds = np.unique(live.catalogue.leaf[rows])
        least = np.zeros(len(tree.values) + 1)  # UNKNOWN is the last
        known: dict[int, float] = {}
        for kind in kinds[kinds >= 0].tolist():
            for size, often in _worn(tree, by_kind, kind).items():
                key = kind * len(sizes.values) + sizes.code(size)
                known[key] = max(known.get(key, 0.0), often / (often + 1))
                least[kind] = max(least[kind], known[key])
        if not known:
            return None
        keys = np.array(sorted(known), dtype=np.int64)
        return cls(live, sizes, keys, np.array([known[key] for key in keys.tolist()]), least)

    def fits(self, variants: Ints | Longs) -> tuple[Doubles, Bools]:
        """Say how surely each variant fits and can be bought now, and which have a size.

        Float64 and bool, shape (m,).
        """
        sizes, catalogue = self.sizes, self.live.catalogue
        positions, which = sizes.codes.gather(variants)
        kind = catalogue.leaf[catalogue.product_of[variants[which]]].astype(np.int64)
        key = kind * len(sizes.values) + sizes.codes.values[positions]
        place = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        sure = np.where(self.keys[place] == key, self.sure[place], 0.0)
        fits = np.zeros(len(variants))
        np.maximum.at(fits, which, sure)
        return fits * self.live.buyable[variants], np.bincount(which, minlength=len(fits)) > 0


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
    about = np.flatnonzero(wardrobe.least[catalogue.leaf[rows]])
    lists = Lists(catalogue.variant_start, catalogue.product_of)
    variants, which = lists.gather(rows[about])
    fits, is_sized = wardrobe.fits(variants)
    starts = run_starts(which)
    best, sized = np.maximum.reduceat(fits, starts), np.logical_or.reduceat(is_sized, starts)
    least = wardrobe.least[catalogue.leaf[rows[about]]]
    values = np.zeros(len(rows))
    values[about] = np.where(sized, np.where(best > 0, best, -least), 0.0)
    return Signal(
        "size",
        Level.ONE_TO_ONE,
        1.5,
        values,
        lambda i: Reason("in_your_size" if values[i] > 0 else "not_in_your_size"),
    )
