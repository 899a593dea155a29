"""Learns from the last week's clicks how much each signal of all shoppers counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Ints, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.language.words import Analyser
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import distinct, run_starts
from ranking.choices import ENOUGH, Choices, multipliers
from ranking.demand import EVERYTHING, Demand
from ranking.exposure import listed
from ranking.learning import Popularity
from ranking.match_grades import graded
from ranking.portions import some_people
from ranking.propensities import POSITIONS
from ranking.query_keys import key_of_text
from ranking.signals import Learned, popularity_signal
from ranking.wanted import Wanted
from ranking.weights import LEARNED, PRIORS

Doubles = NDArray[np.float64]

_WEEK = 7 * 86_400.0
MOST_ANSWERS = 4_000
"""Answers that are learned from: the last ones with a click."""
MOST_HEARD = 2_000_000
"""Interactions before them that signals are learned from: in a larger log those of some."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """Learns weights on what came after a moment, by signals learned from what came before.

    So no click speaks twice: what a signal says of a tile was known before it was clicked.
    """

    name: str = "weights"
    most_heard: int = MOST_HEARD

    def fit(self, values: Interactions, catalogue: Catalogue) -> dict[str, NDArray[Any]]:
        """Return `weights` (float64, shape (len(LEARNED),)), the priors in a young shop."""
        priors = np.array([PRIORS[one] for one in LEARNED])
        moment = values.until - _WEEK
        tiles = _Tiles.of(values.where((values.at >= moment) & ~values.forced))
        if not len(tiles.answer):
            return {"weights": priors}
        heard = some_people(values, self.most_heard)
        early = replace(heard.where(heard.at < moment), until=moment)
        popular, demand = (one.fit(early, catalogue) for one in (Popularity(), Demand()))
        points = _points(tiles, values.queries, popular, Wanted.of(demand), catalogue)
        looks = demand["seen"][0][np.minimum(tiles.position, POSITIONS) - 1]
        match, tier = graded(tiles.match_grade)
        among = np.unique(tiles.answer << 16 | tier, return_inverse=True)[1]
        choices = Choices(among, match, points * priors, looks.astype(np.float64), tiles.chosen)
        return {"weights": priors * multipliers(choices)}

    def renumbered(
        self,
        arrays: Mapping[str, NDArray[Any]],
        renumbering: Renumbering,  # noqa: ARG002 - every learner is asked alike
    ) -> dict[str, NDArray[Any]]:
        """Keep the weights: they speak of no product."""
        return dict(arrays)


@dataclass(frozen=True, slots=True)
class _Tiles:
    """The tiles seen in the last answers of lists in which somebody clicked, by answer."""

    answer: Longs
    product: Ints
    query: Ints
    position: Ints
    match_grade: Ints
    chosen: Doubles

    @classmethod
    def of(cls, values: Interactions) -> "_Tiles":
        """Gather them, each product of an answer once; none where answers are too few."""
        is_tile = np.isin(values.type, (EventType.IMPRESSION, EventType.CLICK))
        is_tile &= (values.answer >= 0) & (values.position >= 1) & listed(values)
        values = values.where(is_tile)
        is_click = values.type == EventType.CLICK
        answers = distinct(values.answer[is_click])[-MOST_ANSWERS:]
        if len(answers) < ENOUGH:
            answers = answers[:0]
        kept = np.isin(values.answer, answers)
        values, is_click = values.where(kept), is_click[kept]
        key = values.answer.astype(np.int64) << 32 | values.product
        keys, first, tile = np.unique(key, return_index=True, return_inverse=True)
        chosen = np.bincount(tile, is_click, minlength=len(keys)) > 0
        return cls(
            np.searchsorted(answers, values.answer[first]),
            values.product[first],
            values.query[first],
            values.position[first],
            values.match_grade[first],
            chosen.astype(np.float64),
        )


def _points(
    tiles: _Tiles,
    queries: Sequence[str],
    popular: Learned,
    wanted: Wanted,
    catalogue: Catalogue,
) -> Doubles:
    """Return what each signal says of each tile among its answer's (float64, (n, s))."""
    analyser = Analyser(catalogue.languages[0])
    points = np.zeros((len(tiles.answer), len(LEARNED)))
    start = run_starts(tiles.answer)
    for first, end in pairwise([*start.tolist(), len(tiles.answer)]):
        rows, query = tiles.product[first:end], int(tiles.query[first])
        key = key_of_text(queries[query], analyser) if query >= 0 else EVERYTHING
        for one in (popularity_signal(rows, popular), *wanted.about(rows, key)):
            points[first:end, LEARNED.index(one.name)] = one.values
    return points
