"""Says what else the words of a query may mean, when they find too little as they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from ranking.query import Query, Reading, Term, Why
from search.clauses import Alternative, Clause
from search.understanding import Lexicon, rewritten

MODIFIER_WEIGHT = 0.3
"""What a thing counts that has the word for what it is made of, or made for."""
HEAD_WEIGHT = 0.5


def widened(query: Query, lexicon: Lexicon) -> Query:
    """Return the query with synonyms, compounds of its words, and compounds taken apart."""
    wider: dict[int, list[Reading]] = defaultdict(list)
    for first, end, reading in (*_synonyms(query, lexicon), *_linked(query, lexicon)):
        for at in range(first, end):
            wider[at].append(reading)
    telling = [at for at, term in enumerate(query.terms) if term.telling]
    for at in telling:
        wider[at] += _parts(query.terms[at], lexicon)
        wider[at] += _foreign(query.terms[at], lexicon)
    if len(telling) == 1:
        wider[telling[0]] += _made_of(query.terms[telling[0]], lexicon)
    return _with(query, wider)


def doubted(query: Query, lexicon: Lexicon) -> Query:
    """Return the query with what its known words were perhaps meant to be.

    `did_you_mean` is the text with the likeliest in place. Nothing is doubted where a word
    was put right already.
    """
    if query.corrected or query.verbatim:
        return query
    taken = {at for span in query.spans for at in range(span.first, span.end)}
    doubts = {
        at: [Reading(Why.SPELLING, (one.stem,), one.shown) for one in lexicon.likelier(term)]
        for at, term in enumerate(query.terms)
        if at not in taken
    }
    if not any(doubts.values()):
        return query
    best = [next(iter(doubts.get(at, ())), None) for at in range(len(query.terms))]
    meant = rewritten(query.text, query.terms, best)
    return replace(_with(query, doubts), did_you_mean=meant)


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


def _with(query: Query, more: Mapping[int, list[Reading]]) -> Query:
    if not any(more.values()):
        return query
    terms = tuple(
        replace(term, readings=(*term.readings, *more[at])) if more.get(at) else term
        for at, term in enumerate(query.terms)
    )
    return replace(query, terms=terms)


def _synonyms(query: Query, lexicon: Lexicon) -> Iterator[tuple[int, int, Reading]]:
    """Yield what people of the shop call the words as well, with the terms it stands for."""
    stems = [one.correction.stems[0] if one.correction else one.stem for one in query.terms]
    for one in lexicon.synonyms.readings(stems):
        weight = one.weight / (one.end - one.start)
        yield one.start, one.end, Reading(Why.SYNONYM, one.stems, one.shown, weight)


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
    for split in lexicon.compounds.split(term.text)[:1]:
        yield Reading(Why.HEAD, split.stems[-1:], split.shown[-1], HEAD_WEIGHT)


def _made_of(term: Term, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield compounds that begin with a word: what is made of it, or for it."""
    for stem in lexicon.compounds.with_modifier(term.stem):
        yield Reading(Why.MODIFIER, (stem,), stem, MODIFIER_WEIGHT)
