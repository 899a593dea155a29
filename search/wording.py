"""How a shop writes: which words it uses, which of them hang together, and their capitals."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
import orjson

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.columns import Ints, Lists
from knowledge_base.language.words import Analyser, Word, split_words
from search.prefixes import Words, beginning_with

_LONGEST = 4  # words of a unit that a query may write apart
_SHOUTED = 5
"""Capitals from which on a word is no abbreviation but shouted."""


@dataclass(frozen=True)
class Wording:
    """What the titles and facet values of a catalogue say in one language.

    Titles consist of units: a word, or several that nothing but a hyphen or the like parts,
    such as "T-Shirt". Unit `unit[i]` (int32, shape (m,)) stands in the title of product
    `row[i]` (int32); titles come one behind the other, each in its order. `units` are their
    normalised words by number, `numbers` the way back, `spelled` how most titles write them:
    where they can, not in front, where every word is capitalised.
    """

    catalogue: Catalogue
    analyser: Analyser
    units: Sequence[Words]
    numbers: Mapping[Words, int]
    unit: Ints
    row: Ints
    spelled: Sequence[str]

    @classmethod
    def of(cls, catalogue: Catalogue, analyser: Analyser) -> "Wording":
        """Read all titles of a catalogue in the language of an analyser."""
        hits = catalogue.hits[analyser.language]
        numbers: dict[Words, int] = {}
        unit: list[int] = []
        length: list[int] = []
        written: tuple[Counter[tuple[int, str]], ...] = (Counter(), Counter())
        for row in range(catalogue.products):
            title = orjson.loads(hits.raw(row))["title"]
            before = len(unit)
            for words, letters in units_of(title):
                number = numbers.setdefault(words, len(numbers))
                written[len(unit) == before][number, letters] += 1
                unit.append(number)
            length.append(len(unit) - before)
        return cls(
            catalogue,
            analyser,
            list(numbers),
            numbers,
            np.array(unit, dtype=np.int32),
            np.repeat(np.arange(catalogue.products, dtype=np.int32), length),
            _most_written(len(numbers), *written),
        )

    def shown(self, words: Words) -> str:
        """Return a unit as shops of the language write it; of one nobody uses, its words.

        German writes nouns with a capital, so titles tell. Elsewhere titles put capitals
        everywhere: only brands, abbreviations and words with capitals inside keep theirs.
        """
        if words in self._brands:
            return self._brands[words]
        number = self.numbers.get(words)
        letters = self._categories.get(words) if number is None else self.spelled[number]
        if letters is None:
            return " ".join(words)
        is_shouted = letters.isupper() and max(map(len, words)) >= _SHOUTED
        if self.analyser.language.startswith("de"):
            return letters.capitalize() if is_shouted else letters
        is_own = letters[1:] != letters[1:].lower() and not is_shouted
        return letters if is_own else letters.lower()

    def rows(self, stems: Sequence[str]) -> Ints:
        """Return the products that have all of some stems in titles or facet values."""
        if not stems:
            return np.zeros(0, dtype=np.int32)
        lists = sorted(map(self._having, dict.fromkeys(stems)), key=len)
        return reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), lists)

    def has(self, stem: str) -> bool:
        """Say whether any title or facet value has a stem."""
        return stem in self._units_with or stem in self._values_with

    def together(self, letters: str) -> Words | None:
        """Return the unit that is written as one word here: "tshirt" for "T-Shirt"."""
        return self._glued.get(letters)

    def is_brand(self, words: Words) -> bool:
        """Say whether a unit stands in the name of a brand."""
        return words in self._brands

    def cut(self, words: Sequence[str]) -> Iterator[Words]:
        """Cut words into units, the longest that the shop uses."""
        at = 0
        while at < len(words):
            runs = (
                tuple(words[at:end]) for end in range(min(at + _LONGEST, len(words)), at, -1)
            )
            unit = next((one for one in runs if one in self.numbers), (words[at],))
            yield unit
            at += len(unit)

    def longer(self, letters: str) -> Sequence[str]:
        """Return the words, folded, that begin with some letters and go on."""
        places = beginning_with(letters, self._sorted)
        return [one for one in self._sorted[places.start : places.stop] if one != letters]

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self.forms)

    @cached_property
    def products(self) -> Mapping[str, int]:
        """Return how often each word stands in titles, by its folded letters."""
        count = np.bincount(self.unit, minlength=len(self.units)).tolist()
        found: Counter[str] = Counter()
        for words, times in zip(self.units, count, strict=True):
            for word in words:
                found[self.analyser.fold(word)] += times
        return found

    @cached_property
    def forms(self) -> frozenset[str]:
        """Return every word of titles and facet values, folded."""
        labels = {word for _, _, words in self._labels() for word in words}
        return frozenset((*self.products, *map(self.analyser.fold, labels)))

    @cached_property
    def by_unit(self) -> Lists:
        """Return for each unit the products that have it in their titles, ascending."""
        return Lists.grouped(self.unit, self.row, len(self.units))

    @cached_property
    def _categories(self) -> Mapping[Words, str]:
        """Return how categories write what titles may say in other forms: "Laufschuhe"."""
        return self._written(CATEGORY)

    @cached_property
    def _brands(self) -> Mapping[Words, str]:
        return self._written(BRAND)

    def _written(self, name: str) -> Mapping[Words, str]:
        """Return how the values of a facet write their units."""
        facet = self.catalogue.facets.get(name)
        labels = facet.labels[self.analyser.language].texts() if facet else ()
        return {words: letters for one in labels for words, letters in units_of(one)}

    @cached_property
    def _glued(self) -> Mapping[str, Words]:
        return {"".join(one): one for one in self.units if len(one) > 1}

    @cached_property
    def _units_with(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self.units):
            for word in words:
                found[self.analyser.stem(word)].append(number)
        return found

    @cached_property
    def _values_with(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, code, words in self._labels():
            for word in words:
                found[self.analyser.stem(word)].append((name, code))
        return found

    def _labels(self) -> Iterator[tuple[str, int, Words]]:
        """Yield the words of all facet values that products are named by."""
        for name, facet in self.catalogue.facets.items():
            for code, label in enumerate(facet.labels[self.analyser.language].texts()):
                yield name, code, tuple(word.text for word in split_words(label))

    def _having(self, stem: str) -> Ints:
        product_of, facets = self.catalogue.product_of, self.catalogue.facets
        titles = (self.by_unit[number] for number in self._units_with.get(stem, ()))
        values = (
            product_of[facets[name].postings[code]]
            for name, code in self._values_with.get(stem, ())
        )
        return np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *titles, *values]))


def units_of(text: str) -> Iterator[tuple[Words, str]]:
    """Yield the words of each unit of a text, normalised, and its letters as written."""
    run: list[Word] = []
    for word in split_words(text):
        if run and not word.glued:
            yield tuple(one.text for one in run), text[run[0].start : run[-1].end]
            run = []
        run.append(word)
    if run:
        yield tuple(one.text for one in run), text[run[0].start : run[-1].end]


def _most_written(
    units: int, inside: Counter[tuple[int, str]], in_front: Counter[tuple[int, str]]
) -> list[str]:
    """Return how each unit is mostly written, inside of titles if it stands there."""
    best: list[tuple[int, int, str]] = [(0, 0, "")] * units
    for number, letters in (*inside, *in_front):
        said = inside[number, letters], in_front[number, letters], letters
        best[number] = max(best[number], said)
    return [letters for _, _, letters in best]
