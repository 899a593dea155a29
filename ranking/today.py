"""What is clicked today more or less than the night expected: counters that move at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Floats, Ints
from knowledge_base.interactions import Interactions
from ranking.demand import cared_for
from ranking.exposure import Cells, exposure_of, spoken_for
from ranking.signals import Level, Reason, Signal
from ranking.smoothing import chained

MOST = 0.7
"""Log-ratio that a day may move a product by: half or twice as often as the night expected."""


@dataclass(slots=True)
class Today:
    """What one process has counted since the night, swapped as a whole while it is read.

    `ratios` (float32, shape (p,)) are log-ratios of clicks per look to what was expected;
    empty before anybody came.
    """

    ratios: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def signals(self, rows: Ints) -> list[Signal]:
        """Make the signal of today for n product rows (int32)."""
        ratios = self.ratios
        if not len(ratios):
            return []
        values = ratios.take(rows).astype(np.float64)

        def why(i: int) -> Reason:
            return Reason("today_more" if values[i] > 0 else "today_less")

        return [Signal("today", Level.PRE, 1.0, values, why)]


def ratios_of(values: Interactions, arrays: Mapping[str, NDArray[Any]]) -> Floats:
    """Return log-ratios of today's clicks to those expected (float32, shape (p,)), within MOST.

    `arrays` are those of `Demand.fit`: how likely each position is looked at, and what each
    product usually attracts. Few people lift nothing far: see `spoken_for`.
    """
    exposure = exposure_of(values, arrays["seen"].astype(np.float64))
    cells = Cells.of(exposure, np.unique(exposure.query, return_inverse=True)[1])
    usual = arrays["attraction"].astype(np.float64)
    expected = cells.looks * np.exp(usual[cells.product])
    own = chained(cells.clicks, expected, [cells.list, cells.product])[-1]
    ratios = np.zeros(values.products, dtype=np.float32)
    people = cared_for(exposure, len(own))
    ratios[: len(own)] = spoken_for(np.clip(own, -MOST, MOST), people)
    return ratios
