"""How far a reading is from what was typed, and what a query so asks of the products."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from knowledge_base.language.codes import looks_like_code
from ranking.query import CODE, WITHOUT, Query, Span, Stage, Term, Why
from search.clauses import Alternative, Clause, Posting

KIND_WEIGHT = 0.8
"""What a kind of the thing counts: a raincoat, to whoever looks for a coat."""
ENOUGH = 100
"""Products that make weaker stages needless: some pages of them."""


class Cost(IntEnum):
    """What stands between a product and the words as typed; what costs less stands above.

    CODE: nothing, it is the article number. AS_TYPED: the words in full, apart or joined, or
    what an unknown word most likely stands for. EQUAL: what people of the shop say means the
    same, so that it is asked for always. PART_OF_CODE: an article number has it in it.
    PARTLY: names that begin so, kinds of the thing, quantities that are near, less likely
    corrections. DOUBTED: what a known word might have been meant to be, or is made of.
    """

    CODE = 0
    AS_TYPED = 1
    EQUAL = 2
    PART_OF_CODE = 3
    PARTLY = 4
    DOUBTED = 5
    SYNONYM = 6
    REMOTE = 7

    @property
    def stage(self) -> Stage:
        """Name the stage of what costs this."""
        if self in (Cost.EQUAL, Cost.SYNONYM, Cost.REMOTE):
            return Stage.SYNONYMS
        return Stage.SPELLING if self is Cost.DOUBTED else Stage.ALL_WORDS


_COST_OF = {
    Why.JOINED: Cost.AS_TYPED,
    Why.APART: Cost.AS_TYPED,
    Why.LINKED: Cost.PARTLY,
    Why.SPLIT: Cost.DOUBTED,
    Why.FRACTION: Cost.DOUBTED,
    Why.SPELLING: Cost.DOUBTED,
    Why.PHONETIC: Cost.DOUBTED,
    Why.EQUAL: Cost.EQUAL,
    Why.SYNONYM: Cost.SYNONYM,
    Why.HEAD: Cost.REMOTE,
    Why.MODIFIER: Cost.REMOTE,
    Why.LANGUAGE: Cost.REMOTE,
}
_CODE_WEIGHT, _MEASURE_WEIGHT, _ASKING_WEIGHT = 4.0, 2.0, 0.1
_PUT_RIGHT = frozenset({Why.SPELLING, Why.PHONETIC, Why.SPLIT})


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked of a product: a word, a code or a quantity, in any of its readings.

    `words` are as typed. `beginning` are the folded letters of a word of which more may come.
    `weight` is what it counts when words are left out.
    """

    words: tuple[str, ...]
    ways: tuple[Alternative, ...]
    beginning: str = ""
    weight: float = 1.0

    def clause(self, most: Cost, *, begun: bool = True) -> Clause:
        """Return what is asked for when no more than `most` may stand in between."""
        ways = tuple(one for one in self.ways if one.cost <= most)
        return Clause(ways, self.beginning if begun else "", Cost.PARTLY)


def words_demanded(query: Query) -> Mapping[str, int]:
    """Return the terms that a product must have: every word that tells something, once.

    Where no word does, all of them; none that a span has. They come by their stems.
    """
    taken = {at for span in query.spans for at in range(span.first, span.end)}
    telling = any(one.telling for one in query.terms)
    return {
        term.stem: at
        for at, term in enumerate(query.terms)
        if at not in taken and (term.telling or not telling)
    }


def demand_of_word(
    term: Term,
    kinds: Callable[[str], Posting],
    beginning: str = "",
    asking: Container[str] = (),
) -> Demand:
    """Ask for a word in any of its readings.

    `kinds` gives the products that are kinds of what a stem names, `beginning` are the folded
    letters of an unfinished word. Words for `asking` are the first to be left out.
    """
    weight = _ASKING_WEIGHT if term.text in asking else 1.0
    return Demand((term.text,), tuple(_ways(term, kinds)), beginning, weight)


def demand_of_span(span: Span, query: Query) -> Demand:
    """Ask for a code or a quantity; its words alone say less, and may be met by chance.

    Of what is not wanted they say nothing: who names it may be without it, or have it.
    """
    is_code = span.kind == CODE
    exact = span.closeness >= 1
    equal = Posting(span.rows[exact], span.closeness[exact])
    near = Posting(span.rows[~exact], span.closeness[~exact])
    terms = query.terms[span.first : span.end]
    words = tuple(one.stem for one in terms)
    alone = Alternative(words, Cost.AS_TYPED if is_code else Cost.PARTLY, 0.5)
    ways = (
        Alternative((), Cost.CODE if is_code else Cost.AS_TYPED, posting=equal),
        *([alone] if span.kind != WITHOUT else ()),
        Alternative((), Cost.PART_OF_CODE if is_code else Cost.PARTLY, posting=near),
        *_fractions(terms),
    )
    return Demand(
        tuple(one.text for one in terms),
        ways,
        weight=_weight_of(span),
    )


def _weight_of(span: Span) -> float:
    """Return what a span counts when words are left out; few digits may be any number."""
    if span.kind == WITHOUT or (span.kind == CODE and not looks_like_code(span.text)):
        return 1.0
    return _CODE_WEIGHT if span.kind == CODE and span.is_equal else _MEASURE_WEIGHT


def _fractions(terms: Sequence[Term]) -> Iterator[Alternative]:
    for one in terms[0].read_as(Why.FRACTION) if len(terms) == 1 else ():
        yield Alternative(one.stems, _COST_OF[one.why], one.weight)


def _ways(term: Term, kinds: Callable[[str], Posting]) -> Iterator[Alternative]:
    yield Alternative((term.stem,), Cost.AS_TYPED)
    likeliest = not term.known
    has_kinds = False
    for one in term.readings:
        if one.why is Why.COMPOUND:
            has_kinds = True  # they are put together once for all queries
            continue
        cost = _COST_OF[one.why]
        if not term.known and one.why in _PUT_RIGHT:
            cost = Cost.AS_TYPED if likeliest else Cost.PARTLY
            likeliest = False
        posting = Posting(*one.products) if one.products else None
        yield Alternative(one.stems, cost, one.weight, posting)
    if has_kinds:
        yield Alternative((), Cost.PARTLY, KIND_WEIGHT, kinds(term.stem))
