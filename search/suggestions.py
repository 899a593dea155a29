"""Completes what is being typed: to queries, categories and brands."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue, Facet
from knowledge_base.catalogue_builder import BRAND, CATEGORY
from knowledge_base.columns import Bools, Ints, Lists, TextColumn
from knowledge_base.language.words import Analyser, split_words
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import Latest, remembered
from knowledge_base.runs import run_starts
from ranking.query import Query, Why
from search.phrases import folded_words, gather_phrases, spellings
from search.prefixes import PrefixList, Weighed, Words

Points = Callable[[Ints], NDArray[np.float64]]
"""Gives points to product rows (int32, shape (n,)): what speaks for them here and now."""

MOST_SCOPES = 3
"""Categories that a query is offered in."""
SCOPE_SHARE, SCOPE_PRODUCTS = 0.15, 3
"""What of a query's products a category must have, to be offered with it."""
_CHOICE = 3  # times as many as wanted are put in order
_SAMPLE = 8  # products that speak for a brand or category
_MOST_TITLES = 1 << 12  # whose words are remembered
SAID_ROOM, _MOST_SAID = 1 << 23, 1 << 13
"""Bytes of suggestions that are remembered for what may be shown now."""
_SAID = 512  # bytes of one suggestion
_LONGEST_SAID = 128  # letters of a text whose suggestions are remembered


@dataclass(frozen=True, slots=True)
class Liking:
    """What speaks for products to the asker.

    With `first` only so many places of each kind go by it, those behind by what speaks to
    `everybody` here.
    """

    asker: Points
    everybody: Points
    first: int = 0


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to offer, in the shapes of the API; `corrected` is what was typed, put right."""

    queries: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    brands: list[dict[str, Any]]
    corrected: str | None = None

    @property
    def any(self) -> bool:
        """Say whether there is anything to offer."""
        return bool(self.queries or self.categories or self.brands)

    def size(self) -> int:
        """Return about how many bytes this takes in memory."""
        return _SAID * (1 + len(self.queries) + len(self.categories) + len(self.brands))


class Offer:
    """What may be shown now, counted by value; a count that was asked for is remembered.

    `allowed` (bool, shape (p,)) are the products, `facets` those of the catalogue as they are.
    `said` is what was offered lately, by who suggested it, for which text and how many.
    """

    def __init__(
        self, catalogue: Catalogue, facets: Mapping[str, Facet], allowed: Bools
    ) -> None:
        self.allowed = allowed
        self._product_of = catalogue.product_of
        self._facets = facets
        self._counts: dict[tuple[str, int], int] = {}
        self.said: Latest[tuple[Suggester, str, int], Suggestions] = Latest(
            SAID_ROOM, _MOST_SAID, Suggestions.size
        )

    def products(self, name: str, code: int) -> int:
        """Return how many products with a value there are."""
        count = self._counts.get((name, code))
        if count is None:
            product = self._product_of[self._facets[name].postings[code]]  # ascending
            count = len(run_starts(product[self.allowed[product]]))
            self._counts[name, code] = count
        return count


def build_suggestions(
    catalogue: Catalogue, language: str, queries: Sequence[tuple[str, float]], out: PartWriter
) -> None:
    """Write the queries to suggest in a language.

    `queries` are texts with their visitors, weighed by how long ago they came.
    """
    phrases = gather_phrases(catalogue, language, queries)
    name = f"suggestions/{language}"
    out.texts(f"{name}/shown", TextColumn.of(one.shown for one in phrases))
    out.lists(f"{name}/rows", Lists.of([one.rows.tolist() for one in phrases]))
    weights = [one.weight for one in phrases]
    PrefixList.of((one.spellings for one in phrases), weights).save(out, f"{name}/words")


class _Values:
    """The values of one facet by the beginnings of their labels, the most carried first."""

    def __init__(self, facet: Facet, catalogue: Catalogue, analyser: Analyser) -> None:
        self._facet = facet
        self._words = facet.words[analyser.language]
        labels = facet.labels[analyser.language].texts()
        carried = np.diff(facet.postings.start).tolist()
        self._listed = PrefixList.of([spellings(one, analyser) for one in labels], carried)
        self._listed.warm()
        self._samples = Lists.of(
            [
                catalogue.product_of[carriers[:: max(1, len(carriers) // _SAMPLE)]].tolist()
                for carriers in map(facet.postings.__getitem__, range(len(labels)))
            ]
        )

    def top(
        self, words: Words, offer: Offer, limit: int, *, finished: bool, liking: Liking | None
    ) -> list[dict[str, Any]]:
        """Return the values that have products to show, with how many, and their ancestors."""
        found = self._listed.top(words, _CHOICE * limit, finished=finished)
        shown: list[dict[str, Any]] = []
        for code, _ in liked(found, self._samples, liking):
            count = offer.products(self._facet.name, code)
            if count:
                value, label = self._words[code]
                path = [self._words[one][1] for one in self._facet.path(code)]
                shown.append({"value": value, "label": label, "count": count, "path": path})
            if len(shown) == limit:
                break
        return shown


class Suggester:
    """Suggests in one language; what cannot be completed as typed is corrected first."""

    def __init__(
        self,
        shown: TextColumn,
        listed: PrefixList,
        rows: Lists,
        catalogue: Catalogue,
        analyser: Analyser,
    ) -> None:
        self._shown = shown
        self._listed = listed
        self._rows = rows
        self._analyser = analyser
        self._excluded: Sequence[frozenset[str]] = ()
        self._said = remembered(self._said_in, _MOST_TITLES)
        self._leaf = catalogue.leaf
        self._tree = catalogue.facets.get(CATEGORY)
        self._values = {
            name: _Values(catalogue.facets[name], catalogue, analyser)
            for name in (CATEGORY, BRAND)
            if name in catalogue.facets
        }

    @classmethod
    def open(cls, part: PartReader, catalogue: Catalogue, analyser: Analyser) -> "Suggester":
        """Open what `build_suggestions` wrote in the language of an analyser."""
        name = f"suggestions/{analyser.language}"
        listed = PrefixList.open(part, f"{name}/words")
        listed.warm()
        rows = part.lists(f"{name}/rows")
        return cls(part.texts(f"{name}/shown"), listed, rows, catalogue, analyser)

    def without(self, texts: Sequence[str]) -> "Suggester":
        """Return the suggester that suggests no query with all words of one of some texts."""
        fewer = copy(self)
        fewer._excluded = [one for one in map(self._stems, texts) if one]  # noqa: SLF001 (a copy of this very object)
        return fewer

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(self._analyser.stem(word.text) for word in split_words(text))

    def _may_be_said(self, text: str) -> bool:
        """Say whether people of the shop let a query be suggested."""
        if not self._excluded:
            return True
        stems = self._stems(text)
        return not any(one <= stems for one in self._excluded)

    def suggest(
        self,
        query: Query,
        offer: Offer,
        limit: int,
        liking: Liking | None = None,
        titles: Sequence[str] = (),
    ) -> Suggestions:
        """Return at most `limit` of each kind for what is typed; "" gives the popular ones.

        All of it leads to products of the offer. What somebody is `liking` moves up among
        what is found, and adds nothing to it. Where nobody ever asked for the words together,
        the last one is completed from `titles` of products that have them.
        """
        found = self._offered(query.text, offer, limit, liking)
        if query.corrected is None:
            return found if found.queries else replace(found, queries=self._told(query, titles))
        if found.any:
            return found
        found = self._offered(query.corrected, offer, limit, liking)
        return Suggestions(found.queries, found.categories, found.brands, query.corrected)

    def _told(self, query: Query, titles: Sequence[str]) -> list[dict[str, Any]]:
        """Return the text with its last word as titles say it, completed while it is typed.

        Of titles that say the other words, too: no leather jacket is offered where there are
        only others. A word in full is offered as well: what was offered stays until something
        else is meant. What is no word yet, nor the beginning of one, may be of several. No
        number is completed to others: "ssd 1" to 10, 14 and 16.
        """
        if query.verbatim or not query.terms:
            return []
        *before, last = query.terms
        begun = self._analyser.fold(last.text)
        fits = str.startswith if query.unfinished else str.__eq__
        stems = [one.stem for one in before if one.telling]
        words = Counter(
            word
            for said in map(self._said, titles)
            if all(any(stem in folded for _, folded in said) for stem in stems)
            for word, folded in said
            if folded == begun or (fits(folded, begun) and not word.isdecimal())
        )
        typed = query.text[: last.start]
        apart = () if last.known else {one.shown: None for one in last.read_as(Why.SPLIT)}
        told = (typed + one for one in [one for one, _ in words.most_common()] or apart)
        return [{"text": one, "category": None} for one in told if self._may_be_said(one)]

    def _said_in(self, title: str) -> Sequence[tuple[str, str]]:
        """Return the words of a title, each with its folded letters."""
        words = (one.text for one in split_words(title))
        return [(word, self._analyser.fold(word)) for word in words]

    def _offered(
        self, text: str, offer: Offer, limit: int, liking: Liking | None
    ) -> Suggestions:
        """Return what begins so; what is the same for everybody is remembered."""
        if liking is not None or len(text) > _LONGEST_SAID:
            return self._starting_with(text, offer, limit, liking)
        key = self, text, limit
        found = offer.said.get(key)
        if found is None:
            found = self._starting_with(text, offer, limit, None)
            offer.said.keep(key, found)
        return found

    def _starting_with(
        self, text: str, offer: Offer, limit: int, liking: Liking | None
    ) -> Suggestions:
        words = folded_words(text, self._analyser)
        if not words and text.strip():
            return Suggestions([], [], [])
        finished = bool(words) and not text[-1].isalnum()

        def of(name: str) -> list[dict[str, Any]]:
            values = self._values.get(name)
            if values is None:
                return []
            return values.top(words, offer, limit, finished=finished, liking=liking)

        queries = self._queries(words, offer, limit, finished=finished, liking=liking)
        return Suggestions(queries, of(CATEGORY), of(BRAND))

    def _queries(
        self, words: Words, offer: Offer, limit: int, *, finished: bool, liking: Liking | None
    ) -> list[dict[str, Any]]:
        """Return the weightiest queries that find something; the first also by category."""
        found = self._listed.top(words, _CHOICE * limit, finished=finished)
        if not found and len(words) > 1:
            found = self._listed.top(("".join(words),), _CHOICE * limit, finished=finished)
        queries: list[dict[str, Any]] = []
        for number, _ in liked(found, self._rows, liking):
            rows = self._rows[number]
            there = rows[offer.allowed[rows]]
            text = self._shown[number]
            if len(there) and self._may_be_said(text):
                queries.append({"text": text, "category": None})
                if words and len(queries) == 1:
                    queries += [
                        {"text": text, "category": one} for one in self._scopes(text, there)
                    ]
            if len(queries) >= limit:
                break
        return queries[:limit]

    def _scopes(self, text: str, rows: Ints) -> list[dict[str, str]]:
        """Return the categories that products of a query are in, where it is not just one."""
        if self._tree is None:
            return []
        leaves = Counter(self._leaf[rows].tolist())
        least = max(SCOPE_PRODUCTS, SCOPE_SHARE * len(rows))
        codes = [one for one, n in leaves.most_common() if one != UNKNOWN and n >= least]
        if len(codes) < 2:  # noqa: PLR2004 in its only category the query is what it was
            return []
        own = set(folded_words(text, self._analyser))
        words = (self._tree.words[self._analyser.language][one] for one in codes)
        return [
            {"value": value, "label": label}
            for value, label in words
            if set(folded_words(label, self._analyser)) != own
        ][:MOST_SCOPES]


def liked(found: Weighed, rows: Lists, liking: Liking | None) -> Weighed:
    """Put what was found in order by what it weighs and how its products are liked.

    `rows` are the products of each number. Without liking all stay where they are.
    """
    if liking is None or not found:
        return found
    own = _by_points(found, rows, liking.asker)
    if not liking.first:
        return own
    head = own[: liking.first]
    others = _by_points(found, rows, liking.everybody)
    return [*head, *(one for one in others if one not in head)]


def _by_points(found: Weighed, rows: Lists, points_of: Points) -> Weighed:
    numbers = np.array([number for number, _ in found])
    places, which = rows.gather(numbers)
    sums = np.bincount(which, points_of(rows.values[places]), minlength=len(found))
    points = sums / np.maximum(np.bincount(which, minlength=len(found)), 1)
    worth = [log1p(weight) + one for (_, weight), one in zip(found, points, strict=True)]
    order = sorted(range(len(found)), key=lambda at: (-worth[at], at))
    return [found[at] for at in order]
