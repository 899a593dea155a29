"""All traits of a catalogue in one table, so that one pass over arrays asks them all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Floats, Ints, Longs
from ranking.traits import Doubles, Trait

CAUTION = 40.0
"""How many views the shop's average weighs against a person's own: so many that few views never
make an answer worse (`docs/simulator.md`)."""
PATIENCE = 3.0
"""How many views of this visit all that was liked before weighs against them."""
GRUDGE = 0.5
"""How much evidence against something tells beside as much for it."""
_STRONGEST = 3.0
"""Log-odds are held to this: one look at a rare brand is no passion."""
_HARDLY = 1e-9
"""The share of a code that can be cared for although no product of today carries it."""


@dataclass(frozen=True, slots=True)
class Cared:
    """Evidence on each code of a table (float64, shape (n,)), in views: over time, and fresh.

    Fresh is what was looked at on this visit. Below 0 where more speaks against a code than
    for it.
    """

    lasting: Doubles
    fresh: Doubles


@dataclass(frozen=True, slots=True)
class TraitTable:
    """t traits with n codes together, those of the first trait first.

    `codes` (int32, shape (k, p)) are the codes of products, a trait's in the rows from
    `place` (int64, shape (t,)) on, `wide` of them; n stands for none. `of` (int64, shape (n,))
    says of which trait a code is, `share` and `parts` are those of the traits; `weight`
    (float64, shape (t, 1)) what each is worth.
    """

    traits: tuple[Trait, ...]
    codes: Ints
    place: Longs
    wide: Longs
    of: Longs
    share: Doubles
    weight: Doubles
    parts: tuple[slice, ...]

    @classmethod
    def of_traits(cls, traits: Sequence[Trait]) -> "TraitTable":
        """Put traits below each other; there is at least one."""
        sizes = np.array([len(one.share) for one in traits])
        ends = np.cumsum(sizes)
        wide = np.array([one.codes.shape[1] for one in traits])
        codes = [
            np.where(one.codes < 0, ends[-1], one.codes + end - size).T
            for one, end, size in zip(traits, ends.tolist(), sizes.tolist(), strict=True)
        ]
        return cls(
            tuple(traits),
            np.concatenate(codes).astype(np.int32),
            np.cumsum(wide) - wide,
            wide,
            np.repeat(np.arange(len(traits)), sizes),
            np.maximum(np.concatenate([one.share for one in traits]), _HARDLY),
            np.array([[one.weight] for one in traits]),
            tuple(map(slice, (ends - sizes).tolist(), ends.tolist())),
        )

    def evidence(self, rows: Ints, weights: Floats) -> Doubles:
        """Return how much of some rows' weights falls on each code (float64, shape (n,)).

        What a product gets is shared by its codes of a trait.
        """
        n = len(self.share)
        if not len(rows):
            return np.zeros(n)
        codes = self.codes.take(rows, axis=1)
        many = np.add.reduceat((codes < n).astype(np.float64), self.place)
        shared = (weights / np.maximum(many, 1)).repeat(self.wide, axis=0)
        summed = np.bincount(codes.T.ravel(), shared.T.ravel(), n + 1)[:n]
        return summed.astype(np.float64, copy=False)

    def sums(self, values: Doubles) -> Doubles:
        """Sum what stands at codes by trait (float64, shape (t,))."""
        summed = np.bincount(self.of, values, len(self.traits))
        return summed.astype(np.float64, copy=False)

    def odds(self, cared: Cared) -> Doubles:
        """Return how much more a person cares for each code than the catalogue offers it.

        Smoothed log-odds in three steps, each drawn to the one before by how much is known:
        from the shares p of the catalogue over what was liked, q = (a + κp) / (A + κ), to what
        was looked at on this visit, r = (b + πq) / (B + π). The result is ln r − ln p, shrunk
        by how little of r is still p, and less what speaks against a code: little evidence
        says little. Float64, one per code; all 0 for traits without evidence.
        """
        liked, lately = np.maximum(cared.lasting, 0), np.maximum(cared.fresh, 0)
        before, visit = self.sums(liked) + CAUTION, self.sums(lately) + PATIENCE
        usual = CAUTION / before * PATIENCE / visit
        odds = np.log(usual).take(self.of)
        seen = np.flatnonzero(liked + lately)
        of, expected = self.of.take(seen), self.share.take(seen)
        lasting = (liked.take(seen) + CAUTION * expected) / before.take(of)
        now = (lately.take(seen) + PATIENCE * lasting) / visit.take(of)
        odds[seen] = np.log(now / expected)
        shrunk: Doubles = odds.clip(-_STRONGEST, _STRONGEST) * (1 - usual).take(self.of)
        against = np.flatnonzero(cared.lasting < 0)
        told = -cared.lasting[against] / CAUTION
        shrunk[against] -= GRUDGE * np.log1p(told) * told / (1 + told)
        return shrunk

    def points(self, rows: Ints, odds: Doubles) -> Doubles:
        """Return what the best of a product's codes says, by trait (float64, shape (t, m)).

        That is the odds by the trait's weight, 0 where a product carries none of its codes.
        """
        padded = np.append(odds, -np.inf)
        carried = padded.take(self.codes.take(rows, axis=1))
        best = np.maximum.reduceat(carried, self.place)
        best[np.isneginf(best)] = 0
        best *= self.weight
        return best
