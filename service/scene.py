"""One request among everything it needs: the engine, who asks, and the rules in force."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools
from knowledge_base.filters import Filter
from knowledge_base.profiles import Profile
from knowledge_base.shop import SoldOut
from ranking.candidates import Candidates
from ranking.context import Context
from ranking.curation import Curation
from ranking.diversity import take_turns
from ranking.person import Person, person_of
from ranking.pinning import join_pins, place_pins
from ranking.query import Query
from ranking.ranker import Ranking, rank
from ranking.signals import match_signal
from ranking.sorting import Sort, sort_order
from service.engine import Engine


@dataclass(frozen=True, slots=True)
class Eligible:
    """Which rows an answer may show, whatever matches.

    `products` (bool, shape (p,)) are those that mask and rules leave. `filters` are the
    asker's and the rules'; `shown` (bool, shape (v,)) are the variants that pass them,
    `passing` (bool, shape (p,)) the products left that have such a variant.
    """

    products: Bools
    filters: tuple[Filter, ...]
    shown: Bools
    passing: Bools


@dataclass(frozen=True, slots=True)
class Matches:
    """What could be shown, before and after the filters.

    `every` (bool, shape (p,)) are all products that match, pins among them: facets are
    counted over them. `candidates` are those that pass the filters.
    """

    eligible: Eligible
    every: Bools
    candidates: Candidates


@dataclass(frozen=True, slots=True)
class Scene:
    """What one request is answered from; made once, changed never."""

    engine: Engine
    context: Context
    person: Person

    @classmethod
    def of(cls, engine: Engine, context: Context, profile: Profile | None) -> "Scene":
        """Set the scene for a request."""
        segments = engine.merchandising.segments
        return cls(engine, context, person_of(profile, context, engine.catalogue, segments))

    def curate(self, query: Query | None, typed: Query | None = None) -> Curation:
        """Gather the rules in force; `typed` is the query before a rule replaced it."""
        category = category_of(self.context.filters)
        segments = self.person.segments
        return self.engine.rules.curate(
            query, self.context, segments, category=category, typed=typed
        )

    def eligible(self, allowed: Bools, curation: Curation) -> Eligible:
        """Apply hidden products and filters to the mask of the touch-point.

        `allowed` (bool, shape (p,)) is that mask. Raises UnknownName for a filter on a facet
        that does not exist.
        """
        if curation.hidden is not None:
            allowed = allowed & ~curation.hidden
        filters = (*self.context.filters, *curation.filters)
        shown = self.engine.masks.variants(filters)
        return Eligible(
            allowed, filters, shown, allowed & self.engine.catalogue.products_of(shown)
        )

    def matches(
        self, candidates: Candidates, curation: Curation, eligible: Eligible
    ) -> Matches:
        """Keep what is eligible of candidates, and let pins join before the filters hold."""
        everything = candidates.where(eligible.products[candidates.rows])
        everything = join_pins(everything, curation.pins, eligible.products)
        every = np.zeros(self.engine.catalogue.products, dtype=np.bool_)
        every[everything.rows] = True
        return Matches(eligible, every, everything.where(eligible.passing[everything.rows]))

    def order(self, matches: Matches, curation: Curation, *, per_type: int = 0) -> Ranking:
        """Rank by the ladder, let types take turns where that is asked for, place pins."""
        engine, candidates = self.engine, matches.candidates
        dials = engine.merchandising.shop.dials(self.context.touch_point)
        signals = engine.ladder.signals(
            candidates, self.person, curation, dials, self.context.now
        )
        behind = self._behind(candidates)
        ranking = rank(candidates, signals, behind=behind, first_tiles=dials.first_tiles)
        if per_type:
            ranking = take_turns(ranking, engine.catalogue.leaf, per_type)
        return place_pins(ranking, curation.pins)

    def sort(self, matches: Matches, sort: Sort) -> Ranking:
        """Sort the way the shopper asked for: neither signals nor pins have a say."""
        candidates = matches.candidates
        behind = self._behind(candidates)
        order = sort_order(
            candidates.rows,
            sort,
            self.engine.live,
            shown=matches.eligible.shown,
            behind=behind,
            learned=self.engine.opened.learned,
        )
        return rank(candidates, [], behind=behind).sorted_by(order)

    def _behind(self, candidates: Candidates) -> Bools:
        """Say which candidates the shop wants behind all others (bool, shape (n,))."""
        last = self.engine.merchandising.shop.sold_out is SoldOut.LAST
        return self.engine.sold_out[candidates.rows] & last

    def keep(self, matches: Matches, curation: Curation) -> Ranking:
        """Leave candidates in the order of their own scores; only pins move them."""
        ranking = rank(matches.candidates, [match_signal(matches.candidates)])
        return place_pins(ranking, curation.pins)


def category_of(filters: Sequence[Filter]) -> str | None:
    """Return the category being looked at: the only one that is filtered by."""
    chosen = [one.value for one in filters if one.facet == CATEGORY]
    return chosen[0] if len(chosen) == 1 else None
