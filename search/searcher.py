"""Finds all products that a query means, in stages that never mix."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.language.words import Analyser
from knowledge_base.learned import Fact, LearnedKind, Veto, vetoed
from knowledge_base.live import LiveFacts
from knowledge_base.runs import run_starts
from knowledge_base.snapshots import PartReader
from ranking.candidates import Candidates
from ranking.query import CODE, Query, Stage, Tag
from search.asked import Queries, asked_words
from search.attributes import AttributeWords
from search.clauses import Matched
from search.codes import Codes
from search.compounds import Compounds
from search.head_word import HEAD_WEIGHT, head_word, things
from search.highlighting import Marks
from search.index import TextIndex
from search.phrasing import judged
from search.quantities import Quantities
from search.relaxation import MOST_WORDS, Met, relax, worth_of
from search.spelling import Spelling
from search.stages import ENOUGH, Cost, Demand, demands_of
from search.synonyms import Synonyms
from search.tagging import Tagger, carrying
from search.tiers import Found, Tiers
from search.understanding import Lexicon
from search.widening import doubted, widened

__all__ = ["Found", "Searcher"]

MANY = 100
"""Products whose names have all words that make descriptions needless: some pages."""
WEAK = 0.5
"""What names must score beside the best to stand above descriptions that say as much."""
UNNAMED = 0.3
"""What a word is worth that no name has, when it comes to leaving words out."""
TAIL = 0.25
"""What a product must score beside the best of its tier, in weaker stages."""


class Searcher:
    """Searches the catalogue in one language; serves any number of threads."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.lexicon = lexicon
        self._index = lexicon.index
        self._catalogue = catalogue
        self._products = catalogue.products
        self._tagger = Tagger(catalogue, lexicon.things, lexicon.compounds)

    @classmethod
    def open(
        cls, part: PartReader, catalogue: Catalogue, language: str, queries: Queries = ()
    ) -> "Searcher":
        """Open what `build_index` wrote for the products of a catalogue.

        Words of successful `queries` are what slips may stand for, too.
        """
        analyser = Analyser(language)
        index = TextIndex.open(part, language)
        index.vocabulary.warm()
        lexicon = Lexicon(
            analyser,
            index,
            Spelling(index.vocabulary, analyser, asked_words(queries, index, analyser)),
            Compounds.open(part, f"compounds/{language}", index.vocabulary),
            Quantities.open(part, language),
            Codes.open(part),
            Synonyms(analyser),
            AttributeWords.build(catalogue, index),
            things(catalogue, analyser),
        )
        return cls(lexicon, catalogue)

    def beside(self, others: Iterable["Searcher"]) -> "Searcher":
        """Return the searcher with the words of the shop's other languages to fall back on."""
        lexicons = tuple(one.lexicon for one in others)
        return Searcher(replace(self.lexicon, others=lexicons), self._catalogue)

    def informed(self, synonyms: Synonyms, vetoes: Sequence[Veto] = ()) -> "Searcher":
        """Return the searcher with what people of the shop say of words laid over it."""
        whole = vetoed(vetoes, LearnedKind.COMPOUND)
        unmeasured = vetoed(vetoes, LearnedKind.UNIT)
        return Searcher(self.lexicon.informed(synonyms, whole, unmeasured), self._catalogue)

    def learned(self) -> list[Fact]:
        """Return what the snapshot knows of words by learning, vetoed or not."""
        return self.lexicon.learned()

    def understand(self, text: str, *, verbatim: bool = False) -> Query:
        """Return the query that a text is; without terms it means browsing."""
        return self.lexicon.understand(text, verbatim=verbatim)

    def marks(self, query: Query) -> Marks:
        """Return what says which parts of texts are what was searched for."""
        return Marks.of(query, self.lexicon.analyser, self.lexicon.compounds.split)

    def wanted(self, found: Found, live: LiveFacts, variants: Ints) -> Ints:
        """Count what the query says of each of some variants (int32, shape (m,)).

        Those are the values of facets that it names, and the variant's own article number.
        """
        wanted = carrying(live, found.tags, variants)
        for one in found.query.spans:
            if one.kind == CODE:
                wanted += np.isin(variants, self.lexicon.codes.exact(one.text).variants)
        return wanted

    def find(self, query: Query, words: Collection[str] = ()) -> Found:
        """Return all matches; weaker stages are asked only when stronger ones give too few.

        Words that surely mean the value of a facet need not be found: see `Found.chips`. The
        values in `words` ("colour:blau") are words all the same.
        """
        demands = self._demands(query)
        named = self._named(demands)
        tags = self._tags(query, named.rows, words)
        if any(one.sure for one in tags):
            demands = self._demands(query, tags)
            named = self._named(demands)
        judge = partial(judged, query, self._index, self._tagger.favour(tags))
        put_right = any(one.telling and not one.known for one in query.terms)
        at_least = Stage.SPELLING if put_right else Stage.ALL_WORDS
        tiers = Tiers(self._products, judge, at_least)
        if not self._all_words(demands, named, tiers) and tiers.total < ENOUGH:
            query = self._bent(query, demands, tags, tiers)
        return replace(tiers.found(query), tags=tags)

    def ahead(self, query: Query, limit: int) -> Found:
        """Return at most `limit` good matches by names, for a query that is being typed."""
        matched = self._index.top(
            [one.clause(Cost.PARTLY) for one in self._demands(query)], limit
        )
        found = Candidates.of(matched.rows, matched.score / matched.score.max(initial=1e-9))
        np.cumsum(np.diff(matched.cost, prepend=matched.cost[:1]) > 0, out=found.tier)
        return Found(found, Stage.ALL_WORDS, query)

    def _tags(self, query: Query, rows: Ints, words: Collection[str]) -> tuple[Tag, ...]:
        """Return the values of facets that the query names; `rows` have all its words."""
        if query.verbatim:
            return ()
        mentions = self.lexicon.attributes.mentions(query, self.lexicon.synonyms)
        return self._tagger.tags(query, mentions, rows, words) if mentions else ()

    def _bent(
        self, query: Query, demands: Sequence[Demand], tags: Sequence[Tag], tiers: Tiers
    ) -> Query:
        """Find what does not have the words as they are; return what they were read as.

        A word that only begins like the last one is the first thing that may be meant.
        """
        doubts = doubted(query, self.lexicon, found=bool(tiers.total))
        wider = widened(query if tiers.total else doubts, self.lexicon)
        if wider is not query:
            demands = self._demands(wider, tags)
        if wider is not query or any(one.beginning for one in demands):
            _climb(tiers, self._match(demands, Cost.REMOTE))
        if tiers.total < ENOUGH and len(demands) > 1:
            self._relax(query, demands, tiers)
        return replace(wider, did_you_mean=doubts.did_you_mean)

    def _demands(self, query: Query, tags: Sequence[Tag] = ()) -> list[Demand]:
        """Return what products must have by their texts: not what is filtered by."""
        last = query.unfinished
        beginning = self.lexicon.analyser.fold(last.text) if last else ""
        demands = demands_of(query, self.lexicon.kinds, beginning)
        chips = {at for one in tags if one.sure for at in range(one.first, one.end)}
        return [one for one in demands if chips.isdisjoint(one.terms)] if chips else demands

    def _named(self, demands: Sequence[Demand]) -> Matched:
        """Return what has every word in its names, the last one perhaps half typed."""
        return self._match(demands, Cost.PARTLY, begun=self._half_typed(demands))

    def _all_words(self, demands: Sequence[Demand], named: Matched, tiers: Tiers) -> bool:
        """Add what has every word; say whether that was somebody's article number.

        Descriptions are asked where names are few; what names say weakly stands beside them.
        """
        weak = (named.score < WEAK * _best_alike(named)) & (named.cost != Cost.EQUAL)
        _climb(tiers, _taken(named, ~weak) if weak.any() else named)
        if len(named.cost) and named.cost.min() == Cost.CODE:
            return True
        said = _taken(named, weak)
        if len(named.rows) < MANY and self._may_be_unnamed(demands):
            typed = [one.clause(Cost.AS_TYPED, begun=False) for one in demands]
            said = _either(said, self._index.match_anywhere(typed))
        tiers.add(Stage.ALL_WORDS, said.rows, said.score)
        return False

    def _half_typed(self, demands: Sequence[Demand]) -> bool:
        """Say whether the last word only begins what products are named with."""
        named = self._index.named
        return any(one.beginning and not all(map(named, one.ways[0].stems)) for one in demands)

    def _match(self, demands: Sequence[Demand], most: Cost, *, begun: bool = True) -> Matched:
        return self._index.match([one.clause(most, begun=begun) for one in demands])

    def _may_be_unnamed(self, demands: Sequence[Demand]) -> bool:
        """Say whether any word stands in descriptions of products that are not named so."""
        named, said = self._index.named, self._index.frequency
        return any(
            said(stem) > named(stem)
            for demand in demands
            for way in demand.ways
            if way.cost == Cost.AS_TYPED
            for stem in way.stems
        )

    def _relax(self, query: Query, demands: Sequence[Demand], tiers: Tiers) -> None:
        """Leave out the words that say least, until there are enough products."""
        head = head_word(query, self.lexicon.things, self.lexicon.compounds)
        demands = [
            replace(one, weight=HEAD_WEIGHT) if head in one.terms else one for one in demands
        ]
        telling = sorted(demands, key=self._rarity, reverse=True)[:MOST_WORDS]
        words = [self._met(one) for one in telling]
        tiers.per_word = tuple(
            (" ".join(one.words), len(met.rows))
            for one, met in zip(telling, words, strict=True)
        )
        for part in relax(words, self._products):
            if tiers.total >= ENOUGH:
                return
            kept = {telling[at].terms for at in part.kept}
            dropped = tuple(
                word for one in demands if one.terms not in kept for word in one.words
            )
            if dropped:
                tiers.add(Stage.RELAXED, part.rows, part.score, tail=TAIL, dropped=dropped)

    def _rarity(self, demand: Demand) -> float:
        """Return what is lost without a demand, as far as its words tell."""
        having = max(
            len(way.posting.rows) if way.posting else min(map(self._index.named, way.stems))
            for way in demand.ways
        )
        return demand.weight * worth_of(having, self._products)

    def _met(self, demand: Demand) -> Met:
        """Return who meets a demand, by names or else by what is said, and its worth."""
        typed = demand.clause(Cost.AS_TYPED, begun=False)
        named = self._index.match([typed])
        if not len(named.rows):
            named = self._index.match([demand.clause(Cost.REMOTE)])
        if len(named.rows):
            worth = worth_of(len(named.rows), self._products) * demand.weight
            return Met(named.rows, named.score, worth)
        said = self._index.match_anywhere([typed])
        worth = worth_of(len(said.rows), self._products) * UNNAMED
        return Met(said.rows, said.score, worth)


def open_searchers(
    part: PartReader, catalogue: Catalogue, queries: Queries = ()
) -> Mapping[str, Searcher]:
    """Open a searcher for every language of a catalogue; each knows of the others' words."""
    alone = {one: Searcher.open(part, catalogue, one, queries) for one in catalogue.languages}
    return {
        language: searcher.beside(one for one in alone.values() if one is not searcher)
        for language, searcher in alone.items()
    }


def _climb(tiers: Tiers, matched: Matched) -> None:
    """Put what was matched below, what costs least first; weaker stages lose their tails."""
    costs = np.bincount(matched.cost).nonzero()[0].tolist()
    for cost in costs:
        one = matched if len(costs) == 1 else _taken(matched, matched.cost == cost)
        tail = TAIL if cost > Cost.PARTLY else 0
        tiers.add(Cost(cost).stage, one.rows, one.score, tail=tail)


def _best_alike(matched: Matched) -> Floats:
    """Return for each product the best score of those that cost the same (float32, (n,))."""
    best = np.zeros(len(Cost), dtype=np.float32)
    np.maximum.at(best, matched.cost, matched.score)
    return best.take(matched.cost)


def _taken(matched: Matched, mask: np.ndarray) -> Matched:
    return Matched(*(one[mask] for one in matched))


def _either(one: Matched, other: Matched) -> Matched:
    """Return all products of two matches, with the better of their scores."""
    rows = np.concatenate([one.rows, other.rows])
    order = np.lexsort((-np.concatenate([one.score, other.score]), rows))
    first = order[run_starts(rows[order])]
    return Matched(
        rows[first],
        np.concatenate([one.cost, other.cost])[first],
        np.concatenate([one.score, other.score])[first],
    )
