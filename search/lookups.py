"""What a query asks of the products, each demand looked up once for all stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from search.clauses import Clause, Matched
from search.index import TextIndex
from search.postings import Piece
from search.relaxation import Met, worth_of
from search.stages import Cost, Demand

UNNAMED = 0.3
"""What a word is worth that no name has, when it comes to leaving words out."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A demand with the postings of its ways; `clause` asks for all of them."""

    demand: Demand
    index: TextIndex
    clause: Clause
    whole: Sequence[Piece]

    @classmethod
    def of(cls, demand: Demand, index: TextIndex) -> Self:
        """Look a demand up in an index."""
        clause = demand.clause(Cost.REMOTE)
        return cls(demand, index, clause, index.whole(clause))

    def up_to(self, most: Cost, *, begun: bool) -> list[Piece]:
        """Return the postings that cost no more; `begun` adds what only begins so."""
        whole = [one for one in self.whole if one.cost <= most]
        if not (begun and self.clause.prefix):
            return whole
        return [*whole, *self.index.beginning(self.clause, whole)]

    @property
    def typed(self) -> Clause:
        """Return what asks for the words as they were typed."""
        return self.demand.clause(Cost.AS_TYPED, begun=False)

    @property
    def is_half_typed(self) -> bool:
        """Say whether more of the word may come: no product is named with it as it is."""
        stems = self.demand.ways[0].stems
        return bool(self.demand.beginning) and not all(map(self.index.named, stems))

    @property
    def may_be_unnamed(self) -> bool:
        """Say whether any word stands in descriptions of products that are not named so."""
        named, said = self.index.named, self.index.frequency
        return any(
            said(stem) > named(stem)
            for way in self.demand.ways
            if way.cost == Cost.AS_TYPED
            for stem in way.stems
        )

    def rarity(self, products: int) -> float:
        """Return what is lost without the demand, as far as its words tell."""
        having = max(
            len(way.posting.rows) if way.posting else min(map(self.index.named, way.stems))
            for way in self.demand.ways
        )
        return self.demand.weight * worth_of(having, products)

    def met(self, products: int) -> Met:
        """Return who meets the demand, by names or else by what is said, and its worth."""
        named = match([self], Cost.AS_TYPED, begun=False)
        if not len(named.rows):
            named = match([self], Cost.REMOTE)
        if len(named.rows):
            worth = worth_of(len(named.rows), products) * self.demand.weight
            return Met(named.rows, named.score, worth)
        said = self.index.match_anywhere([self.typed])
        return Met(said.rows, said.score, worth_of(len(said.rows), products) * UNNAMED)


def match(lookups: Sequence[Lookup], most: Cost, *, begun: bool = True) -> Matched:
    """Return the products that meet all demands by their names at no greater cost."""
    if not lookups:
        return Matched.nothing()
    index = lookups[0].index
    return index.meeting_all([one.up_to(most, begun=begun) for one in lookups])
