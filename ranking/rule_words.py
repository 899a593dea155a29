"""Compares a rule's words with a query's: by their stems, the last one perhaps begun only."""

from collections.abc import Mapping, Sequence

from knowledge_base.language.words import Analyser, split_words
from knowledge_base.rules import Match, When
from ranking.query import Query

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


def asked_in(query: Query, analyser: Analyser) -> Asked:
    """Return a query's words in each way they may be put."""
    plain = [
        (stem, stem if term.correction else analyser.fold(term.text))
        for term in query.terms
        for stem in term.meant
    ]
    _, *joined = query.phrasings
    return [plain, *([(stem, stem) for stem in way] for way in joined)]


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
