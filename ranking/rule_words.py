"""Compares a rule's words with a query's: by their stems, the last one perhaps begun only."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from knowledge_base.language.words import Analyser, split_words
from knowledge_base.rules import Match, When
from ranking.query import Query, Term
from ranking.rule_slips import RuleStems

OPEN = "*"
"""Ends a word of a rule that stands for all that begin so."""

Stems = tuple[str, ...]
Phrasings = tuple[Stems, ...]
Words = Sequence[tuple[str, str]]
"""Of every word its stem, and its letters as beginnings are compared with them."""
Asked = Sequence[Words]
"""A query's words, in each way they may be put."""


def phrasings_of(when: When, analysers: Mapping[str, Analyser]) -> dict[str, Phrasings]:
    """Return the stems of a rule's words, by each language it holds in."""
    return {
        language: phrasings(when.query or "", analyser)
        for language, analyser in analysers.items()
        if when.language in (None, language)
    }


def phrasings(text: str, analyser: Analyser) -> Phrasings:
    """Return the stems of a rule's text in each way it may be put; a star stays at its end.

    What ends with a star is no word yet: it is folded, and not stemmed.
    """
    if not text.rstrip().endswith(OPEN):
        return analyser.phrasings(text)
    words = split_words(text)
    if not words:
        return ((),)
    beginning = analyser.fold(words[-1].text) + OPEN
    ways = analyser.phrasings(text[: words[-1].start])
    return tuple((*stems, beginning) for stems in ways)


def met_by(when: When, analysers: Mapping[str, Analyser]) -> dict[str, Phrasings]:
    """Return all that a query may say to meet a rule's words: two of them also as one."""
    return {
        language: tuple(
            dict.fromkeys([*ways, *_two_as_one(when.query or "", analysers[language])])
        )
        for language, ways in phrasings_of(when, analysers).items()
    }


def _two_as_one(text: str, analyser: Analyser) -> Iterator[Stems]:
    words = [word.text for word in split_words(text)]
    for at in range(len(words) - 1 if not text.rstrip().endswith(OPEN) else 0):
        way = (*words[:at], words[at] + words[at + 1], *words[at + 2 :])
        yield tuple(map(analyser.stem, way))


def asked_in(query: Query, analyser: Analyser, rules: RuleStems) -> Asked:
    """Return a query's words in each way they may be put.

    Words that nothing in the shop has may be slips for those of rules, and two that are side
    by side may be one of a rule's.
    """
    each = [_words_of(term, analyser) for term in query.terms]
    _, *joined = query.phrasings
    ways = [_flat(each), *([(stem, stem) for stem in way] for way in joined)]
    if query.verbatim or not rules:
        return ways
    meant = [
        _put_right(term, words, rules) for term, words in zip(query.terms, each, strict=True)
    ]
    if meant != each:
        ways.append(_flat(meant))
    for at, (one, other) in enumerate(pairwise(query.terms)):
        stem = analyser.stem(one.text + other.text)
        if stem in rules:
            ways.append(_flat([*each[:at], [(stem, stem)], *each[at + 2 :]]))
    return ways


def _words_of(term: Term, analyser: Analyser) -> Words:
    is_corrected = term.correction is not None
    return [(stem, stem if is_corrected else analyser.fold(term.text)) for stem in term.meant]


def _put_right(term: Term, words: Words, rules: RuleStems) -> Words:
    """Return the rule's word that one nobody knows may be a slip for, or else its words."""
    if term.known or term.correction or term.stem in rules:
        return words
    stem = rules.meant_by(term.stem)
    return words if stem is None else [(stem, stem)]


def _flat(each: Sequence[Words]) -> Words:
    return [word for words in each for word in words]


def meets(match: Match, own: Stems, words: Words) -> bool:
    """Say whether a rule's stems, at least one, meet the words of a query."""
    match match:
        case Match.WORDS:
            return all(any(_is(one, word) for word in words) for one in own)
        case Match.ANY:
            return any(_is(one, word) for one in own for word in words)
        case Match.EXACT:
            return len(own) == len(words) and _same(own, words)
        case Match.STARTS_WITH:
            return len(own) <= len(words) and _same(own, words[: len(own)])
        case Match.ENDS_WITH:
            return len(own) <= len(words) and _same(own, words[-len(own) :])


def _same(own: Stems, words: Words) -> bool:
    return all(_is(one, word) for one, word in zip(own, words, strict=True))


def _is(own: str, word: tuple[str, str]) -> bool:
    if own.endswith(OPEN):
        return any(form.startswith(own[:-1]) for form in word)
    return own == word[0]
