"""Finds two words that were written as one where products write them apart: "snowblower"."""

from collections.abc import Iterator

from knowledge_base.language.words import Analyser
from search.index import TextIndex

SHORTEST = 3
"""Letters of a word that is looked for beside another."""


def two_words(word: str, index: TextIndex, analyser: Analyser) -> tuple[str, str] | None:
    """Return the two words that an unknown one is made of, if any product has both.

    Of several ways the one that most products have. In languages that join words as a rule
    the compounds of the catalogue say first where a word may be cut.
    """
    stem = analyser.stem
    having = {
        (left, right): index.named_together([stem(left), stem(right)])
        for left, right in _cuts(word)
    }
    best = max(having, key=having.__getitem__, default=None)
    return best if best and having[best] else None


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a word in two, of which one may be a number."""
    for at in range(1, len(word)):
        words = word[:at], word[at:]
        long = [one.isalpha() and len(one) >= SHORTEST for one in words]
        if all(long) or (any(long) and any(map(str.isdecimal, words))):
            yield words
