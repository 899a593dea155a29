"""Says what else the words of a query may mean, when they find too little as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise

from ranking.query import Query, Reading, Term, Why
from search.clauses import Alternative, Clause
from search.understanding import Lexicon, read_also, rewritten

MODIFIER_WEIGHT = 0.3
"""What a thing counts that has the word for what it is made of, or made for."""
HEAD_WEIGHT = 0.5
FRACTION_WEIGHT = 0.5
"""What a number counts of which some digits were typed."""
MOST_FRACTIONS = 64
MOST_DOUBTED = 4
"""Words of which each is replaced alone, where no product has what all were meant to be."""


def widened(query: Query, lexicon: Lexicon) -> Query:
    """Return the query with synonyms, compounds of its words, and compounds taken apart."""
    return read_also(query, _wider(query, lexicon))


def _wider(query: Query, lexicon: Lexicon) -> Iterator[tuple[int, int, Reading]]:
    """Yield what else the terms from the first up to the end may mean."""
    yield from lexicon.called(query.terms, Why.SYNONYM)
    yield from _linked(query, lexicon)
    telling = [at for at, term in enumerate(query.terms) if term.telling]
    for at in telling:
        term = query.terms[at]
        made_of = _made_of(term, lexicon) if len(telling) == 1 else ()
        more = (*_parts(term, lexicon), *_foreign(term, lexicon), *_fractions(term, lexicon))
        for reading in (*more, *made_of):
            yield at, at + 1, reading


def doubted(query: Query, lexicon: Lexicon, *, found: bool) -> Query:
    """Return the query with what its words were perhaps meant to be, as they are or put right.

    `did_you_mean` is the text with the likeliest in place of known words, if a product has it
    all, unless a word was put right already. Where nothing is found, several words may each
    be any that is near: the others have to bear it out.
    """
    if query.verbatim or (found and query.corrected):
        return query
    taken = {at for span in query.spans for at in range(span.first, span.end)}
    is_loose = not found and sum(one.telling for one in query.terms) > 1
    doubts = {
        at: [
            Reading(Why.SPELLING, (one.stem,), one.shown)
            for one in lexicon.doubts(term, loosely=is_loose)
        ]
        for at, term in enumerate(query.terms)
        if at not in taken
    }
    if not any(doubts.values()):
        return query
    best = {at: ones[0] for at, ones in doubts.items() if ones}
    meant = None if query.corrected else _borne_out(query, lexicon, best)
    further = ((at, at + 1, one) for at, ones in doubts.items() for one in ones)
    return replace(read_also(query, further), did_you_mean=meant)


def _borne_out(query: Query, lexicon: Lexicon, best: Mapping[int, Reading]) -> str | None:
    """Return the text with all doubted words replaced, or one, so that products have it all."""
    alone = ({at: one} for at, one in islice(best.items(), MOST_DOUBTED))
    for meant in (best, *alone):
        instead = [meant.get(at) for at in range(len(query.terms))]
        clauses = [
            Clause((Alternative(other.stems if other else term.meant),))
            for term, other in zip(query.terms, instead, strict=True)
            if term.telling
        ]
        if len(lexicon.index.match(clauses).rows):
            return rewritten(query.text, query.terms, instead)
    return None


def _foreign(term: Term, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield what a word means in the shop's other languages, where it means nothing here."""
    if lexicon.names(term.text):
        return
    for one in lexicon.others:
        stem = one.analyser.stem(term.text)
        met = one.index.match([Clause((Alternative((stem,)),))])
        if len(met.rows):
            fit = met.score / met.score.max()
            yield Reading(Why.LANGUAGE, (stem,), term.text, products=(met.rows, fit))


def _linked(query: Query, lexicon: Lexicon) -> Iterator[tuple[int, int, Reading]]:
    """Yield the compounds that words make together: "futter für hunde" is hundefutter."""
    telling = [at for at, one in enumerate(query.terms) if one.telling]
    for first, last in pairwise(telling):
        words = [
            one.correction.shown if one.correction else one.text
            for one in query.terms[first : last + 1]
        ]
        for stem in lexicon.compounds.joined(words):
            reading = Reading(Why.LINKED, (stem,), stem, 0.5)
            yield first, first + 1, reading
            yield last, last + 1, reading


def _parts(term: Term, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield a compound's parts together, and its head alone."""
    if term.known:
        for split in lexicon.compounds.split(term.text):
            yield Reading(Why.SPLIT, split.stems, " ".join(split.shown))
    meant = term.correction.shown if term.correction else term.text
    for split in lexicon.compounds.split(meant)[:1]:
        yield Reading(Why.HEAD, split.stems[-1:], split.shown[-1], HEAD_WEIGHT)


def _fractions(term: Term, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield numbers that have a term beside their decimal point: ",75l" may be 0,75l."""
    if any(map(str.isdigit, term.text)):
        for stem in lexicon.vocabulary.fractions.get(term.text, ())[:MOST_FRACTIONS]:
            yield Reading(Why.FRACTION, (stem,), stem, FRACTION_WEIGHT)


def _made_of(term: Term, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield compounds that begin with a word: what is made of it, or for it."""
    for stem in lexicon.compounds.with_modifier(term.stem):
        yield Reading(Why.MODIFIER, (stem,), stem, MODIFIER_WEIGHT)
