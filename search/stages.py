"""How far a reading is from what was typed, and what a query so asks of the products."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from ranking.query import Query, Stage, Term, Why
from search.clauses import Alternative, Clause
from search.understanding import Lexicon

ENOUGH = 24
"""Products that make weaker stages needless: a page of them."""


class Cost(IntEnum):
    """What stands between a product and the words as typed; what costs less stands above.

    AS_TYPED: the words in full, apart or joined. PARTLY: names that begin so, kinds of the
    thing. UNNAMED: a description has the words. The likeliest correction stands above others.
    """

    AS_TYPED = 0
    PARTLY = 1
    UNNAMED = 2
    CORRECTED = 3
    OTHERWISE_CORRECTED = 4
    SYNONYM = 5
    REMOTE = 6

    @property
    def stage(self) -> Stage:
        """Name the stage of what costs this."""
        if self <= Cost.UNNAMED:
            return Stage.ALL_WORDS
        return Stage.SPELLING if self <= Cost.OTHERWISE_CORRECTED else Stage.SYNONYMS


STRICT, WIDE = Cost.PARTLY, Cost.REMOTE
_COST_OF = {
    Why.JOINED: Cost.AS_TYPED,
    Why.COMPOUND: Cost.PARTLY,
    Why.SPLIT: Cost.CORRECTED,
    Why.SPELLING: Cost.CORRECTED,
    Why.PHONETIC: Cost.OTHERWISE_CORRECTED,
    Why.SYNONYM: Cost.SYNONYM,
    Why.MODIFIER: Cost.REMOTE,
    Why.LANGUAGE: Cost.REMOTE,
}


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked of a product: a word in any of its readings, cheapest first.

    `word` is as typed; `beginning` are its folded letters when more of it may come.
    """

    word: str
    ways: tuple[Alternative, ...]
    beginning: str = ""

    def clause(self, most: Cost) -> Clause:
        """Return what is asked for when no more than `most` may stand in between."""
        ways = tuple(one for one in self.ways if one.cost <= most)
        return Clause(ways, self.beginning, Cost.PARTLY)


def demands_of(query: Query, lexicon: Lexicon) -> list[Demand]:
    """Return what a product must have: every word that tells something, once.

    Where no word does, all of them.
    """
    telling = [one for one in query.terms if one.telling] or query.terms
    unfinished = query.unfinished
    demands: dict[str, Demand] = {}
    for term in telling:
        is_last = term is unfinished
        beginning = lexicon.analyser.fold(term.text) if is_last and term.known else ""
        demands[term.stem] = Demand(term.text, tuple(_ways(term)), beginning)
    return list(demands.values())


def _ways(term: Term) -> Iterator[Alternative]:
    yield Alternative((term.stem,))
    is_first = True
    for one in term.readings:
        cost = _COST_OF[one.why]
        if one.why is Why.SPELLING:
            cost = Cost.CORRECTED if is_first else Cost.OTHERWISE_CORRECTED
            is_first = False
        yield Alternative(one.stems, cost, one.weight)
