"""Finds all products that a query means, in stages that never mix."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.language.words import Analyser
from knowledge_base.learned import Fact
from knowledge_base.snapshots import PartReader
from ranking.candidates import Candidates
from ranking.query import Query, Stage
from search.clauses import Matched
from search.highlighting import highlight
from search.index import TextIndex
from search.relaxation import MOST_WORDS, relax
from search.spelling import Spelling
from search.stages import ENOUGH, STRICT, WIDE, Cost, Demand, demands_of
from search.synonyms import Synonyms
from search.understanding import Lexicon

TAIL = 0.25
"""What a product must score beside the best of its tier; the strictest tiers keep all."""


@dataclass(frozen=True, slots=True)
class Tier:
    """Products that match alike: how many there are, by which stage, without which words."""

    stage: Stage
    products: int
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All matches of a query, fixed before any filter.

    `tiers` are those of the candidates, best first; `stage` is the first one's, `dropped` the
    words of the query that it does without.
    """

    candidates: Candidates
    stage: Stage
    query: Query
    dropped: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()


class _Ladder:
    """Gathers products tier by tier; none comes twice."""

    def __init__(self, products: int) -> None:
        self._products = products
        self._parts: list[Candidates] = []
        self.tiers: list[Tier] = []
        self.total = 0

    def add(
        self,
        stage: Stage,
        rows: Ints,
        score: Floats,
        *,
        dropped: tuple[str, ...] = (),
        tail: float = TAIL,
    ) -> None:
        """Put products below all others, without those that are there and a weak tail."""
        if self._parts and len(rows):
            fresh = ~self._has(rows)
            rows, score = rows[fresh], score[fresh]
        if not len(rows):
            return
        best = score.max()
        if tail:
            strong = score >= tail * best
            rows, score = rows[strong], score[strong]
        shares = score / best if best > 0 else np.ones_like(score)
        self._parts.append(Candidates.of(rows, shares, len(self._parts)))
        self.tiers.append(Tier(stage, len(rows), dropped))
        self.total += len(rows)

    def climb(self, matched: Matched, *, tail: float) -> None:
        """Put what a match has found below, what costs least first."""
        for cost in np.flatnonzero(np.bincount(matched.cost)).tolist():
            here = matched.cost == cost
            self.add(Cost(cost).stage, matched.rows[here], matched.score[here], tail=tail)

    def _has(self, rows: Ints) -> np.ndarray:
        taken = np.zeros(self._products, dtype=np.bool_)
        for one in self._parts:
            taken[one.rows] = True
        return taken[rows]

    def found(self, query: Query) -> Found:
        """Return everything gathered."""
        first = self.tiers[0] if self.tiers else Tier(Stage.FALLBACK, 0)
        return Found(
            Candidates.joined(*self._parts),
            first.stage,
            query,
            first.dropped,
            tuple(self.tiers),
        )


class Searcher:
    """Searches the catalogue in one language; serves any number of threads."""

    def __init__(self, lexicon: Lexicon, products: int) -> None:
        self.lexicon = lexicon
        self._index = lexicon.index
        self._products = products

    @classmethod
    def open(cls, part: PartReader, catalogue: Catalogue, language: str) -> "Searcher":
        """Open what `build_index` wrote for the products of a catalogue."""
        analyser = Analyser(language)
        index = TextIndex.open(part, language)
        index.vocabulary.warm()
        spelling = Spelling(index.vocabulary, analyser)
        return cls(Lexicon(analyser, index, spelling), catalogue.products)

    def informed(self, synonyms: Synonyms) -> "Searcher":
        """Return the searcher with what people of the shop say of words laid over it."""
        return Searcher(self.lexicon.informed(synonyms), self._products)

    def learned(self) -> list[Fact]:
        """Return what the snapshot knows of words by learning, vetoed or not."""
        return self.lexicon.learned()

    def understand(self, text: str, *, verbatim: bool = False) -> Query:
        """Return the query that a text is; without terms it means browsing."""
        return self.lexicon.understand(text, verbatim=verbatim)

    def highlight(self, title: str, query: Query) -> list[tuple[int, int]]:
        """Return the places of the query's words in a title."""
        return highlight(title, query, self.lexicon.analyser)

    def find(self, query: Query) -> Found:
        """Return all matches; weaker stages are asked only when stronger ones give too few.

        A product whose article number is the whole query stands above all others.
        """
        ladder = _Ladder(self._products)
        numbered = self._index.with_code(query.text)
        ladder.add(Stage.ALL_WORDS, numbered, np.ones(len(numbered), dtype=np.float32))
        demands = demands_of(query, self.lexicon)
        strict = [one.clause(STRICT) for one in demands]
        ladder.climb(self._index.match(strict), tail=0)
        if len(numbered) or ladder.total >= ENOUGH:
            return ladder.found(query)
        said = self._index.match_anywhere(strict)
        ladder.add(Stage.ALL_WORDS, said.rows, said.score)
        if ladder.total >= ENOUGH:
            return ladder.found(query)
        query = self.lexicon.widened(query)
        demands = demands_of(query, self.lexicon)
        ladder.climb(self._index.match([one.clause(WIDE) for one in demands]), tail=TAIL)
        if ladder.total < ENOUGH:
            self._relax(demands, ladder)
        return ladder.found(query)

    def _relax(self, demands: Sequence[Demand], ladder: _Ladder) -> None:
        """Leave out what says least, until there are enough products."""
        met, worth, named = [], [], []
        for one in demands:
            clause = one.clause(WIDE)
            found = self._index.match([clause])
            if not len(found.rows):
                found = self._index.match_anywhere([clause])
            if len(found.rows):
                met.append(found)
                named.append(one)
                worth.append(np.log1p(self._products / len(found.rows)))
        if len(met) > MOST_WORDS:
            best = np.sort(np.argsort(worth)[::-1][:MOST_WORDS])
            met, worth, named = ([one[at] for at in best] for one in (met, worth, named))
        for part in relax(met, worth, self._products, ENOUGH - ladder.total):
            kept = {named[at].word for at in part.kept}
            dropped = tuple(one.word for one in demands if one.word not in kept)
            if dropped:
                ladder.add(Stage.RELAXED, part.rows, part.score, dropped=dropped)
