"""What a query asks of the products, each demand looked up once for all stages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self

from knowledge_base.language.function_words import ASKING_WORDS
from knowledge_base.language.words import Analyser
from ranking.query import Query, Span, Term, Why
from search.clauses import Clause, Matched
from search.index import Said, TextIndex
from search.kinds import Kinds
from search.matching import Pieces
from search.postings import Piece
from search.relaxation import Met, worth_of
from search.stages import Cost, Demand, demand_of_span, demand_of_word, words_demanded
from search.word_memory import Memory, WordMemory

UNNAMED = 0.3
"""What a word is worth that no name has, when it comes to leaving words out."""
_MOST_SPANS = 1 << 8
_LONGEST_COPIED = 1 << 12  # postings, of what was put together for a beginning, to be kept


@dataclass(frozen=True, eq=False)
class Lookup:
    """A demand with the postings of its ways: nothing in it depends on the query it is from.

    It equals nothing but itself.

    `clause` asks for all `whole` ways, `named` are those that names have without a doubt. It
    is `half_typed` where no product is named with the word as it is, and more of it may come.
    """

    demand: Demand
    index: TextIndex
    clause: Clause
    whole: Sequence[Piece]
    named: Sequence[Piece]
    half_typed: bool
    _gathered: dict[tuple[Cost, bool], Pieces] = field(default_factory=dict)

    @classmethod
    def of(cls, demand: Demand, index: TextIndex) -> Self:
        """Look a demand up in an index."""
        clause = demand.clause(Cost.REMOTE)
        whole = index.whole(clause)
        is_named = all(map(index.named, demand.ways[0].stems))
        half_typed = bool(demand.beginning) and not is_named
        return cls(demand, index, clause, whole, _up_to(Cost.PARTLY, whole), half_typed)

    @cached_property
    def typed(self) -> Said:
        """Return what asks names and descriptions for the words as they were typed."""
        clause = self.demand.clause(Cost.AS_TYPED, begun=False)
        return self.index.said(clause, Pieces.of(_up_to(Cost.AS_TYPED, self.whole), kept=True))

    @cached_property
    def may_be_unnamed(self) -> bool:
        """Say whether any word stands in descriptions of products that are not named so."""
        ways = (way for way in self.demand.ways if way.cost == Cost.AS_TYPED)
        stems = (stem for way in ways for stem in way.stems)
        return any(self.index.frequency(stem) > self.index.named(stem) for stem in stems)

    @cached_property
    def having(self) -> int:
        """Return how many products have it in the commonest way."""
        return max(
            len(way.posting.rows) if way.posting else min(map(self.index.named, way.stems))
            for way in self.demand.ways
        )

    def up_to(self, most: Cost, *, begun: bool) -> Pieces:
        """Return the postings that cost no more; `begun` adds what only begins so."""
        begun = begun and bool(self.clause.prefix)
        found = self._gathered.get((most, begun))
        if found is None:
            whole = self.named if most == Cost.PARTLY else _up_to(most, self.whole)
            more = self.index.beginning(self.clause, whole) if begun else []
            found = Pieces.of([*whole, *more], kept=True)
            if all(one.size <= _LONGEST_COPIED or one.stems for one in more):
                self._gathered[most, begun] = found
        return found

    def met(self, products: int, weight: float) -> Met:
        """Return who meets the demand, by names or else by what is said, and its worth."""
        named = match([self], Cost.AS_TYPED, begun=False)
        if not len(named.rows):
            named = match([self], Cost.REMOTE)
        if len(named.rows):
            return Met(named.rows, named.score, worth_of(len(named.rows), products) * weight)
        said = self.index.meeting_anywhere([self.typed])
        return Met(said.rows, said.score, worth_of(len(said.rows), products) * UNNAMED)


class Asked(NamedTuple):
    """A demand of one query: which of its terms it is for, and what was looked up."""

    terms: tuple[int, ...]
    lookup: Lookup
    weight: float

    def rarity(self, products: int) -> float:
        """Return what is lost without the demand, as far as its words tell."""
        return self.weight * worth_of(self.lookup.having, products)

    def met(self, products: int) -> Met:
        """Return who meets the demand, and its worth."""
        return self.lookup.met(products, self.weight)


class Lookups:
    """Looks up what queries ask of the products; of words, and of spans, it is remembered."""

    def __init__(self, analyser: Analyser, index: TextIndex, kinds: Kinds) -> None:
        self._analyser = analyser
        self._index = index
        self._kinds = kinds
        self._of_spans: Memory[Lookup] = Memory(_MOST_SPANS)
        self._of_word = WordMemory(self._word)

    def asked(self, query: Query) -> list[Asked]:
        """Return what a product must have, looked up."""
        found = {}
        for span in query.spans:
            lookup = self._span(span, query)
            terms = tuple(range(span.first, span.end))
            found[span.text] = Asked(terms, lookup, lookup.demand.weight)
        unfinished = query.unfinished
        for stem, at in words_demanded(query).items():
            term = query.terms[at]
            lookup = self._of_word(term, term is unfinished and term.known)
            found[stem] = Asked((at,), lookup, lookup.demand.weight)
        return list(found.values())

    def _span(self, span: Span, query: Query) -> Lookup:
        """Look up what a span demands: of the same words, read the same, it is remembered."""
        terms = query.terms[span.first : span.end]
        fractions = terms[0].read_as(Why.FRACTION)
        key = span.kind, span.text, tuple(one.text for one in terms), fractions
        return self._of_spans.get(
            key, lambda: Lookup.of(demand_of_span(span, query), self._index)
        )

    def _word(self, term: Term, unfinished: bool) -> Lookup:  # noqa: FBT001 - part of a key
        beginning = self._analyser.fold(term.text) if unfinished else ""
        asking = ASKING_WORDS.get(self._analyser.language, frozenset())
        demand = demand_of_word(term, self._kinds.products, beginning, asking)
        return Lookup.of(demand, self._index)


def match(lookups: Sequence[Lookup], most: Cost, *, begun: bool = True) -> Matched:
    """Return the products that meet all demands by their names at no greater cost."""
    if not lookups:
        return Matched.nothing()
    index = lookups[0].index
    return index.meeting_all([one.up_to(most, begun=begun) for one in lookups])


def match_beside(named: Sequence[Lookup], wider: Sequence[Lookup], *, begun: bool) -> Matched:
    """Return the products that meet all demands in `wider` ways, at whatever cost.

    Those that meet them as they are `named`, with what only begins so if `begun`, need not be
    among them: where one demand alone has further ways, only who meets it so is looked for.
    """
    further = [_further(few, more, begun=begun) for few, more in zip(named, wider, strict=True)]
    grown = [at for at, pieces in enumerate(further) if pieces.size]
    if not grown:
        return Matched.nothing()
    every = [one.up_to(Cost.REMOTE, begun=True) for one in wider]
    if len(grown) == 1:
        every[grown[0]] = further[grown[0]]
    return wider[0].index.meeting_all(every)


def _further(named: Lookup, wider: Lookup, *, begun: bool) -> Pieces:
    """Return the postings that a demand has beyond those it is named by.

    All of them, where some of these may be others than before.
    """
    if len(named.named) != len(wider.named):
        return wider.up_to(Cost.REMOTE, begun=True)
    further = [one for one in wider.whole if one.cost > Cost.PARTLY]
    if wider.clause.prefix and not begun:
        further += wider.index.beginning(wider.clause, wider.whole)
    return Pieces.of(further)


def _up_to(most: Cost, pieces: Sequence[Piece]) -> Sequence[Piece]:
    return [one for one in pieces if one.cost <= most]
