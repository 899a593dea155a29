"""A place on a shelf for what little is known of: by chance, as far as it may be the better."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from scipy.special import ndtr, ndtri

from knowledge_base.columns import Bools, Ints
from ranking.exploration import Beliefs, normals
from recommenders.recommender import Arrays

PLACE = 3
"""The place, from 0, that is given away; a shelf that ends before it keeps all of its own."""
RIVALS = 64
"""Products little is known of that a place is drawn among, the least known and newest."""
_GRID = ndtri((np.arange(128) + 0.5) / 128)
"""Equally likely parts of a standard normal distribution."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A product that chance gave a place (from 0), and the probability with which it did."""

    row: int
    place: int
    propensity: float


class Exploring:
    """Draws who stands at one place of a shelf, among what little is known of and its holder.

    Thompson sampling (Thompson 1933; Chapelle and Li 2011) over what is believed of how often
    products are clicked where they are seen.
    """

    def __init__(self, evidence: Arrays, leaf: Ints, released: Ints) -> None:
        """Take what `ranking.evidence` learned, and types and days of release (shape (p,))."""
        self._alpha, self._beta = evidence["alpha"], evidence["beta"]
        self._leaf = leaf
        unknown = np.flatnonzero(evidence["spread"] > 0)
        order = np.lexsort((-released[unknown], -evidence["spread"][unknown], leaf[unknown]))
        self._rows = unknown[order].astype(np.int32)
        self._of = leaf[self._rows]

    def tried(self, shown: Ints, allowed: Bools, seed: int) -> Tried | None:
        """Draw for one place of some product rows in order (int32); None where nothing moves.

        Those who may take the place are of its holder's type, `allowed` (bool, shape (p,)) and
        not shown anyway.
        """
        if len(shown) <= PLACE:
            return None
        holder = shown[PLACE]
        pool = self._pool(int(self._leaf[holder]), shown, allowed)
        rows = np.append(pool, holder).astype(np.int32)
        beliefs = Beliefs.of(self._alpha[rows], self._beta[rows])
        best = int((beliefs.mean + beliefs.spread * normals(rows, seed)).argmax())
        if best == len(pool):
            return None
        return Tried(int(rows[best]), PLACE, chance_of(beliefs, best))

    def _pool(self, kind: int, shown: Ints, allowed: Bools) -> Ints:
        start, end = np.searchsorted(self._of, [kind, kind + 1])
        rows = self._rows[start:end]
        return rows[allowed[rows] & ~np.isin(rows, shown)][:RIVALS]


def chance_of(beliefs: Beliefs, one: int) -> float:
    """Return the probability that the draw of one is the greatest of all.

    ∫ φ(z) Π_others Φ((mean + spread · z − mean_o) / spread_o) dz, over equally likely parts.
    """
    drawn = beliefs.mean[one] + beliefs.spread[one] * _GRID
    others = np.arange(len(beliefs.mean)) != one
    behind = (drawn[:, None] - beliefs.mean[others]) / beliefs.spread[others]
    return float(ndtr(behind).prod(axis=1).mean())


def tossed(seed: int, about: str) -> tuple[float, int]:
    """Return a number from 0 to 1 and a seed, for one thing to be decided about.

    The same seed and thing give the same: a page that is asked for again shows the same.
    """
    digest = blake2b(f"{seed}\0{about}".encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4]) / 2**32, int.from_bytes(digest[4:])
