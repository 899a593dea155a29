"""What is asked of the products' names, and what meets it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints

PREFIX_COST = 1
PREFIX_WEIGHT = 0.5


class Posting(NamedTuple):
    """Products that something other than words leads to: a code, a quantity.

    `rows` are product rows (int32, ascending, each once), `closeness` says how well each
    fits (float32, above 0 to 1); both of shape (n,).
    """

    rows: Ints
    closeness: Floats


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a clause: a product has all of the stems in its names.

    Instead of stems it may bring its own posting. `cost` says how far it is from what was
    typed (0 is exactly that, at most 126); `weight` is what its text score counts.
    """

    stems: tuple[str, ...] = ()
    cost: int = 0
    weight: float = 1.0
    posting: Posting | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One demand on a product: any of the alternatives meets it.

    With a `prefix` (folded letters) a name with a word that begins so meets it too, at
    `prefix_cost`; its score counts PREFIX_WEIGHT.
    """

    alternatives: tuple[Alternative, ...] = ()
    prefix: str = ""
    prefix_cost: int = PREFIX_COST

    @property
    def brings_products(self) -> bool:
        """Say whether an alternative leads to products by something other than words."""
        return any(one.posting is not None for one in self.alternatives)


class Matched(NamedTuple):
    """The n products that meet all clauses; every array has shape (n,).

    `rows` (int32) ascend. A clause is met by the alternative of least cost that a product
    has, of equal ones by that of the greatest score; `cost` (int8) is the greatest of these
    over the clauses, `score` (float32) their scores' sum.
    """

    rows: Ints
    cost: NDArray[np.int8]
    score: Floats

    @classmethod
    def nothing(cls) -> "Matched":
        """Return no products."""
        empty = np.zeros(0, dtype=np.int32)
        return cls(empty, empty.astype(np.int8), empty.astype(np.float32))
