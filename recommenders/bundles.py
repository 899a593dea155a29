"""Bundles: the few products that are often bought together with the one of a page."""

from dataclasses import replace

import numpy as np

from knowledge_base.columns import Bools, Floats, Ints
from ranking.candidates import Candidates
from recommenders.neighbours import nothing
from recommenders.recommender import Arrays, Ask

BUNDLE = "product_bundle"
"""The placement that shows a bundle."""
MOST = 3
"""Products beside the page's: a bundle is two to four."""


class Bundles:
    """Serves bundles from the pairs that `Complements` learned: no pair, no bundle."""

    name = "bundles"

    def __init__(self, arrays: Arrays, leaf: Ints) -> None:
        self._partners = arrays["partners"]
        self._scores = arrays["scores"]
        self._leaf = leaf

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose partners of the page's product that go with each other, too.

        Each next one is what is bought most with all before it; two of one type only where
        they are bought together. score = 1 / (1 + place).
        """
        if ask.product < 0:
            return nothing()
        rows, gain = self._bought_with(ask.product)
        gain = np.where(ask.allowed[rows], gain, 0.0)
        chosen: list[int] = []
        while gain.any() and len(chosen) < min(limit, MOST):
            best = int(gain.argmax())
            chosen.append(int(rows[best]))
            added = self._gain(chosen[-1], rows)
            goes = (gain > 0) & (self._apart(chosen[-1], rows) | (added > 0))
            goes[best] = False
            gain = np.where(goes, gain + added, 0.0)
        score = 1.0 / (1.0 + np.arange(len(chosen)))
        found = Candidates.of(np.array(chosen, dtype=np.int32), score.astype(np.float32))
        return replace(found, anchor=np.full(len(chosen), ask.product, dtype=np.int32))

    def _bought_with(self, row: int) -> tuple[Ints, Floats]:
        """Return what is bought with a product, and how much (shapes (≤ width,))."""
        kept = self._partners[row] >= 0
        return self._partners[row][kept], self._scores[row][kept]

    def _gain(self, row: int, rows: Ints) -> Floats:
        """Return how much each of some products is bought with one, 0 where it is not."""
        partners, scores = self._bought_with(row)
        same = rows[:, None] == partners[None, :]
        gain: Floats = (same * scores).sum(axis=1)
        return gain

    def _apart(self, row: int, rows: Ints) -> Bools:
        """Say which of some products are of another type than one, or of none."""
        apart: Bools = (self._leaf[rows] != self._leaf[row]) | (self._leaf[rows] < 0)
        return apart
