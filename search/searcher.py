"""Finds all products that a query means, in stages that never mix."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Bools, Ints
from knowledge_base.language.words import Analyser
from knowledge_base.learned import Fact, LearnedKind, Veto, vetoed
from knowledge_base.live import LiveFacts
from knowledge_base.part_files import PartReader
from knowledge_base.remembering import remembered
from knowledge_base.runs import run_starts
from ranking.candidates import Candidates
from ranking.query import CODE, WITHOUT, Query, Stage, Tag
from search.asked import Queries, asked_words
from search.attributes import AttributeWords
from search.clauses import Alternative, Clause, Matched
from search.codes import Codes
from search.compounds import Compounds
from search.denials import denied
from search.head_word import HEAD_WEIGHT, bound, category_heads, name_words, things
from search.highlighting import Marks, Place
from search.index import TextIndex
from search.lately import Lately, shared
from search.lexicon import Lexicon
from search.lookups import Asked, Lookup, match, match_beside
from search.matching import Pieces
from search.overlap import are_among
from search.phrasing import judged
from search.price_limits import PriceLimits
from search.quantities import Quantities
from search.relaxation import MOST_WORDS, relax
from search.spelling import Spelling
from search.stages import ENOUGH, Cost
from search.synonyms import Synonyms
from search.tagging import Tagger, carrying
from search.tiers import Found, Tiers
from search.typeahead import best
from search.understanding import taken_apart, understand
from search.widening import doubted, widened

__all__ = ["Found", "Searcher"]

WEAK = 0.5
"""What names must score beside the best to stand above descriptions that say as much."""
_SPARE = 2  # times as many as are wanted: titles decide which ones stay
TAIL = 0.25
"""What a product must score beside the best of its tier, in weaker stages."""
_LONGEST_KEPT = 128  # letters of a text whose understanding is remembered
_MOST_KEPT = 1 << 13
_MOST_MARKED, _MOST_TEXTS = 1 << 11, 1 << 6  # queries, and texts of hits of each: some pages
MOST_BEFORE, _MOST_BEFORE_KEPT = 1 << 14, 1 << 6
"""Products that have the words before an unfinished one, to be kept while that is typed."""


class Searcher:
    """Searches the catalogue in one language; serves any number of threads.

    What texts were understood as, and what was found, is remembered for a while: of pages,
    filters and letters typed one after the other many ask for the same.
    """

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue) -> None:
        self.lexicon = lexicon
        self._index = lexicon.index
        self._catalogue = catalogue
        self._products = catalogue.products
        self._tagger = Tagger(catalogue, lexicon.things, lexicon.compounds)
        self._lately = Lately()
        self._understood = remembered(self._read, _MOST_KEPT)
        self.marked = remembered(self._marked_by, _MOST_MARKED)
        self._before = remembered(self._having, _MOST_BEFORE_KEPT)
        self.ahead = remembered(self._ahead_of, _MOST_KEPT)

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
        compounds = Compounds.open(part, f"compounds/{language}", index.vocabulary)
        compounds.warm()
        codes = Codes.open(part)
        codes.warm()
        lexicon = Lexicon(
            analyser,
            index,
            Spelling(index.vocabulary, analyser, asked_words(queries, index, analyser)),
            compounds,
            Quantities.open(part, language),
            codes,
            Synonyms(analyser),
            AttributeWords.build(catalogue, index),
            PriceLimits(language, catalogue.currency),
            things(catalogue, analyser),
            category_heads(catalogue, analyser),
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
        if len(text) > _LONGEST_KEPT:
            return understand(text, self.lexicon, verbatim=verbatim)
        return self._understood(text, verbatim=verbatim)

    def _read(self, text: str, *, verbatim: bool) -> Query:
        return understand(text, self.lexicon, verbatim=verbatim)

    def _marked_by(self, query: Query) -> Callable[[str], Sequence[Place]]:
        """Return what says where in a text is what was searched for; brands come again."""
        marks = Marks.of(query, self.lexicon.analyser, self.lexicon.compounds.split)
        return lru_cache(maxsize=_MOST_TEXTS)(marks.places)

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
        asked = query, frozenset(words)
        found = self._lately.get(asked)
        if found is None:
            found = shared(self._found(query, words))
            self._lately.keep(asked, found)
        return found

    def _found(self, query: Query, words: Collection[str]) -> Found:
        asked = self.lexicon.lookups.asked(query)
        named = _named(asked)
        tags = self._tags(query, named.rows, words)
        apart = taken_apart(query, self.lexicon)
        if apart is not query:
            further = self._tags_apart(query, apart, words)
            if _sure(further) > _sure(tags):
                query, asked, tags = apart, self.lexicon.lookups.asked(apart), further
        if any(one.sure for one in tags):
            asked = _without(tags, asked)
            named = _named(asked)
        judge = partial(judged, query, self._index, self._tagger.favour(tags))
        put_right = any(one.telling and not one.known for one in query.terms)
        at_least = Stage.SPELLING if put_right else Stage.ALL_WORDS
        tiers = Tiers(self._products, judge, at_least)
        is_code = self._all_words(asked, named, tiers)
        if not is_code and tiers.total < ENOUGH:
            is_lone = sum(one.telling for one in query.terms) == 1
            if is_lone and apart is not query:
                query, asked = apart, self.lexicon.lookups.asked(apart)
                self._all_words(asked, _named(asked), tiers)
            query = self._bent(query, asked, tags, tiers)
        return self._priced(tiers.found(query, tags, query.limit_beside(words)))

    def _priced(self, found: Found) -> Found:
        """Ask whether a price was meant, where products do not have a limit of nothing.

        Few name their shoes "unter 50".
        """
        query = found.query
        if found.stage is Stage.ALL_WORDS or query.verbatim:
            return found
        meant = self.lexicon.prices.meant(query.text)
        return replace(found, query=replace(query, did_you_mean=meant)) if meant else found

    def _ahead_of(self, query: Query, limit: int) -> Found:
        """Return at most `limit` good matches by names, for a query that is being typed.

        A word in full stands above its other forms: "jacke" is no "Jack Daniel's".
        """
        lookups = [one.lookup for one in self.lexicon.lookups.asked(query)]
        if len(lookups) == 1:
            rows, cost, score = self._ahead_of_word(query, lookups[0], limit)
        else:
            rows, cost, score = best(self._ahead_of_words(lookups), limit)
        found = Candidates.of(rows, score / score.max(initial=1e-9))
        if len(cost) and cost[0] < cost[-1]:
            (cost[1:] > cost[:-1]).cumsum(out=found.tier[1:])
        return shared(Found(found, Stage.ALL_WORDS, query, limit=query.limit))

    def _ahead_of_word(self, query: Query, word: Lookup, limit: int) -> Matched:
        """Return good matches of the only word, in order: those of it in full by titles."""
        rows, cost, score = self._index.strongest(word.clause, word.named, _SPARE * limit)
        if len(cost) and cost[0] < Cost.PARTLY:
            alike = int(cost.searchsorted(cost[0], side="right"))
            judge = partial(judged, query, self._index, None)
            score[:alike] = judge(rows[:alike], score[:alike])
        order = np.lexsort((-score, cost))[:limit]
        return Matched(rows.take(order), cost.take(order), score.take(order))

    def _ahead_of_words(self, words: Sequence[Lookup]) -> Matched:
        """Return what has all words in its names; of the last perhaps the beginning.

        While that is typed, the words before it stay what they are: what has these is kept.
        """
        *before, last = [one.up_to(Cost.PARTLY, begun=True) for one in words] or [Pieces.of(())]
        fewest = min((one.size for one in before), default=0)
        if before and fewest <= min(MOST_BEFORE, last.size):
            return self._index.narrowed(self._before(tuple(words[:-1])), last)
        return self._index.meeting_all([*before, last])

    def _having(self, words: Sequence[Lookup]) -> Matched:
        return match(words, Cost.PARTLY)

    def _tags(self, query: Query, rows: Ints, words: Collection[str]) -> tuple[Tag, ...]:
        """Return the values of facets that the query names; `rows` have all its words."""
        if query.verbatim:
            return ()
        mentions = self.lexicon.attributes.mentions(query, self.lexicon.synonyms)
        return self._tagger.tags(query, mentions, rows, words) if mentions else ()

    def _tags_apart(
        self, query: Query, apart: Query, words: Collection[str]
    ) -> tuple[Tag, ...]:
        """Return the values that parts of compounds name.

        Of a compound that products are named with only where another part is a thing of its
        own: a pram, "Kinderwagen", is no Wagen.
        """
        is_free = not all(one.known for one in query.terms) or self._tagger.names_thing(apart)
        if not is_free or not self.lexicon.attributes.mentions(apart, self.lexicon.synonyms):
            return ()
        return self._tags(apart, _named(self.lexicon.lookups.asked(apart)).rows, words)

    def _bent(
        self, query: Query, asked: Sequence[Asked], tags: Sequence[Tag], tiers: Tiers
    ) -> Query:
        """Find what does not have the words as they are; return what they were read as.

        A word that only begins like the last one is the first thing that may be meant. What
        is not the thing that others are, but has its head, stands behind these: "Farbe: Braun"
        behind each "Haarfarbe" for "haarfarbe dunkelbraun".
        """
        doubts = doubted(query, self.lexicon, found=bool(tiers.total))
        wider = widened(query if tiers.total else doubts, self.lexicon)
        named = [one.lookup for one in asked]
        if wider is not query:
            asked = _without(tags, self.lexicon.lookups.asked(wider))
        begun = any(one.half_typed for one in named)
        beside = match_beside(named, [one.lookup for one in asked], begun=begun)
        heads = Matched.nothing()
        for cost, one in _by_cost(beside):
            tail, better = TAIL if cost > Cost.PARTLY else 0, one
            if cost == Cost.REMOTE and len(asked) > 1:
                better, heads = self._apart_from_heads(query, asked, one)
            tiers.add(cost.stage, better.rows, better.score, tail)
        if tiers.total < ENOUGH and len(asked) > 1:
            if not tiers.total and wider is not query:  # nothing bears out what was doubted
                surely = widened(query, self.lexicon)
                asked = _without(tags, self.lexicon.lookups.asked(surely))
            self._relax(query, asked, tiers)
            tiers.add(Cost.REMOTE.stage, heads.rows, heads.score, TAIL)
        return replace(wider, did_you_mean=doubts.did_you_mean)

    def _apart_from_heads(
        self, query: Query, asked: Sequence[Asked], matched: Matched
    ) -> tuple[Matched, Matched]:
        """Return what is the thing of a query, and what is not though other products are."""
        name = self._name(query)
        thing = match([one.lookup for one in asked if name.issuperset(one.terms)], Cost.SYNONYM)
        if not len(thing.rows):
            return matched, thing
        is_it = are_among(matched.rows, thing.rows, self._products)
        return _taken(matched, is_it), _taken(matched, ~is_it)

    def _name(self, query: Query) -> frozenset[int]:
        lexicon = self.lexicon
        return name_words(query, lexicon.things, lexicon.compounds, self._index)

    def _all_words(self, asked: Sequence[Asked], named: Matched, tiers: Tiers) -> bool:
        """Add what has every word; say whether that was somebody's article number.

        Descriptions are asked where names are few; what names say weakly stands beside them.
        """
        said = Matched.nothing()
        parts = list(_by_cost(named))
        for cost, one in parts:
            strong = one.score >= (0 if cost == Cost.EQUAL else WEAK * one.score.max())
            if strong.all():
                tiers.add(cost.stage, one.rows, one.score)
            else:
                tiers.add(cost.stage, one.rows[strong], one.score[strong])
                said = _either(said, _taken(one, ~strong))
        if parts and parts[0][0] == Cost.CODE:
            return True
        lookups = [one.lookup for one in asked]
        if len(named.rows) < ENOUGH and any(one.may_be_unnamed for one in lookups):
            said = _either(said, self._index.meeting_anywhere([one.typed for one in lookups]))
        tiers.add(Stage.ALL_WORDS, said.rows, said.score)
        return False

    def _relax(self, query: Query, asked: Sequence[Asked], tiers: Tiers) -> None:
        """Leave out the words that say least, until there are enough products.

        Quantities alone say nothing: "usb kabel 2 m" is no garden house of two metres.
        """
        name = self._name(query)
        asked = [
            one if name.isdisjoint(one.terms) else one._replace(weight=HEAD_WEIGHT)
            for one in asked
        ]
        rarity = partial(Asked.rarity, products=self._products)
        telling = sorted(asked, key=rarity, reverse=True)[:MOST_WORDS]
        words = [one.met(self._products) for one in telling]
        tiers.per_word = tuple(
            (" ".join(one.lookup.demand.words), len(met.rows))
            for one, met in zip(telling, words, strict=True)
        )
        whole = [
            partial(one.is_torn, named=not name.isdisjoint(one.heads))
            for one in bound(query, self.lexicon.compounds)
        ]
        things = {one.terms for one in asked if query.names_something(one.terms)}
        for part in relax(words, self._products, self._left_aside(query, tiers)):
            if tiers.total >= ENOUGH:
                return
            kept = {telling[at].terms for at in part.kept}
            if things and things.isdisjoint(kept):
                continue
            left = {at for terms in kept for at in terms}
            gone = {at for one in asked for at in one.terms} - left
            if any(is_torn(left, gone) for is_torn in whole):
                continue
            dropped = tuple(
                word
                for one in asked
                if one.terms not in kept
                for word in one.lookup.demand.words
            )
            if dropped:
                tiers.put(Stage.RELAXED, part.rows, part.score, TAIL, dropped)

    def _left_aside(self, query: Query, tiers: Tiers) -> Bools | None:
        """Say which products are there already, or named with what they were to lack."""
        there = tiers.there() if tiers.total else None
        for span in query.spans:
            if span.kind == WITHOUT:
                stems = [stem for one in denied(query, span) for stem in one.meant]
                lacked = Clause((Alternative(tuple(stems)),))
                named = np.zeros(self._products, dtype=np.bool_)
                named[self._index.match([lacked]).rows] = True
                named[span.rows] = False
                there = named if there is None else there | named
        return there


def open_searchers(
    part: PartReader, catalogue: Catalogue, queries: Queries = ()
) -> Mapping[str, Searcher]:
    """Open a searcher for every language of a catalogue; each knows of the others' words."""
    alone = {one: Searcher.open(part, catalogue, one, queries) for one in catalogue.languages}
    return {
        language: searcher.beside(one for one in alone.values() if one is not searcher)
        for language, searcher in alone.items()
    }


def _sure(tags: Sequence[Tag]) -> int:
    return sum(one.sure for one in tags)


def _without(tags: Sequence[Tag], asked: list[Asked]) -> list[Asked]:
    """Leave what products must have by their texts: not what is filtered by."""
    chips = {at for one in tags if one.sure for at in range(one.first, one.end)}
    return [one for one in asked if chips.isdisjoint(one.terms)] if chips else asked


def _named(asked: Sequence[Asked]) -> Matched:
    """Return what has every word in its names, the last one perhaps half typed."""
    lookups = [one.lookup for one in asked]
    return match(lookups, Cost.PARTLY, begun=any(one.half_typed for one in lookups))


def _by_cost(matched: Matched) -> Iterator[tuple[Cost, Matched]]:
    """Yield what was matched by its cost, the least first."""
    costs = np.bincount(matched.cost).nonzero()[0].tolist()
    for cost in costs:
        yield Cost(cost), matched if len(costs) == 1 else _taken(matched, matched.cost == cost)


def _taken(matched: Matched, mask: np.ndarray) -> Matched:
    return Matched(*(one[mask] for one in matched))


def _either(one: Matched, other: Matched) -> Matched:
    """Return all products of two matches, with the better of their scores."""
    if not len(one.rows):
        return other
    rows = np.concatenate([one.rows, other.rows])
    order = np.lexsort((-np.concatenate([one.score, other.score]), rows))
    first = order[run_starts(rows[order])]
    return Matched(
        rows[first],
        np.concatenate([one.cost, other.cost])[first],
        np.concatenate([one.score, other.score])[first],
    )
