"""Carries arrays that speak of rows from one numbering of the catalogue to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Moves:
    """How things that keep their names have moved.

    `before` (int32, one per thing there is now) gives the old number of each, UNKNOWN for
    what is new; `after` (int32, one per thing there was) the new number, UNKNOWN for what is
    gone.
    """

    before: Ints
    after: Ints

    @classmethod
    def of(cls, before: Sequence[str], after: Sequence[str]) -> "Moves":
        """Find the things of the same name; names come in the order of their numbers."""
        return cls(_places(after, before), _places(before, after))

    def rows(self, array: NDArray[Number], fill: float = 0) -> NDArray[Number]:
        """Put rows (axis 0 of `array`, one per old thing) in their new places.

        Those of new things, and of old ones that the array does not reach, hold `fill`.
        """
        moved = np.full((len(self.before), *array.shape[1:]), fill, dtype=array.dtype)
        known = np.flatnonzero((self.before >= 0) & (self.before < len(array)))
        moved[known] = array[self.before[known]]
        return moved

    def numbers(self, values: Ints) -> Ints:
        """Replace old numbers (any shape) by new ones; UNKNOWN stays, and stands for gone."""
        return np.append(self.after, np.int32(UNKNOWN))[values]


def _places(names: Sequence[str], among: Sequence[str]) -> Ints:
    """Return where each name stands among others, UNKNOWN where it does not."""
    place = {name: number for number, name in enumerate(among)}
    return np.array([place.get(name, UNKNOWN) for name in names], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The way from one catalogue to another, `catalogue`: of products, and of their types.

    A type is a node of the category tree; its number is its code, as in `Catalogue.leaf`.
    """

    catalogue: Catalogue
    products: Moves
    types: Moves

    @classmethod
    def between(cls, before: Catalogue, after: Catalogue) -> "Renumbering":
        """Follow the ids of products and the paths of categories."""
        products = before.product_ids.column.texts(), after.product_ids.column.texts()
        return cls(after, Moves.of(*products), Moves.of(_types(before), _types(after)))


def _types(catalogue: Catalogue) -> list[str]:
    tree = catalogue.facets.get(CATEGORY)
    return tree.values.column.texts() if tree else []
