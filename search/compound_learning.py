"""Learns which words of a catalogue are compounds, and which parts speak for it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import cycle
from math import log2
from typing import NamedTuple

import numpy as np

from knowledge_base.language.linking import Linking
from knowledge_base.language.words import Analyser, split_words
from search.heads import head_of
from search.parts import Parts
from search.splitting import Splitter, Way
from search.texts import Field
from search.vocabulary import Vocabulary

TOGETHER = 0.05
"""What each doubling of the products that have both parts adds to a score."""
MOST_TITLES = 200_000
"""Titles whose heads are counted: of more products every second, third … says enough."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a catalogue says of words, beside how many of its `products` have each.

    `heads` counts the titles and categories that each word heads, `brands` the products whose
    brand has a word: where it is that as a rule, it stays whole. `together` says how many
    products have both of two stems.
    """

    products: int
    heads: Mapping[str, int]
    brands: Mapping[str, int] = field(default_factory=dict)
    together: Callable[[str, str], int] | None = None


class Witness:
    """Takes down what the texts of products say of words."""

    def __init__(self, language: str, products: int) -> None:
        self._turn = cycle(range(max(1, products // MOST_TITLES)))
        self._heads: Counter[str] = Counter()
        self._brands: Counter[str] = Counter()
        self._head = lru_cache(maxsize=1 << 14)(partial(head_of, language=language))
        self._words = lru_cache(maxsize=1 << 14)(split_words)

    def hear(self, where: Field, text: str) -> None:
        """Take down one text of one product."""
        if where is Field.CATEGORY or (where is Field.TITLE and not next(self._turn)):
            head = self._head(text)
            if head:
                self._heads[head] += 1
        elif where is Field.BRAND:
            self._brands.update({word.text for word in self._words(text)})

    def evidence(self, products: int, together: Callable[[str, str], int]) -> Evidence:
        """Return what all products said."""
        return Evidence(products, self._heads, self._brands, together)


class Learned(NamedTuple):
    """The compounds by their stems, what finds others, and the stems of brands."""

    splitter: Splitter
    found: Mapping[str, "Found"]
    brands: frozenset[str]


class Found(NamedTuple):
    """A word of the vocabulary, by its place there, and what it is made of."""

    at: int
    way: Way


def learn_compounds(vocabulary: Vocabulary, evidence: Evidence) -> Learned:
    """Return the compounds of a vocabulary.

    Words are cut twice: first by the language's links and the length of parts, then by what
    the parts did in all those compounds.
    """
    analyser = vocabulary.analyser
    linking = Linking.of(analyser.language)
    heads: Counter[str] = Counter()
    for word, count in evidence.heads.items():
        heads[analyser.stem(word)] += count
    parts = Parts.of(vocabulary, heads, linking)
    brands = stems_of(_brands(vocabulary, evidence.brands), analyser)
    words = _words(vocabulary, brands | stems_of(linking.opaque, analyser))
    raw = Splitter(parts, linking, analyser, evidence.products, seasoned=False)
    first = (ways[0] for at in words.values() if (ways := raw.ways(vocabulary.shown[at])))
    parts = parts.counted(_pairs(first))
    splitter = replace(raw, parts=parts, seasoned=True)
    found: dict[str, Found] = {}
    for one, at in words.items():
        shown = vocabulary.shown[at]
        way = _best(splitter, shown, evidence) or splitter.tail(shown)
        if way and all(len(parts.stems[part]) < len(one) for part in way.parts):
            found[one] = Found(at, way)
    return Learned(splitter, found, brands)


def stems_of(words: Iterable[str], analyser: Analyser) -> frozenset[str]:
    """Return the stems of some words."""
    return frozenset(analyser.stem(word) for word in words)


def _brands(vocabulary: Vocabulary, brands: Mapping[str, int]) -> Iterator[str]:
    """Yield the words that most of the products that have them have as their brand."""
    for word, products in brands.items():
        fold = vocabulary.analyser.fold(word)
        at = bisect_left(vocabulary.folded, fold)
        alike = vocabulary.folded[at : at + 1] == [fold]
        if not alike or 2 * products >= vocabulary.frequency[at]:
            yield word


def _words(vocabulary: Vocabulary, whole: frozenset[str]) -> dict[str, int]:
    """Return the words to split by their stems: of each stem the one most products have."""
    words: dict[str, int] = {}
    for at in np.argsort(vocabulary.frequency, kind="stable").tolist():
        shown = vocabulary.shown[at]
        stem = vocabulary.analyser.stem(shown)
        if shown.isalpha() and stem not in whole:
            words[stem] = at
    return words


def _pairs(ways: Iterator[Way]) -> Iterator[tuple[int, int, int]]:
    for way in ways:
        yield from zip(way.parts, way.links, way.parts[1:], strict=False)


def _best(splitter: Splitter, word: str, evidence: Evidence) -> Way | None:
    """Return the way to cut a word that the catalogue speaks for most.

    Where compounds are written apart, products must have both parts.
    """
    ways = splitter.ways(word)
    needed = 0 if splitter.linking.closed else 1
    if not ways or (needed == 0 and len(ways) == 1):
        return ways[0] if ways else None
    if evidence.together is None:
        return ways[0] if needed == 0 else None
    stems = splitter.parts.stems
    both = [evidence.together(stems[way.parts[-2]], stems[way.parts[-1]]) for way in ways]
    return max(
        (
            way._replace(score=min(1.0, way.score + TOGETHER * log2(1 + count)))
            for way, count in zip(ways, both, strict=True)
            if count >= needed
        ),
        default=None,
    )
