"""Says what else the words of a query may mean, when they find too little as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise

from ranking.query import Query, Reading, Term, Why
from search.lexicon import Lexicon
from search.understanding import called, read_also, rewritten

MOST_DOUBTED = 4
"""Words of which each is replaced alone, where no product has what all were meant to be."""


def widened(query: Query, lexicon: Lexicon) -> Query:
    """Return the query with synonyms, compounds of its words, and compounds taken apart."""
    is_lone = sum(one.telling for one in query.terms) == 1
    terms = [
        one.reading(lexicon.wider(one, is_lone)) if one.telling else one for one in query.terms
    ]
    if any(
        one.readings is not other.readings
        for one, other in zip(terms, query.terms, strict=True)
    ):
        wider = replace(query, terms=tuple(terms))
    else:
        wider = query
    further = [*called(query.terms, lexicon, Why.SYNONYM), *_linked(query, lexicon)]
    return read_also(wider, further, lexicon)


def doubted(query: Query, lexicon: Lexicon, *, found: bool) -> Query:
    """Return the query with what its words were perhaps meant to be, as they are or put right.

    `did_you_mean` is the text with the likeliest in place of known words, and of unknown ones
    that nothing is likely enough for, if a product has it all, unless a word was put right
    already. Where nothing is found, several words may each be any that is near: the others
    have to bear it out.
    """
    if query.verbatim or (found and query.corrected):
        return query
    is_loose = not found and sum(one.telling for one in query.terms) > 1
    free = _outside_spans(query)
    best = {at: some[0] for at, one in free.items() if (some := lexicon.doubts(one, is_loose))}
    hints = {
        at: hint
        for at, one in free.items()
        if not (one.known or one.readings) and (hint := lexicon.hint(one.text))
    }
    if not (best or hints):
        return query
    meant = None if query.corrected else _borne_out(query, lexicon, hints | best)
    terms = tuple(
        one.reading(lexicon.doubted(one, is_loose)) if at in best else one
        for at, one in enumerate(query.terms)
    )
    return replace(query, terms=terms, did_you_mean=meant)


def _outside_spans(query: Query) -> Mapping[int, Term]:
    """Return the terms that are no part of an article number or a quantity, by number."""
    taken = {at for span in query.spans for at in range(span.first, span.end)}
    return {at: one for at, one in enumerate(query.terms) if at not in taken}


def _borne_out(query: Query, lexicon: Lexicon, best: Mapping[int, Reading]) -> str | None:
    """Return the text with all doubted words replaced, or one, so that products have it all."""
    alone = ({at: one} for at, one in islice(best.items(), MOST_DOUBTED))
    for meant in (best, *alone):
        instead = [meant.get(at) for at in range(len(query.terms))]
        stems = [
            stem
            for term, other in zip(query.terms, instead, strict=True)
            if term.telling
            for stem in (other.stems if other else term.meant)
        ]
        if lexicon.index.named_together(stems):
            return rewritten(query.text, query.terms, instead)
    return None


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
