"""Knows the words that values of facets are called by, and finds them in queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from knowledge_base.catalogue import Catalogue, Facet
from knowledge_base.columns import Longs
from knowledge_base.language.sizes import size_key
from knowledge_base.language.units import Quantity, read_quantities, sized
from knowledge_base.language.words import Analyser, joined_words, split_words
from ranking.query import CODE, Query
from search.index import TextIndex
from search.measuring import is_size, keys_of
from search.synonyms import Synonyms

LONGEST = 4
"""Words of a value that people type; what is longer describes."""
_MOST_SPACES = 3 * LONGEST  # with signs between: beyond is more than that, or nothing to type
MOST_FACETS = 4
"""Facets that the same words may speak of, those most likely meant."""
FEW_VALUES = 64
"""Values of a facet up to which even those count that a single product has."""
LEAST_SHARE = 0.1
"""Share of the products with the words that have the value, for it to be meant at all.

Not asked of sizes of several words: each of the numbers of "32/34" is in many others.
"""

_Values = Mapping[str, tuple["Value", ...]]


class Value(NamedTuple):
    """A value of a facet, and the share of all products with its words that have it."""

    facet: str
    code: int
    share: float


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a query, from term `first` up to `end`, and the values they may be.

    What is `measured` is written as a quantity.
    """

    first: int
    end: int
    values: tuple[Value, ...]
    measured: bool = False


class AttributeWords:
    """What values of facets are called in one language: by their stems, or as quantities."""

    def __init__(self, language: str, named: _Values, measured: _Values) -> None:
        self._language = language
        self._named = named
        self._measured = measured
        self._longest: dict[str, int] = {}
        for key in named:
            first = key.partition(" ")[0]
            self._longest[first] = max(key.count(" ") + 1, self._longest.get(first, 0))

    @classmethod
    def build(cls, catalogue: Catalogue, index: TextIndex) -> "AttributeWords":
        """Read the values of a catalogue; `index` says how many products have a word."""
        analyser = index.vocabulary.analyser
        keys_in = cache(partial(_keys_in, analyser))  # "yes" is a value of many facets
        named: dict[str, list[Value]] = defaultdict(list)
        measured: dict[str, list[Value]] = defaultdict(list)
        for facet in catalogue.facets.values():
            having = _having(facet, catalogue)
            least = 1 if len(facet.values) <= FEW_VALUES else 2
            frequent = np.flatnonzero(having >= least).tolist()
            for code, key in _stems_of(facet, frequent, keys_in):
                said = min(map(index.named, key.split(" ")))
                share = min(1.0, float(having[code]) / said) if said else 1.0
                if share >= LEAST_SHARE or (" " in key and is_size(facet.name)):
                    named[key].append(Value(facet.name, code, share))
            for code, key in _quantities_of(facet, frequent, catalogue, analyser.language):
                measured[key].append(Value(facet.name, code, 1.0))
        return cls(analyser.language, _likeliest(named), _likeliest(measured))

    def mentions(self, query: Query, synonyms: Synonyms) -> list[Mention]:
        """Return the values that a query may name, in order and not overlapping.

        Where several could be meant, the longest is.
        """
        stems = [one.correction.stems[0] if one.correction else one.stem for one in query.terms]
        found = [*self._said(query, stems)]
        if synonyms.meanings:
            found += self._called(stems, synonyms)
        if query.spans:
            spanned = {at for one in query.spans for at in range(one.first, one.end)}
            found = [one for one in found if spanned.isdisjoint(range(one.first, one.end))]
            found += self._measures(query)
        return _longest(found) if len(found) > 1 else found

    def _said(self, query: Query, stems: Sequence[str]) -> Iterator[Mention]:
        longest, named = self._longest, self._named
        for first, stem in enumerate(stems):
            if stem not in longest:
                continue
            if stem in named and query.terms[first].telling:
                yield Mention(first, first + 1, named[stem])
            for end in range(first + 2, min(first + longest[stem], len(stems)) + 1):
                values = named.get(" ".join(stems[first:end]))
                if values:
                    yield Mention(first, end, values)

    def _called(self, stems: Sequence[str], synonyms: Synonyms) -> Iterator[Mention]:
        """Yield values that people of the shop call otherwise."""
        for one in synonyms.readings(stems):
            values = self._named.get(" ".join(one.stems))
            if values:
                yield Mention(one.start, one.end, values)

    def _measures(self, query: Query) -> Iterator[Mention]:
        """Yield the values that are the quantities of a query, however they are written."""
        spans = [one for one in query.spans if one.kind != CODE]
        for quantity in read_quantities(query.text, self._language) if spans else ():
            within = range(quantity.start, quantity.end)
            values = next(filter(None, map(self._measured.get, _keys_of(quantity))), None)
            for one in spans:
                if values and query.terms[one.first].start in within:
                    yield Mention(one.first, one.end, values, measured=True)


def _longest(found: Iterable[Mention]) -> list[Mention]:
    """Leave of mentions that overlap the longest, of equal ones the first."""
    taken: set[int] = set()
    kept = []
    for one in sorted(found, key=lambda one: one.first - one.end):
        places = range(one.first, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda one: one.first)


def _having(facet: Facet, catalogue: Catalogue) -> Longs:
    """Return how many products have each value (int64, by code)."""
    n = len(facet.values)
    if catalogue.variants == catalogue.products:
        return np.bincount(facet.codes.values, minlength=n)
    product = catalogue.product_of[facet.codes.owner].astype(np.int64)
    return np.bincount(np.unique(product * n + facet.codes.values) % n, minlength=n)


def _stems_of(
    facet: Facet, codes: Iterable[int], keys_in: Callable[[str], Sequence[str]]
) -> Iterator[tuple[int, str]]:
    """Yield codes of values with what each is called, in any language."""
    columns = list(facet.labels.values())
    for code in codes:
        texts = {column[code] for column in columns}
        for key in {key for text in texts for key in keys_in(text)}:
            yield code, key


def _keys_in(analyser: Analyser, text: str) -> Sequence[str]:
    """Return the stems of a short text, and of what is one word but for hyphens."""
    if text.count(" ") > _MOST_SPACES:
        return ()
    words = split_words(text)
    if not 0 < len(words) <= LONGEST:
        return ()
    together = " ".join(analyser.stem(one.text) for one in words)
    is_joined = all(one.glued for one in words[1:])
    joined = (analyser.stem(one.text) for one in joined_words(words)) if is_joined else ()
    return together, *joined


def _quantities_of(
    facet: Facet, codes: Iterable[int], catalogue: Catalogue, language: str
) -> Iterator[tuple[int, str]]:
    """Yield the values that are quantities: sizes, and what variants of a product differ in."""
    sizes = is_size(facet.name)
    one_each = catalogue.variants == catalogue.products
    if not sizes and (one_each or catalogue.coding(facet.name).shared):
        return
    for code in codes:
        text = facet.labels[language][code]
        size = size_key(text, language) if sizes else None
        read = [sized(size)] if size else read_quantities(text, language)[:1]
        for key in dict.fromkeys(key for one in read for key in _keys_of(one)):
            yield code, key


def _keys_of(quantity: Quantity) -> Iterator[str]:
    if quantity.unit:
        yield f"{quantity.dimension} {quantity.value:.3g}"
    else:
        yield from keys_of(quantity)


def _likeliest(values: Mapping[str, list[Value]]) -> _Values:
    return {
        key: tuple(sorted(some, key=lambda one: -one.share)[:MOST_FACETS])
        for key, some in values.items()
    }
