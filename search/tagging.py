"""Judges which values of facets a query means, and which of them surely, by what it finds."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from knowledge_base.catalogue import Catalogue, FacetKind
from knowledge_base.columns import Bools, Floats, Ints, Longs
from knowledge_base.live import LiveFacts
from ranking.query import CODE, Query, Tag, Term, Why
from search.attributes import Mention, Value
from search.compounds import Compounds
from search.head_word import head_word
from search.measuring import is_size

SURE = 0.9
"""Share of the products with all words that have the value, to take the words for a filter."""
RIVAL = 0.5
"""Share on another facet with that value from which on it is open which one is meant."""
PRIOR = 4
"""So many products of the query weigh what all products of the catalogue say of the words."""
FEWEST = 4
"""Products that are evidence for a filter."""
TOLD = 0.1
"""Share that is enough for a size that is told in two numbers, "32/34": nothing else is."""
SAMPLE = 64
"""Products of a query that are looked at."""
LIKELY, FAVOUR = 0.5, 0.05
"""From what confidence on a score gains for a value that is not filtered by, and how much."""


class _Seen:
    """Some products (rows, int32), asked for values of their variants."""

    def __init__(self, catalogue: Catalogue, rows: Ints) -> None:
        self._catalogue = catalogue
        self._rows = rows
        self._start = catalogue.variant_start
        self._first = self._start.take(rows)
        self._every: tuple[Longs, Longs] | None = None

    def _variants(self) -> tuple[Longs, Longs]:
        """Return all their variants, and where those of each product begin."""
        if self._every is None:
            length = self._start.take(self._rows + 1) - self._first
            ends = length.cumsum()
            starts = ends - length
            self._every = np.arange(ends[-1]) + (self._first - starts).repeat(length), starts
        return self._every

    def having(self, facet: str, code: int) -> Bools:
        """Say which products have a value."""
        coding = self._catalogue.coding(facet)
        if coding.shared or not len(self._rows):
            return coding.with_any([code], self._first)
        variants, starts = self._variants()
        some: Bools = np.logical_or.reduceat(coding.with_any([code], variants), starts)
        return some


@dataclass(frozen=True, slots=True)
class Tagger:
    """Judges the words of queries by a catalogue.

    `things` are the stems of words that name what the shop sells: they are never a filter.
    """

    catalogue: Catalogue
    things: frozenset[str]
    compounds: Compounds

    def tags(
        self, query: Query, mentions: Sequence[Mention], rows: Ints, words: Collection[str]
    ) -> tuple[Tag, ...]:
        """Say of each mention which value is meant, and whether that is sure.

        `rows` (int32) are the products that have all words of the query. It is sure where
        nearly all of them have the value, on one facet alone, and another word names the
        thing; of a size in two numbers, where some have it. Categories, quantities that may be
        near, and the filters among `words`, which people want to be words, never are.
        """
        seen = _Seen(self.catalogue, rows[:: max(1, len(rows) // SAMPLE)])
        may_filter = len(rows) >= FEWEST and all(one.kind != CODE for one in query.spans)
        if not may_filter:
            return tuple(self._meant(one, seen)[0] for one in mentions)
        refused = {one.casefold() for one in words}
        things = self._things_in(query)
        tags = []
        for mention in mentions:
            tag, is_sure = self._meant(mention, seen)
            is_sure = is_sure or (tag.confidence >= TOLD and _is_size_told(tag, query))
            is_word = str(tag).casefold() in refused or not things.isdisjoint(
                range(tag.first, tag.end)
            )
            tags.append(replace(tag, sure=is_sure and not is_word))
        return tuple(tags)

    def _meant(self, mention: Mention, seen: _Seen) -> tuple[Tag, bool]:
        """Return the value that is likeliest meant, and whether products leave no doubt."""
        facets = self.catalogue.facets
        lists = [v for v in mention.values if facets[v.facet].kind is FacetKind.VALUES]
        ranked = sorted(((self._share(one, seen), one) for one in lists), reverse=True)
        share, best = ranked[0] if ranked else (mention.values[0].share, mention.values[0])
        value = facets[best.facet].values[best.code]
        alone = [one for one, _ in ranked if one >= RIVAL] == [share]
        exact = is_size(best.facet) or not mention.measured
        tag = Tag(best.facet, value, mention.first, mention.end, share)
        return tag, share >= SURE and alone and exact

    def _share(self, value: Value, seen: _Seen) -> float:
        """Return how many products have a value, in the light of all that have its words."""
        having = seen.having(value.facet, value.code)
        count = int(np.count_nonzero(having))
        return (count + PRIOR * value.share) / (len(having) + PRIOR)

    def _things_in(self, query: Query) -> set[int]:
        """Return the terms that name things or kinds of things; if none does, the head."""
        things = {at for at, one in enumerate(query.terms) if self._is_thing(one)}
        if things:
            return things
        head = head_word(query, self.things, self.compounds)
        return set(range(len(query.terms))) if head is None else {head}

    def names_thing(self, query: Query) -> bool:
        """Say whether any word of a query names a thing, or a kind of one."""
        return any(map(self._is_thing, query.terms))

    def _is_thing(self, term: Term) -> bool:
        kinds = (one.stems[0] for one in term.read_as(Why.COMPOUND))
        return not self.things.isdisjoint((*term.meant, *kinds))

    def favour(self, tags: Iterable[Tag]) -> Callable[[Ints], Floats] | None:
        """Return what says how much the scores of rows gain (float32, of their shape).

        They gain for values that are not filtered by; without any there is nothing to ask.
        """
        likely = [one for one in tags if not one.sure and one.confidence >= LIKELY]
        return partial(self._gain, likely) if likely else None

    def _gain(self, tags: Sequence[Tag], rows: Ints) -> Floats:
        gain = np.zeros(len(rows), dtype=np.float32)
        seen = _Seen(self.catalogue, rows)
        for one in tags:
            code = self.catalogue.facets[one.facet].code(one.value)
            having = seen.having(one.facet, code)
            gain += np.float32(FAVOUR * one.confidence) * having
        return gain


def _is_size_told(tag: Tag, query: Query) -> bool:
    """Say whether a value is a size in several numbers with nothing but signs between."""
    words = query.terms[tag.first : tag.end]
    return (
        is_size(tag.facet)
        and len(words) > 1
        and all(one.text.isdecimal() for one in words)
        and " " not in query.text[words[0].start : words[-1].end]
    )


def carrying(live: LiveFacts, tags: Iterable[Tag], variants: Ints) -> Ints:
    """Count the values of tags that each of some variants has now (int32, shape (m,))."""
    count = np.zeros(len(variants), dtype=np.int32)
    for one in tags:
        facet = live.facet(one.facet)
        if facet is not None:
            count += live.coding(facet).with_any([facet.code(one.value)], variants)
    return count
