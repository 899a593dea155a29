"""Judges which values of facets a query means, and which of them surely, by what it finds."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from knowledge_base.catalogue import Catalogue, FacetKind
from knowledge_base.columns import Bools, Floats, Ints, Lists
from knowledge_base.live import LiveFacts
from knowledge_base.runs import Places, run_starts
from ranking.query import CODE, Query, Tag
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
SAMPLE = 256
"""Products of a query that are looked at."""
FAVOUR = 0.05
"""What a score gains for a value that is meant in all likelihood but not filtered by."""


class _Seen(NamedTuple):
    """Some products by their variants (int32), and where each one's begin: None if alone."""

    variants: Ints
    starts: Places | None

    @classmethod
    def of(cls, catalogue: Catalogue, rows: Ints) -> "_Seen":
        if catalogue.variants == catalogue.products or not len(rows):
            return cls(rows, None)
        positions, owner = Lists(catalogue.variant_start, catalogue.product_of).gather(rows)
        return cls(positions.astype(np.int32), run_starts(owner))

    def having(self, catalogue: Catalogue, facet: str, code: int) -> Bools:
        """Say which products have a value."""
        having = catalogue.coding(facet).with_any([code], self.variants)
        if self.starts is None:
            return having
        some: Bools = np.logical_or.reduceat(having, self.starts)
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
        thing. Categories, quantities that may be near, and the filters among `words`,
        which people want to be words, never are.
        """
        seen = _Seen.of(self.catalogue, rows[:: max(1, len(rows) // SAMPLE)])
        may_filter = len(rows) >= FEWEST and all(one.kind != CODE for one in query.spans)
        refused = {one.casefold() for one in words}
        tags = []
        for mention in mentions:
            tag, is_sure = self._meant(mention, seen)
            sure = may_filter and is_sure and str(tag).casefold() not in refused
            tags.append(replace(tag, sure=sure and not self._is_thing(query, tag)))
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
        having = seen.having(self.catalogue, value.facet, value.code)
        count = int(np.count_nonzero(having))
        return (count + PRIOR * value.share) / (len(having) + PRIOR)

    def _is_thing(self, query: Query, tag: Tag) -> bool:
        """Say whether the words name the thing that is looked for, or things of its kind."""
        if any(one.stem in self.things for one in query.terms[tag.first : tag.end]):
            return True
        head = head_word(query, self.things, self.compounds)
        return head is None or head in range(tag.first, tag.end)

    def favour(self, tags: Iterable[Tag]) -> Callable[[Ints], Floats] | None:
        """Return what says how much the scores of rows gain (float32, of their shape).

        They gain for values that are not filtered by; without any there is nothing to ask.
        """
        likely = [one for one in tags if not one.sure]
        return partial(self._gain, likely) if likely else None

    def _gain(self, tags: Sequence[Tag], rows: Ints) -> Floats:
        gain = np.zeros(len(rows), dtype=np.float32)
        seen = _Seen.of(self.catalogue, rows)
        for one in tags:
            code = self.catalogue.facets[one.facet].code(one.value)
            having = seen.having(self.catalogue, one.facet, code)
            gain += np.float32(FAVOUR * one.confidence) * having
        return gain


def carrying(live: LiveFacts, tags: Iterable[Tag], variants: Ints) -> Ints:
    """Count the values of tags that each of some variants has now (int32, shape (m,))."""
    count = np.zeros(len(variants), dtype=np.int32)
    for one in tags:
        facet = live.facet(one.facet)
        if facet is not None:
            count += live.coding(facet).with_any([facet.code(one.value)], variants)
    return count
