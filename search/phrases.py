"""Gathers what may be suggested as a query: what others searched, what the catalogue names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from math import log1p
from typing import NamedTuple

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools, Ints
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser, split_words
from knowledge_base.privacy import is_private
from knowledge_base.runs import run_starts
from search.prefixes import Words, beginning_with
from search.wording import Wording, units_of

LEAST_PRODUCTS = 3
"""Products a word or a pair of words must name to be suggested without anybody's asking."""
LEAST_LETTERS = 2
"""Letters of a query that may be suggested."""
WITNESSES = 32
"""Products of a phrase that are kept: enough to see whether any of them may be shown."""
SPELLINGS = 4
"""Ways of writing a phrase by which it is found."""
MOST_PHRASES = 200_000
_TELLING = 3  # letters


class Source(IntEnum):
    """Who says so; of several spellings that of the latter is shown."""

    TITLE = 0
    CATEGORY = 1
    VISITORS = 2


class Phrase(NamedTuple):
    """One text to suggest, however it is inflected and in whatever order its words come.

    `spellings` are the folded words it is found by, `rows` (int32) some of its products,
    spread over all of them.
    """

    shown: str
    spellings: Sequence[Words]
    weight: float
    rows: Ints


@dataclass(slots=True)
class _Group:
    """Texts that say the same."""

    texts: dict[str, tuple[Source, float]] = field(default_factory=dict)
    rows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))

    def add(self, text: str, source: Source, weight: float, rows: Ints) -> None:
        """Add a text; products are those of the first that has any."""
        have, worth = self.texts.get(text, (source, 0.0))
        both = worth + weight if source is Source.VISITORS else max(worth, weight)
        self.texts[text] = (max(have, source), both)
        if not len(self.rows):
            self.rows = rows

    @property
    def weight(self) -> float:
        """Return what visitors say together; more than anything from the catalogue."""
        asked = [worth for source, worth in self.texts.values() if source is Source.VISITORS]
        return 1 + sum(asked) if asked else max(worth for _, worth in self.texts.values())

    def phrase(self, analyser: Analyser) -> Phrase:
        """Return the texts as one, shown as most people write it."""
        order = sorted(self.texts, key=lambda text: (*self.texts[text], text), reverse=True)
        ways = {one: None for text in order for one in spellings(text, analyser)}
        return Phrase(order[0], list(ways)[:SPELLINGS], self.weight, _spread(self.rows))


def folded_words(text: str, analyser: Analyser) -> Words:
    """Return a text's words the way phrases are looked up by: folded."""
    return tuple(analyser.fold(word.text) for word in split_words(text))


def gather_phrases(
    catalogue: Catalogue, language: str, queries: Iterable[tuple[str, float]]
) -> list[Phrase]:
    """Return category names, frequent words and pairs of titles, and what visitors search.

    `queries` come with how many visitors each has, weighed by how long ago that was. A query
    counts in the languages where some product is named with all of its words. What says the
    same is one phrase. The weightiest stand first.
    """
    wording = Wording.of(catalogue, Analyser(language))
    groups = _Groups(wording)
    for text, visitors in sorted(_suggestible(queries, wording)):
        groups.add(text, Source.VISITORS, visitors)
    for label, rows in _categories(wording):
        groups.add(label, Source.CATEGORY, 0.5 + _share(len(rows), catalogue), rows)
    for text, rows in _named(wording):
        groups.add(text, Source.TITLE, _share(len(rows), catalogue), rows)
    phrases = [one.phrase(wording.analyser) for one in groups.found.values()]
    phrases.sort(key=lambda one: (-one.weight, one.shown))
    return phrases[:MOST_PHRASES]


class _Groups:
    """Puts together what has the same telling stems."""

    def __init__(self, wording: Wording) -> None:
        self.found: dict[Words, _Group] = {}
        self._wording = wording
        self._stem = wording.analyser.stem
        self._empty = FUNCTION_WORDS.get(wording.analyser.language, frozenset())

    def add(self, text: str, source: Source, weight: float, rows: Ints | None = None) -> None:
        """Add a text with its products; without them they are looked up, and there must be."""
        words = [word.text for word in split_words(text)]
        telling = [one for one in words if one not in self._empty] or words
        if rows is None:
            rows = self._wording.rows([self._stem(one) for one in telling])
        if len(rows):
            same = tuple(sorted(map(self._sense, telling)))
            self.found.setdefault(same, _Group()).add(text, source, weight, rows)

    def _sense(self, word: str) -> str:
        """Return what inflections share; a brand is not inflected: "Jack" is no "Jacke"."""
        return f"={word}" if self._wording.is_brand((word,)) else self._stem(word)


def _suggestible(
    queries: Iterable[tuple[str, float]], wording: Wording
) -> Iterator[tuple[str, float]]:
    """Yield the queries that may be shown to others, in the shop's spelling."""
    asked: dict[str, tuple[str, float]] = {}
    for text, visitors in queries:
        shown = None if is_private(text) else _spelled(text, wording)
        if shown:
            letters = " ".join(folded_words(shown, wording.analyser))
            asked[letters] = shown, asked.get(letters, ("", 0.0))[1] + visitors
    ordered = sorted(asked)
    for letters, (text, visitors) in asked.items():
        last = letters.rpartition(" ")[2]
        longer = (ordered[at] for at in beginning_with(letters, ordered))
        wanted = [one[len(letters) :] for one in longer if asked[one][1] > visitors]
        if not _is_half_typed(last, wanted, wording):
            yield text, visitors


def _spelled(text: str, wording: Wording) -> str:
    """Write a query the way the shop does; "" where it has words that name no product."""
    words: list[str] = []
    for word in split_words(text):
        together = None
        if not wording.has(wording.analyser.stem(word.text)):
            together = wording.together(word.text)
            if together is None:
                return ""
        words += together or (word.text,)
    if sum(map(len, words)) < LEAST_LETTERS:
        return ""
    return " ".join(map(wording.shown, wording.cut(words)))


def _is_half_typed(last: str, wanted: Sequence[str], wording: Wording) -> bool:
    """Say whether a query's last word (folded) is the mere beginning of a longer one.

    `wanted` are the letters by which queries that more people ask go on. A word of the
    catalogue stands for itself unless it is rarer there than the longer one; any other is
    half typed where a longer form of the same word is known: "jack", but not "jacken".
    """
    known = wording.products
    if last in wording.forms:
        longer = (last + one.partition(" ")[0] for one in wanted if one and one[0] != " ")
        return any(known.get(one, 0) > known.get(last, 0) for one in longer)
    stem = wording.analyser.stem
    return any(stem(one) == stem(last) for one in wording.longer(last))


def _categories(wording: Wording) -> Iterator[tuple[str, Ints]]:
    """Yield the names of categories with their products."""
    catalogue, language = wording.catalogue, wording.analyser.language
    if tree := catalogue.facets.get(CATEGORY):
        for code, label in enumerate(tree.labels[language].texts()):
            if split_words(label):
                yield label, np.unique(catalogue.product_of[tree.postings[code]])


def _named(wording: Wording) -> Iterator[tuple[str, Ints]]:
    """Yield the units, and the pairs of neighbours, that name something in several titles."""
    telling = _telling(wording)
    shown = [wording.shown(one) for one in wording.units]
    for number in np.flatnonzero(telling).tolist():
        rows = wording.by_unit[number]
        if len(rows) >= LEAST_PRODUCTS:
            yield shown[number], rows
    unit, row = wording.unit.astype(np.int64), wording.row
    there = telling[wording.unit]
    first = np.flatnonzero((row[1:] == row[:-1]) & there[1:] & there[:-1])
    pair = unit[first] * len(shown) + unit[first + 1]
    order = np.argsort(pair, kind="stable")
    pair, row = pair[order], row[first[order]]
    starts = run_starts(pair) if len(pair) else pair
    lengths = np.diff(starts, append=len(pair))
    for at in np.flatnonzero(lengths >= LEAST_PRODUCTS).tolist():
        one, other = divmod(int(pair[starts[at]]), len(shown))
        if one != other:
            yield f"{shown[one]} {shown[other]}", row[starts[at] : starts[at] + lengths[at]]


def _telling(wording: Wording) -> Bools:
    """Say which units name something (bool): words of letters, not too short, not empty."""
    empty = FUNCTION_WORDS.get(wording.analyser.language, frozenset())
    return np.array(
        [
            (sum(map(len, words)) >= _TELLING or wording.is_brand(words))
            and all(word.isalpha() and word not in empty for word in words)
            for words in wording.units
        ],
        dtype=np.bool_,
    )


def spellings(text: str, analyser: Analyser) -> Iterator[Words]:
    """Yield the folded words of a text: apart, and as one where they hang together."""
    units = [tuple(map(analyser.fold, words)) for words, _ in units_of(text)]
    yield tuple(word for unit in units for word in unit)
    if any(len(unit) > 1 for unit in units):
        yield tuple("".join(unit) for unit in units)


def _spread(rows: Ints) -> Ints:
    """Return some rows (ascending) from all over."""
    if len(rows) <= WITNESSES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, WITNESSES).astype(np.intp)]


def _share(products: int, catalogue: Catalogue) -> float:
    """Return a weight below a half that grows with the products."""
    return log1p(products) / log1p(catalogue.products + 1) / 2
