"""Completes what is being typed: to queries, categories and brands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from knowledge_base.catalogue import Catalogue, Facet
from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.columns import Bools, TextColumn
from knowledge_base.language.words import Analyser
from knowledge_base.runs import run_starts
from knowledge_base.snapshots import PartReader, PartWriter
from search.phrases import folded_words, gather_phrases
from search.prefixes import PrefixList
from search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer, in the shapes of the API; `corrected` is what was typed, put right."""

    queries: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    brands: list[dict[str, Any]]
    corrected: str | None = None


def build_suggestions(
    catalogue: Catalogue, language: str, queries: Sequence[tuple[str, int]], out: PartWriter
) -> None:
    """Write the queries to suggest in a language; `queries` are texts with their visitors."""
    phrases = gather_phrases(catalogue, language, queries)
    listed = PrefixList.of(list(phrases.weight), list(phrases.weight.values()))
    name = f"suggestions/{language}"
    out.texts(f"{name}/shown", TextColumn.of(phrases.shown[words] for words in phrases.weight))
    out.texts(f"{name}/keys", listed.column)
    out.array(f"{name}/text", listed.text)
    out.array(f"{name}/weight", listed.weight)


class _Values:
    """The values of one facet by the beginnings of their labels, the most carried first."""

    def __init__(self, facet: Facet, catalogue: Catalogue, analyser: Analyser) -> None:
        self._facet = facet
        self._product_of = catalogue.product_of
        self._labels = facet.labels[analyser.language].texts()
        folds = [folded_words(label, analyser) for label in self._labels]
        self._listed = PrefixList.of(folds, np.diff(facet.postings.start).tolist())

    def top(self, beginning: str, limit: int, allowed: Bools) -> list[dict[str, Any]]:
        """Return the values that have allowed products, with how many, and their ancestors."""
        found = (
            {
                "value": self._facet.values[code],
                "label": self._labels[code],
                "count": self._products(code, allowed),
                "path": [self._labels[one] for one in self._facet.path(code)],
            }
            for code in self._listed.top(beginning, limit)
        )
        return [one for one in found if one["count"]]

    def _products(self, code: int, allowed: Bools) -> int:
        product = self._product_of[self._facet.postings[code]]  # ascending, as postings are
        return len(run_starts(product[allowed[product]]))


class Suggester:
    """Suggests in one language; what cannot be completed as typed is corrected first."""

    def __init__(
        self, shown: TextColumn, listed: PrefixList, catalogue: Catalogue, searcher: Searcher
    ) -> None:
        self._shown = shown
        self._listed = listed
        self._lexicon = searcher.lexicon
        self._values = {
            name: _Values(catalogue.facets[name], catalogue, self._lexicon.analyser)
            for name in (CATEGORY, BRAND)
            if name in catalogue.facets
        }

    @classmethod
    def open(
        cls, part: PartReader, catalogue: Catalogue, language: str, searcher: Searcher
    ) -> "Suggester":
        """Open what `build_suggestions` wrote."""
        name = f"suggestions/{language}"
        keys = part.texts(f"{name}/keys")
        listed = PrefixList(keys, part.array(f"{name}/text"), part.array(f"{name}/weight"))
        return cls(part.texts(f"{name}/shown"), listed, catalogue, searcher)

    def suggest(self, text: str, allowed: Bools, limit: int) -> Suggestions:
        """Return at most `limit` of each kind for what is typed; "" gives the popular ones.

        Categories and brands without an `allowed` product (bool, shape (p,)) are left out.
        """
        found = self._starting_with(text, allowed, limit)
        if found.queries or found.categories or found.brands:
            return found
        corrected = self._lexicon.understand(text).corrected
        if corrected is None:
            return found
        return replace(self._starting_with(corrected, allowed, limit), corrected=corrected)

    def _starting_with(self, text: str, allowed: Bools, limit: int) -> Suggestions:
        beginning = " ".join(folded_words(text, self._lexicon.analyser))
        return Suggestions(
            [{"text": one} for one in self._queries(beginning, limit)],
            self._of(CATEGORY, beginning, limit, allowed),
            self._of(BRAND, beginning, limit, allowed),
        )

    def _of(
        self, name: str, beginning: str, limit: int, allowed: Bools
    ) -> list[dict[str, Any]]:
        values = self._values.get(name)
        return values.top(beginning, limit, allowed) if values else []

    def _queries(self, beginning: str, limit: int) -> list[str]:
        """Return the weightiest queries, of those with the same stems only the first."""
        terms = self._lexicon.analyser.terms
        different: dict[tuple[str, ...], str] = {}
        for number in self._listed.top(beginning, 2 * limit):
            text = self._shown[number]
            different.setdefault(tuple(stem for _, stem in terms(text)), text)
        return list(different.values())[:limit]
