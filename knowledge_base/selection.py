"""Some products with the variants of them that are looked at: what filters narrow down."""

from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Bools, Ints, Lists


@dataclass(frozen=True, slots=True)
class Selection:
    """n products and m of their variants, those of a product side by side.

    `rows` (int32, shape (n,)) are different product rows, `variants` (int32, shape (m,))
    variant rows, `owner` (int32, shape (m,)) says which of `rows` each belongs to: None where
    variant i is the only one of product i, for then there is nothing to look up.
    """

    rows: Ints
    variants: Ints
    owner: Ints | None

    @classmethod
    def of(cls, catalogue: Catalogue, rows: Ints, offered: Bools) -> "Selection":
        """Take products with those variants that are `offered` (bool, shape (v,)).

        Each must have one.
        """
        if catalogue.variants == catalogue.products:
            return cls(rows, rows, None)
        lists = Lists(catalogue.variant_start, catalogue.product_of)
        positions, owner = lists.gather(rows)
        there = offered.take(positions)
        variants = positions.astype(np.int32)
        if there.all():
            return cls(rows, variants, owner)
        return cls(rows, variants[there], owner[there])

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def owners(self) -> Ints:
        """For each variant the number of its product among `rows` (int32, shape (m,))."""
        if self.owner is None:
            return np.arange(len(self.rows), dtype=np.int32)
        return self.owner

    def having(self, mask: Bools) -> Bools:
        """Say which products have a variant of a mask (shape (m,) → (n,))."""
        if self.owner is None:
            return mask
        having = np.zeros(len(self.rows), dtype=np.bool_)
        having[self.owner[mask]] = True
        return having

    def where(self, mask: Bools) -> "Selection":
        """Keep the variants of a mask (bool, shape (m,)) and the products that have one."""
        if self.owner is None:
            rows = self.rows.take(np.flatnonzero(mask))
            return Selection(rows, rows, None)
        having = self.having(mask)
        number = np.cumsum(having, dtype=np.int32) - np.int32(1)
        owner = number[self.owner[mask]]
        return Selection(self.rows[having], self.variants[mask], owner)

    def without(self, products: Bools) -> "Selection":
        """Leave some products out (bool, shape (n,))."""
        kept = ~products
        return self.where(kept if self.owner is None else kept[self.owner])
