"""Which word of a query names the thing that is looked for."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.language.words import Analyser, split_words
from ranking.query import Query, Term, Why, joined_runs, may_name
from search.compounds import Compounds
from search.heads import head_of
from search.index import TextIndex

HEAD_WEIGHT = 2.0
"""What the word for the thing is worth beside another word as rare, if one has to go."""
CLEARLY = 2.0
"""How many times as often as the last word another one has to head names, to be the thing."""
MOSTLY = 0.5
"""The share of its names it has to head where a thing comes last as a rule."""
BOUND = 0.25
"""Share of the things that have the word before theirs as well, if it belongs to the name."""


def things(catalogue: Catalogue, analyser: Analyser) -> frozenset[str]:
    """Return the stems of the words that name the categories products are in."""
    _, lowest = _categories(catalogue, analyser.language)
    return frozenset(analyser.stem(word.text) for one in lowest for word in split_words(one))


def category_heads(catalogue: Catalogue, analyser: Analyser) -> frozenset[str]:
    """Return the stems of the things that categories are named after.

    What stands above the categories products are in is a thing where others are kinds of it:
    shoes, as there are Laufschuhe, but no garden.
    """
    every, lowest = _categories(catalogue, analyser.language)
    heads = {one: head_of(one, analyser.language) or "" for one in every}
    endings = {one[at:] for one in heads.values() for at in range(1, len(one))}
    things = {heads[one] for one in lowest} | (endings & {*heads.values()})
    return frozenset(analyser.stem(one) for one in things if one)


def _categories(catalogue: Catalogue, language: str) -> tuple[set[str], set[str]]:
    """Return what all categories are called, and those that products are in."""
    tree = catalogue.facets.get(CATEGORY)
    if tree is None:
        return set(), set()
    labels = tree.labels[language].texts()
    leaves = np.unique(catalogue.leaf)
    return {*labels}, {labels[code] for code in leaves[leaves >= 0].tolist()}


def head_word(query: Query, named: frozenset[str], compounds: Compounds) -> int | None:
    """Return the number of the term that says what kind of thing is wanted, if any does.

    It is the last one before a preposition that names a category, by itself or by the head of
    a compound; where none does, the last one of all in front of the preposition. It is another
    one if that clearly is what products are, as in "parfum damen", and no adjective as it
    stands, as in "lippenstift matt". Where what kind of thing it is is a word of its own before
    it as a rule, order says more: most names with it have to be headed by it, as by "shirt".
    """
    return _head(query, _before_preposition(query), named, compounds)


def _head(
    query: Query, phrase: Sequence[int], named: frozenset[str], compounds: Compounds
) -> int | None:
    for at in reversed(phrase):
        term = query.terms[at]
        if _is_modifier(term, compounds):
            continue
        splits = compounds.split(term.correction.shown if term.correction else term.text)
        if term.meant[-1] in named or any(one.stems[-1] in named for one in splits):
            return at
    heads = [at for at in phrase if not _is_modifier(query.terms[at], compounds)] or phrase
    says_how = compounds.vocabulary.analyser.is_adjective
    heads = [at for at in heads if not says_how(query.terms[at].text)] or heads
    is_told = heads and query.terms[heads[-1]].text.isalpha()  # a number may be the very one
    if not is_told:
        return next(reversed(heads), None)
    shares = [_heading(query.terms[at], compounds) for at in heads]
    best = max(range(len(heads)), key=lambda one: (shares[one], one))
    least = 0.0 if compounds.splitter.linking.closed else MOSTLY
    return heads[best if shares[best] > max(CLEARLY * shares[-1], least) else -1]


def _heading(term: Term, compounds: Compounds) -> float:
    """Return the share of the names with a word, or the head of a compound, that it heads.

    What compounds end in says more only where they are written as one as a rule.
    """
    parts = compounds.splitter.parts
    if not compounds.splitter.linking.closed:
        return parts.heading_names(term.meant[-1])
    shown = term.correction.shown if term.correction else term.text
    stems = [term.meant[-1], *(one.stems[-1] for one in compounds.split(shown)[:1])]
    return max(map(parts.heading, stems))


class Bound(NamedTuple):
    """The numbers of the terms that make one compound: what says which kind, and of what."""

    modifiers: frozenset[int]
    heads: frozenset[int]

    def is_torn(self, kept: AbstractSet[int], gone: AbstractSet[int], *, named: bool) -> bool:
        """Say whether the terms `kept` say a kind of nothing, for want of those that are gone.

        Where the compound is the thing that is `named`, its heads may not go at all.
        """
        return not self.heads.isdisjoint(gone) and (
            named or not self.modifiers.isdisjoint(kept)
        )


def bound(query: Query, compounds: Compounds) -> list[Bound]:
    """Return the compounds that neighbours in a query make."""
    found = []
    for first, end, _ in joined_runs(query.terms):
        terms = frozenset(range(first, end))
        modifiers = {at for at in terms if _is_modifier(query.terms[at], compounds)}
        if modifiers:
            found.append(Bound(frozenset(modifiers), terms - modifiers))
    return found


def _is_modifier(term: Term, compounds: Compounds) -> bool:
    """Say whether a word only says more of another beside it: "apfel" beside "saft".

    As far as the language writes the two as one.
    """
    joined = term.read_as(Why.JOINED) if compounds.splitter.linking.closed else ()
    return any(one.stems[0].startswith(term.stem) for one in joined)


def name_words(
    query: Query, named: frozenset[str], compounds: Compounds, index: TextIndex
) -> frozenset[int]:
    """Return the numbers of the terms that name the thing: its head, and what makes one name.

    More pads than a few are mouse pads: who asks for a gaming mouse pad wants no other.
    """
    phrase = _before_preposition(query)
    head = _head(query, phrase, named, compounds)
    if head is None:
        return frozenset()
    turned = head + 1 in phrase and _is_modifier(query.terms[head + 1], compounds)
    beside = head + 1 if turned else head - 1
    if beside in phrase:
        thing = query.terms[head].meant
        other, most = query.terms[beside].meant, BOUND * index.named(thing[-1])
        # no more have both than have the rarest: those need not be counted
        is_common = min(map(index.named, other)) > most
        if is_common and index.named_together([*other, *thing]) > most:
            return frozenset((beside, head))
    return frozenset((head,))


def _before_preposition(query: Query) -> Sequence[int]:
    """Return the numbers of the first words that tell something and mean no quantity.

    A word nobody knows tells something if it may stand for another.
    """
    taken = {at for span in query.spans for at in range(span.first, span.end)}
    phrase: list[int] = []
    for at, term in enumerate(query.terms):
        if phrase and not term.telling:
            break
        is_there = term.telling and (term.known or term.readings)
        if is_there and at not in taken and may_name(term.text, query.language):
            phrase.append(at)
    return phrase
