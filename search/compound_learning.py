"""Learns which words of a catalogue are compounds, and which parts speak for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from knowledge_base.language.linking import Linking
from knowledge_base.language.words import Analyser
from search.parts import Parts
from search.splitting import Splitter, Way
from search.vocabulary import Vocabulary

TOGETHER = 0.05
"""What each doubling of the products that have both parts adds to a score."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a catalogue says of words, beside how many of its `products` have each.

    `heads` counts the titles and categories that each word heads (see `heads.head_of`),
    `brands` are the words of brands, which stay whole. `together` says how many products
    have both of two stems.
    """

    products: int
    heads: Mapping[str, int]
    brands: frozenset[str] = frozenset()
    together: Callable[[str, str], int] | None = None


class Found(NamedTuple):
    """A word of the vocabulary, by its place there, and what it is made of."""

    at: int
    way: Way


def learn_compounds(
    vocabulary: Vocabulary, evidence: Evidence
) -> tuple[Splitter, dict[str, Found]]:
    """Return the compounds of a vocabulary by their stems, and what finds others.

    Words are cut twice: first by the language's links and the length of parts, then by what
    the parts did in all those compounds.
    """
    analyser = vocabulary.analyser
    linking = Linking.of(analyser.language)
    heads: Counter[str] = Counter()
    for word, count in evidence.heads.items():
        heads[analyser.stem(word)] += count
    parts = Parts.of(vocabulary, heads, linking)
    words = _words(vocabulary, stems_of(evidence.brands | linking.opaque, analyser))
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
    return splitter, found


def stems_of(words: Iterable[str], analyser: Analyser) -> frozenset[str]:
    """Return the stems of some words."""
    return frozenset(analyser.stem(word) for word in words)


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
            way._replace(score=way.score + TOGETHER * np.log2(1 + count))
            for way, count in zip(ways, both, strict=True)
            if count >= needed
        ),
        default=None,
    )
