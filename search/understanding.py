"""Reads a shopper's text: the words it is looked up by, and what may stand for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge_base.language.words import Word, split_words
from ranking.query import Query, Reading, Term, Why, joined_runs
from search.denials import denials
from search.lexicon import Lexicon, Readings
from search.spans import spans

MOST_WORDS = 32
"""Words of a query that count; the rest is cut."""


def understand(text: str, lexicon: Lexicon, *, verbatim: bool = False) -> Query:
    """Return the query that a text is; without words it means browsing.

    With `verbatim` nothing is corrected, and a price is words.
    """
    limit = None if verbatim else lexicon.prices.read(text)
    words = split_words(text)[:MOST_WORDS]
    if limit:
        words = [one for one in words if one.end <= limit.start or limit.end <= one.start]
    if lexicon.synonyms.instead:
        words = lexicon.synonyms.replace(words)
    found = spans(text, words, lexicon.codes, lexicon.quantities, lexicon.index)
    joined = _joined(words, lexicon)
    if len(words) > 1 and words[-1].end == len(text) and not verbatim:
        joined = _begun(words, joined, lexicon)
    taken = {at for span in found for at in range(span.first, span.end)}
    terms = tuple(
        _term(
            word,
            lexicon,
            joined.get(at, ()),
            last=word.end == len(text),
            fixed=verbatim or at in taken,
        )
        for at, word in enumerate(words)
    )
    put_right = [one.correction for one in terms]
    if any(put_right):
        terms = _rejoined(words, terms, put_right, lexicon)
    if not verbatim:
        found = (*found, *denials(text, terms, found, lexicon.index))
    query = Query(
        text,
        lexicon.analyser.language,
        terms,
        rewritten(text, terms, put_right),
        spans=found,
        limit=limit,
        verbatim=verbatim,
    )
    return read_also(query, called(terms, lexicon, Why.EQUAL), lexicon)


def taken_apart(query: Query, lexicon: Lexicon) -> Query:
    """Return the query as if its compounds had been typed apart; itself if it has none.

    What is part of a span stays as it is, and so does what the compound was corrected to.
    """
    taken = {at for one in query.spans for at in range(one.first, one.end)}
    apart = [
        () if at in taken or one.correction else _pieces(one)
        for at, one in enumerate(query.terms)
    ]
    if query.verbatim or not any(apart):
        return query
    words, place = list[Word](), [0]
    for term, pieces in zip(query.terms, apart, strict=True):
        words += pieces or (Word(term.text, term.start, term.end, term.glued),)
        place.append(len(words))
    joined = _joined(words, lexicon)
    terms = list[Term]()
    for at, (term, pieces) in enumerate(zip(query.terms, apart, strict=True)):
        if pieces:
            whole = Reading(Why.JOINED, (term.stem,), term.text, 1 / len(pieces))
            terms += (
                _term(one, lexicon, joined.get(n, (whole,)), last=False, fixed=True)
                for n, one in enumerate(pieces, place[at])
            )
        else:
            terms.append(term)
    spans = tuple(
        replace(one, first=place[one.first], end=place[one.end]) for one in query.spans
    )
    parted = replace(query, terms=tuple(terms), spans=spans)
    return read_also(parted, called(terms, lexicon, Why.EQUAL), lexicon)


def _pieces(term: Term) -> Sequence[Word]:
    """Return the words that a term is made of, each where it stands in it."""
    ways = term.read_as(Why.APART, *(() if term.known else (Why.SPLIT,)))
    if not ways:
        return ()
    shown = ways[0].shown.split(" ")
    heads = [len("".join(shown[at:])) for at in range(1, len(shown))]
    if term.text.endswith(shown[-1]):  # what links two parts belongs to the first
        inner = [term.end - letters for letters in heads]
    else:
        inner = [term.start + len("".join(shown)) - letters for letters in heads]
    places = pairwise((term.start, *inner, term.end))
    return [Word(one, *place) for one, place in zip(shown, places, strict=True)]


def called(
    terms: Sequence[Term], lexicon: Lexicon, why: Why
) -> Iterator[tuple[int, int, Reading]]:
    """Yield what people of the shop call some terms as well: from which one up to which.

    That is what they say means the same (EQUAL), or where the words lead (SYNONYM).
    """
    if not lexicon.synonyms.meanings:
        return
    found = [*lexicon.synonyms.readings([one.meant[0] for one in terms])]
    for first, end, joined in joined_runs(terms):
        whole = lexicon.synonyms.readings(joined.stems)
        found += (replace(one, start=first, end=end) for one in whole)
    for one in dict.fromkeys(found):
        if one.two_way is (why is Why.EQUAL):
            weight = one.weight / (one.end - one.start)
            products = lexicon.kinds.products_called(one.stems)
            yield one.start, one.end, Reading(why, one.stems, one.shown, weight, products)


def _term(word: Word, lexicon: Lexicon, joined: Readings, *, last: bool, fixed: bool) -> Term:
    """Return a term; what is `fixed` is right as it stands."""
    stem, known, telling, kinds = lexicon.knows(word.text)
    readings = lexicon.readings(word.text, joined) if joined else kinds
    if not known:
        known = fixed or bool(joined) or (last and lexicon.completes(word.text))
        if not known:
            readings = lexicon.instead(word.text, last)
    return Term(word.text, stem, word.start, word.end, known, readings, telling, word.glued)


def _joined(words: Sequence[Word], lexicon: Lexicon) -> Mapping[int, Readings]:
    """Return, by their numbers, what words may be that stand side by side, as one."""
    found: dict[int, Readings] = {}
    for first, end in _neighbours(words):
        readings = lexicon.as_one(tuple(word.text for word in words[first:end]))
        for at in range(first, end) if readings else ():
            found[at] = (*found.get(at, ()), *readings)
    return found


def _begun(
    words: Sequence[Word], joined: Mapping[int, Readings], lexicon: Lexicon
) -> Mapping[int, Readings]:
    """Return what words may be as one with what the last two may become as one."""
    last = len(words) - 1
    there = joined.get(last, ())
    stems = {one.stems for one in there}
    longer = lexicon.begun_as_one(words[-2].text, words[-1].text)
    more = tuple(one for one in longer if one.stems not in stems)
    if not more:
        return joined
    return {**joined, last - 1: joined.get(last - 1, ()) + more, last: there + more}


def _rejoined(
    words: Sequence[Word],
    terms: tuple[Term, ...],
    meant: Sequence[Reading | None],
    lexicon: Lexicon,
) -> tuple[Term, ...]:
    """Return the terms with what they are as one after some words were put right."""
    right = [
        word._replace(text=one.shown) if one else word
        for word, one in zip(words, meant, strict=True)
    ]
    joined = _joined(right, lexicon)
    return tuple(
        one.reading(lexicon.also(one, joined[at]))
        if at in joined and any(meant[max(at - 1, 0) : at + 2])
        else one
        for at, one in enumerate(terms)
    )


def _neighbours(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield first and end of every two words, and of every longer run of glued ones."""
    first = 0
    for end in range(2, len(words) + 1):
        yield end - 2, end
        if not words[end - 1].glued:
            first = end - 1
        elif first < end - 2 and (end == len(words) or not words[end].glued):
            yield first, end


def read_also(
    query: Query, more: Iterable[tuple[int, int, Reading]], lexicon: Lexicon
) -> Query:
    """Return the query with further readings: from which term up to which, and what."""
    further: dict[int, list[Reading]] = defaultdict(list)
    for first, end, reading in more:
        for at in range(first, end):
            further[at].append(reading)
    if not further:
        return query
    terms = tuple(
        term.reading(lexicon.also(term, tuple(further[at]))) if at in further else term
        for at, term in enumerate(query.terms)
    )
    return replace(query, terms=terms)


def rewritten(
    text: str, terms: Sequence[Term], instead: Sequence[Reading | None]
) -> str | None:
    """Write the text with readings in the place of terms, or None when there are none."""
    pieces: list[str] = []
    at = 0
    for term, reading in zip(terms, instead, strict=True):
        if reading:
            pieces += (text[at : term.start], reading.shown)
            at = term.end
    return "".join((*pieces, text[at:])) if pieces else None
