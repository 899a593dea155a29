"""Says what else a word may mean by itself: its parts, and what it is a part of."""

from collections.abc import Iterator

from ranking.query import Reading, Term, Why
from search.clauses import Alternative, Clause
from search.compounds import Compounds
from search.index import TextIndex
from search.vocabulary import Vocabulary

MODIFIER_WEIGHT = 0.3
"""What a thing counts that has the word for what it is made of, or made for."""
HEAD_WEIGHT = 0.5
FRACTION_WEIGHT = 0.5
"""What a number counts of which some digits were typed."""
MOST_FRACTIONS = 64


def parts(term: Term, compounds: Compounds) -> Iterator[Reading]:
    """Yield a compound's parts together, and its head alone."""
    if term.known:
        asked = {one.stems for one in term.read_as(Why.APART)}
        for split in (one for one in compounds.split(term.text) if one.stems not in asked):
            yield Reading(Why.SPLIT, split.stems, " ".join(split.shown))
    meant = term.correction.shown if term.correction else term.text
    for split in compounds.split(meant)[:1]:
        yield Reading(Why.HEAD, split.stems[-1:], split.shown[-1], HEAD_WEIGHT)


def foreign(term: Term, index: TextIndex) -> Iterator[Reading]:
    """Yield what a word means in another language of the shop, by the index of that."""
    stem = index.vocabulary.analyser.stem(term.text)
    met = index.match([Clause((Alternative((stem,)),))])
    if len(met.rows):
        fit = met.score / met.score.max()
        yield Reading(Why.LANGUAGE, (stem,), term.text, products=(met.rows, fit))


def fractions(term: Term, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield numbers that have a term beside their decimal point: ",75l" may be 0,75l."""
    if any(map(str.isdigit, term.text)):
        for stem in vocabulary.fractions.get(term.text, ())[:MOST_FRACTIONS]:
            yield Reading(Why.FRACTION, (stem,), stem, FRACTION_WEIGHT)


def made_of(term: Term, compounds: Compounds) -> Iterator[Reading]:
    """Yield compounds that begin with a word: what is made of it, or for it."""
    for stem in compounds.with_modifier(term.stem):
        yield Reading(Why.MODIFIER, (stem,), stem, MODIFIER_WEIGHT)
