"""What was found, tier by tier: none comes twice, and what is far weaker is left out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.filters import Filter
from ranking.candidates import Candidates
from ranking.query import Limit, Query, Stage, Tag

_ORDER = {stage: number for number, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True)
class Tier:
    """Products that match alike: how many, at which stage, without which words."""

    stage: Stage
    products: int
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All matches of a query, fixed before any filter.

    `tiers` are those of the candidates, best first; `stage` is the first one's, `dropped` the
    words of the query that it does without. `per_word` says of each word how many products
    have it, when there are too few with all of them. `tags` are the values of facets that
    words name; where one is sure, products were found without its words, and are still to be
    filtered by it; as by the `limit` of the price, None where there is none or none wanted.
    """

    candidates: Candidates
    stage: Stage
    query: Query
    dropped: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    per_word: tuple[tuple[str, int], ...] = ()
    tags: tuple[Tag, ...] = ()
    limit: Limit | None = None

    @property
    def strong(self) -> int:
        """Return up to which tier products match as well as it gets: the rest only fills up."""
        return max(
            (n for n, one in enumerate(self.tiers, 1) if one.stage is self.stage), default=1
        )

    @property
    def chips(self) -> tuple[Tag, ...]:
        """Return the values that the words are a filter for."""
        return tuple(one for one in self.tags if one.sure)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """Return what the words have to be filtered by."""
        values = tuple(Filter(one.facet, one.value) for one in self.chips)
        return (self.limit.filter, *values) if self.limit else values


class Tiers:
    """Gathers products of a catalogue of `products`, the best tier first.

    `judge` gives the products of the first tier their final scores. A word that was put
    right makes every stage `at_least` that of spelling.
    """

    def __init__(
        self, products: int, judge: Callable[[Ints, Floats], Floats], at_least: Stage
    ) -> None:
        self._products = products
        self._judge = judge
        self._at_least = at_least
        self._rows: list[Ints] = []
        self._shares: list[Floats] = []
        self._tiers: list[Tier] = []
        self._taken: Bools | None = None
        self.total = 0
        self.per_word: tuple[tuple[str, int], ...] = ()

    def add(self, stage: Stage, rows: Ints, score: Floats, tail: float = 0) -> None:
        """Put products (int32, float32 scores) below all others, but for those already there.

        Of the new ones those stay that score `tail` of the best.
        """
        if self._rows and len(rows):
            fresh = (~self.there().take(rows)).nonzero()[0]
            rows, score = rows.take(fresh), score.take(fresh)
        self.put(stage, rows, score, tail)

    def put(
        self,
        stage: Stage,
        rows: Ints,
        score: Floats,
        tail: float = 0,
        dropped: tuple[str, ...] = (),
    ) -> None:
        """Put products of which none is there below all others; see `add`."""
        if not len(rows):
            return
        if not self._rows:
            score = self._judge(rows, score)
        best = score.max()
        if tail:
            strong = (score >= tail * best).nonzero()[0]
            if len(strong) < len(rows):
                rows, score = rows.take(strong), score.take(strong)
        self._rows.append(rows)
        self._shares.append(score / best if best > 0 else np.ones_like(score))
        stage = max(stage, self._at_least, key=_ORDER.__getitem__)
        self._tiers.append(Tier(stage, len(rows), dropped))
        self.total += len(rows)
        if self._taken is not None:
            self._taken[rows] = True

    def there(self) -> Bools:
        """Return which products are there (bool, shape (products,)): asked for if ever."""
        if self._taken is None:
            self._taken = np.zeros(self._products, dtype=np.bool_)
            for rows in self._rows:
                self._taken[rows] = True
        return self._taken

    def found(self, query: Query, tags: tuple[Tag, ...], limit: Limit | None) -> Found:
        """Return everything gathered, with what it is to be filtered by."""
        first = self._tiers[0] if self._tiers else Tier(Stage.FALLBACK, 0)
        return Found(
            self._candidates(),
            first.stage,
            query,
            first.dropped,
            tuple(self._tiers),
            self.per_word,
            tags,
            limit,
        )

    def _candidates(self) -> Candidates:
        if not self._rows:
            return Candidates.joined()
        if len(self._rows) == 1:
            return Candidates.of(self._rows[0], self._shares[0])
        rows, numbers = np.concatenate(self._rows), np.arange(len(self._tiers), dtype=np.int8)
        tier = numbers.repeat([one.products for one in self._tiers])
        nobody = np.full(len(rows), UNKNOWN, dtype=np.int32)
        return Candidates(rows, tier, np.concatenate(self._shares), nobody)
