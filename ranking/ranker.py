"""Puts candidates in order: tier first, inside a tier the sum of their signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Ints
from ranking.candidates import Candidates
from ranking.curation import MaskedPin
from ranking.signals import Doubles, Level, Signal

_GRAIN = 2.0**20
"""Points are whole multiples of 1/_GRAIN: sums are exact, in whatever order they are made."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """n products in order, and what brought each to its place.

    `rows`, `tier` and `anchor` are those of the candidates. `score` (float64) is the sum of
    each column of `points` (float64, shape (s, n)), which the `signals` gave. `candidate`
    (intp) is a product's number among the candidates: the signals' reasons go by it. `behind`
    says which stand behind all others although they match, `rest` which stand behind those
    that all signals were asked about (see `ranking.shortlist`), `tiles` how many places, from
    the first, were given with 1:1 signals when only the first may be (0: all alike), `turns`
    how many products of a type may follow each other before other types (0: any). `pinned`
    holds the pin of each row that people put in its place.
    """

    rows: Ints
    tier: NDArray[np.int8]
    anchor: Ints
    score: Doubles
    points: Doubles
    signals: tuple[Signal, ...]
    candidate: NDArray[np.intp]
    behind: Bools
    rest: Bools
    tiles: int = 0
    turns: int = 0
    pinned: Mapping[int, MaskedPin] = field(default_factory=lambda: MappingProxyType({}))

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def level(self) -> Level:
        """Return the highest level that had a say in the order."""
        return max((one.level for one in self.signals), default=Level.BASE)

    def taken(self, order: NDArray[np.intp]) -> "Ranking":
        """Return the ranking with its products taken in another order of their places."""
        return Ranking(
            self.rows.take(order),
            self.tier.take(order),
            self.anchor.take(order),
            self.score.take(order),
            self.points.take(order, axis=1),
            self.signals,
            self.candidate.take(order),
            self.behind.take(order),
            self.rest.take(order),
            self.tiles,
            self.turns,
            self.pinned,
        )

    def followed_by(self, other: "Ranking", places: int) -> "Ranking":
        """Return the first places of this ranking, and behind them what else the other has.

        Reasons are asked of the signals that gave points: those of the ranking that a product
        is taken from.
        """
        head = self.taken(np.arange(min(places, len(self))))
        rest = other.taken(np.flatnonzero(~np.isin(other.rows, head.rows)))
        points = np.zeros((len(head.points) + len(rest.points), len(head) + len(rest)))
        points[: len(head.points), : len(head)] = head.points
        points[len(head.points) :, len(head) :] = rest.points
        return Ranking(
            np.concatenate([head.rows, rest.rows]),
            np.concatenate([head.tier, rest.tier]),
            np.concatenate([head.anchor, rest.anchor]),
            np.concatenate([head.score, rest.score]),
            points,
            (*head.signals, *rest.signals),
            np.concatenate([head.candidate, rest.candidate]),
            np.concatenate([head.behind, rest.behind]),
            np.concatenate([head.rest, rest.rest]),
            places,
            self.turns,
            {**rest.pinned, **head.pinned},
        )

    def sorted_by(self, order: NDArray[np.intp]) -> "Ranking":
        """Return the ranking in an order of its candidates' numbers."""
        place = np.empty_like(self.candidate)
        place[self.candidate] = np.arange(len(self))
        return self.taken(place[order])


def rank(
    candidates: Candidates,
    signals: Sequence[Signal],
    personal: Sequence[Signal] = (),
    *,
    behind: Bools | None = None,
    first_tiles: int = 0,
    best: int | None = None,
) -> Ranking:
    """Order candidates by tier, then score, then row: the same input, the same order.

    `behind` (bool, shape (n,)) marks those that stand behind all others. With `first_tiles`
    only that many places are given with the `personal` signals, the rest as if there were
    none. Signals have something to say, each to all candidates; with `best` the personal ones
    were only asked about the first so many of them, and the others stay behind these.
    """
    n, signals = len(candidates), (*signals, *personal)
    points = _points(signals, n)
    ranking = Ranking(
        rows=candidates.rows,
        tier=candidates.tier,
        anchor=candidates.anchor,
        score=points.sum(axis=0),
        points=points,
        signals=signals,
        candidate=np.arange(n),
        behind=np.zeros(n, dtype=np.bool_) if behind is None else behind,
        rest=np.arange(n) >= (n if best is None else best),
    )
    ranking = ranking.taken(_order(ranking))
    if not first_tiles or not personal:
        return ranking
    return _with_personal_head(ranking, first_tiles, len(signals) - len(personal))


def in_order(candidates: Candidates, behind: Bools) -> Ranking:
    """Take candidates as ordered by something else than signals."""
    return rank(candidates, [], behind=behind).sorted_by(np.arange(len(candidates)))


def _points(signals: Sequence[Signal], n: int) -> Doubles:
    points = np.empty((len(signals), n))
    for row, signal in zip(points, signals, strict=True):
        np.rint(signal.values * (signal.weight * _GRAIN), out=row)
    return points / _GRAIN


def _order(ranking: Ranking) -> NDArray[np.intp]:
    aside = ranking.rest.astype(np.int8) * 2 + ranking.behind
    return np.lexsort((ranking.rows, -ranking.score, ranking.tier, aside))


def _with_personal_head(ranking: Ranking, tiles: int, common: int) -> Ranking:
    """Order what stands behind the first tiles anew, by the first signals, the common ones."""
    points = ranking.points.copy()
    points[common:, tiles:] = 0
    ranking = replace(ranking, points=points, score=points.sum(axis=0), tiles=tiles)
    place = np.arange(len(ranking))
    tail = tiles + _order(ranking.taken(place[tiles:]))
    return ranking.taken(np.concatenate([place[:tiles], tail]))
