"""The products that could be shown, as arrays: what retrieval and recommenders hand over."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.runs import Places


@dataclass(frozen=True, slots=True)
class Candidates:
    """n different products.

    `rows` are product rows (int32). `tier` (int8) says how weak the match is, 0 is best; a
    higher tier never stands above a lower one. `score` (float32, ≥ 0) is the match's own
    strength inside its tier: text score, or what a recommender gave. `anchor` is the product
    row that brought a candidate in (what was viewed, what is in the basket), UNKNOWN for none.
    """

    rows: Ints
    tier: NDArray[np.int8]
    score: Floats
    anchor: Ints

    @classmethod
    def of(
        cls,
        rows: Ints,
        score: NDArray[np.floating] | None = None,
        tier: int = 0,
        anchor: Ints | None = None,
    ) -> "Candidates":
        """Make candidates of one tier, without anchors where none are given."""
        n = len(rows)
        tiers, anchors = np.empty(n, dtype=np.int8), np.empty(n, dtype=np.int32)
        tiers.fill(tier)  # which takes a quarter of the time of np.full
        anchors.fill(UNKNOWN)
        return cls(
            rows.astype(np.int32, copy=False),
            tiers,
            np.zeros(n, dtype=np.float32) if score is None else score.astype(np.float32),
            anchors if anchor is None else anchor.astype(np.int32),
        )

    def in_tier(self, tier: int) -> "Candidates":
        """Return the candidates as those of one tier."""
        tiers = np.full(len(self.rows), tier, dtype=np.int8)
        return Candidates(self.rows, tiers, self.score, self.anchor)

    @classmethod
    def joined(cls, *parts: "Candidates") -> "Candidates":
        """Put candidates one behind the other; of nothing comes nothing."""
        if len(parts) == 1:
            return parts[0]
        every = parts or (_NOTHING,)
        return cls(
            np.concatenate([one.rows for one in every]),
            np.concatenate([one.tier for one in every]),
            np.concatenate([one.score for one in every]),
            np.concatenate([one.anchor for one in every]),
        )

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: Bools) -> "Candidates":
        """Return the candidates of a mask (bool, shape (n,))."""
        return self if mask.all() else self.taken(np.flatnonzero(mask))

    def taken(self, places: Places) -> "Candidates":
        """Return the candidates at some places, in their order."""
        return Candidates(
            self.rows.take(places),
            self.tier.take(places),
            self.score.take(places),
            self.anchor.take(places),
        )


_NOTHING = Candidates.of(np.zeros(0, dtype=np.int32))
