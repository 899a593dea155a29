"""Gathers what may be suggested as a query: what others searched, what the catalogue names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import orjson

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.language.function_words import FUNCTION_WORDS
from knowledge_base.language.words import Analyser, Word, split_words

LEAST_PRODUCTS = 3
"""Products a word or a pair of words must name to be suggested without anybody's asking."""


def folded_words(text: str, analyser: Analyser) -> tuple[str, ...]:
    """Return a text's words the way phrases are looked up by: folded."""
    return tuple(analyser.fold(word.text) for word in split_words(text))


@dataclass
class Phrases:
    """Suggestible texts of one language by their folded words, so that none comes twice.

    Every query of visitors weighs more than anything from the catalogue.
    """

    analyser: Analyser
    shown: dict[tuple[str, ...], str] = field(default_factory=dict)
    weight: dict[tuple[str, ...], float] = field(default_factory=dict)

    def add(self, text: str, weight: float) -> None:
        """Add a text; one that is there already keeps the greater weight and its spelling."""
        words = folded_words(text, self.analyser)
        if words:
            self.shown.setdefault(words, text)
            self.weight[words] = max(self.weight.get(words, 0.0), weight)


def gather_phrases(
    catalogue: Catalogue, language: str, queries: Iterable[tuple[str, int]]
) -> Phrases:
    """Return category names, frequent words and pairs of titles, and queries with visitors.

    A query counts in the languages whose catalogue has all of its words.
    """
    phrases = Phrases(Analyser(language))
    titles = [
        split_words(orjson.loads(catalogue.hits[language].raw(row))["title"])
        for row in range(catalogue.products)
    ]
    known = _stems(catalogue, language, titles, phrases.analyser)
    for text, visitors in queries:
        if all(stem in known for _, stem in phrases.analyser.terms(text)):
            phrases.add(" ".join(text.split()), 1 + visitors)
    if tree := catalogue.facets.get(CATEGORY):
        for code, label in enumerate(tree.labels[language].texts()):
            phrases.add(label, _share(len(tree.postings[code])))
    for phrase, products in Counter(_named(titles, language)).items():
        if products >= LEAST_PRODUCTS:
            phrases.add(phrase, _share(products))
    return phrases


def _share(products: int) -> float:
    return products / (products + 1)


def _stems(
    catalogue: Catalogue, language: str, titles: Sequence[Sequence[Word]], analyser: Analyser
) -> set[str]:
    """Return the stems of all titles and facet values, and of function words."""
    words = {word.text for title in titles for word in title}
    words |= FUNCTION_WORDS.get(language, frozenset())
    for facet in catalogue.facets.values():
        for label in facet.labels[language].texts():
            words.update(word.text for word in split_words(label))
    return {analyser.stem(word) for word in words}


def _named(titles: Iterable[Sequence[Word]], language: str) -> Iterator[str]:
    """Yield the words, and the pairs of neighbours, that name something in each title."""
    empty = FUNCTION_WORDS.get(language, frozenset())
    for title in titles:
        words = [word.text for word in title]
        telling = [word.isalpha() and len(word) > 2 and word not in empty for word in words]  # noqa: PLR2004 two letters name nothing
        yield from {word for word, tells in zip(words, telling, strict=True) if tells}
        pairs = zip(pairwise(words), pairwise(telling), strict=True)
        yield from {" ".join(pair) for pair, tell in pairs if all(tell)}
