"""Guesses which category a query is about that finds no product."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from ranking.query import Query
from search.clauses import Alternative, Clause
from search.lexicon import Lexicon

SHORTEST_PIECE = 4
"""Letters that a word must share with one of the catalogue to be a hint."""
AGREED = 0.5
"""The share of the products hinted at that a category must have."""


def category_of_rows(rows: Ints, catalogue: Catalogue) -> int:
    """Return the code of the deepest category that most of some products (int32) are in.

    UNKNOWN where they have none, or none in common.
    """
    tree = catalogue.facets.get(CATEGORY)
    leaves = catalogue.leaf[rows]
    leaves = leaves[leaves != UNKNOWN]
    if tree is None or not len(leaves):
        return UNKNOWN
    inside: Counter[int] = Counter()
    count = np.bincount(leaves)
    for leaf in np.flatnonzero(count).tolist():
        for code in tree.path(leaf):
            inside[code] += int(count[leaf])
    agreed = [code for code, products in inside.items() if products > AGREED * len(leaves)]
    return max(agreed, key=lambda code: len(tree.path(code)), default=UNKNOWN)


def likely_category(query: Query, lexicon: Lexicon, catalogue: Catalogue) -> int:
    """Return the code of the category that a query without products hints at, or UNKNOWN.

    The strongest hint counts: words that end like one of the catalogue, for that names the
    thing, then words spelled or sounding nearly so, then words that begin like one; after
    the language asked in, the shop's others.
    """
    for words in (lexicon, *lexicon.others):
        for hints in (_endings, _neighbours, _beginnings):
            rows = [
                words.index.match([Clause((Alternative((words.analyser.stem(hint),)),))]).rows
                for term in query.terms
                if term.telling
                for hint in hints(term.text, words)
            ]
            category = category_of_rows(np.concatenate(rows), catalogue) if rows else UNKNOWN
            if category != UNKNOWN:
                return category
    return UNKNOWN


def _endings(word: str, lexicon: Lexicon) -> Sequence[str]:
    """Return the longest word of the catalogue that a word ends with, or is."""
    starts = range(len(word) - SHORTEST_PIECE + 1)
    return _first(word[at:] for at in starts if _named(lexicon, word[at:]))


def _beginnings(word: str, lexicon: Lexicon) -> Sequence[str]:
    """Return the longest word of the catalogue that a word begins with."""
    ends = range(len(word), SHORTEST_PIECE - 1, -1)
    return _first(word[:end] for end in ends if _named(lexicon, word[:end]))


def _named(lexicon: Lexicon, piece: str) -> bool:
    return piece.isalpha() and lexicon.names(piece)


def _first(words: Iterator[str]) -> Sequence[str]:
    return tuple(islice(words, 1))


def _neighbours(word: str, lexicon: Lexicon) -> Sequence[str]:
    """Return what a word may be a slip for, whatever was made of it before."""
    spelling = lexicon.spelling
    near = (
        spelling.correct(word)
        or spelling.loosely(word)
        or spelling.complete(word)
        or spelling.sounds_like(word)
    )
    return [one.shown for one in near]
