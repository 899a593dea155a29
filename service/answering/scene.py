"""One request among everything it needs: the engine, who asks, and the rules in force."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools, Ints
from knowledge_base.filters import Filter, Filtered
from knowledge_base.profiles import Profile
from knowledge_base.selection import Selection
from knowledge_base.shop import Dial, Dials, SoldOut
from ranking.candidates import Candidates
from ranking.context import Context
from ranking.curation import Curation
from ranking.diversity import in_turn, take_turns
from ranking.exploration import seed_of
from ranking.ladder import is_known
from ranking.person import Person
from ranking.pinning import join_pins, pinned_among, place_pins
from ranking.query import Query
from ranking.ranker import Ranking, in_order, rank
from ranking.shortlist import first_places, shortlist
from ranking.signals import match_signal
from ranking.sizes import Wardrobe
from ranking.sorting import Sort, sort_keys
from service.engine import Engine

_GRADES = 100
"""How finely it is told how surely a variant fits."""
LISTS = ("search", "category")
"""The touch-points at which chance is a signal; shelves keep places for it."""
EVERY = sys.maxsize
"""Stands for how many candidates are put in order where pages may show any of them."""


@dataclass(frozen=True, slots=True)
class Eligible:
    """Which products an answer may show, whatever matches.

    `products` (bool, shape (p,)) are those that mask and rules leave, `filters` the asker's,
    the rules' and those in the words, which candidates have yet to pass.
    """

    products: Bools
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """What could be shown, before and after the filters.

    `eligible` says what they were taken from. `every` are all products that match, pins among
    them, with what holds of the filters: facets are counted over them. `candidates` are those
    that pass all filters.
    """

    eligible: Eligible
    every: Filtered
    candidates: Candidates


@dataclass(frozen=True, slots=True)
class Scene:
    """What one request is answered from; made once, changed never.

    `dials` are the ladder's at its touch-point.
    """

    engine: Engine
    context: Context
    person: Person
    dials: Dials

    @classmethod
    def of(cls, engine: Engine, context: Context, profile: Profile | None) -> "Scene":
        """Set the scene for a request."""
        every, askers = engine.merchandising.segments, engine.opened.askers
        zone = engine.merchandising.shop.time_zone
        context = replace(context, now=context.now.astimezone(zone))
        person = askers.person(profile, context, engine.live, every)
        return cls(engine, context, person, engine.merchandising.dials(context.touch_point))

    @property
    def is_heard(self) -> bool:
        """Say whether the shop lets this touch-point be one person's."""
        return self.dials.one_to_one.weight > 0

    @property
    def own_tiles(self) -> int:
        """Return how many places alone, the first, are the asker's; 0 where all are, or none.

        So it is where there is nothing to go by.
        """
        return self.dials.first_tiles if is_known(self.person, self.dials) else 0

    def everywhere(self) -> "Scene":
        """Return the scene in which every place is the asker's."""
        if not self.dials.first_tiles:
            return self
        return replace(self, dials=replace(self.dials, first_tiles=0))

    def nowhere(self) -> "Scene":
        """Return the scene in which no place is the asker's."""
        return replace(self, dials=replace(self.dials, one_to_one=Dial(on=False)))

    @property
    def seed(self) -> int:
        """Return what chance starts from in this session."""
        return seed_of(self.context.session_id, self.context.now, self.engine.snapshot_id)

    def curate(self, query: Query | None, typed: Query | None = None) -> Curation:
        """Gather the rules in force; `typed` is the query before a rule replaced it."""
        category = category_of(self.context.filters)
        segments = self.person.segments
        return self.engine.rules.curate(
            query, self.context, segments, category=category, typed=typed
        )

    def eligible(
        self, allowed: Bools, curation: Curation, chips: Sequence[Filter] = ()
    ) -> Eligible:
        """Apply hidden products and filters to the mask of the touch-point.

        `allowed` (bool, shape (p,)) is that mask, `chips` are the filters that were found in
        the words. Raises UnknownName for a filter on a facet that does not exist, BadInput
        for a value that the asker's filter cannot have.
        """
        self.engine.masks.check(self.context.filters)
        if curation.hidden is not None:
            allowed = allowed & ~curation.hidden
        return Eligible(allowed, (*self.context.filters, *curation.filters, *chips))

    def may_filter(
        self, candidates: Candidates, curation: Curation, chips: Sequence[Filter]
    ) -> bool:
        """Say whether words may be filters: whether that leaves something, and no rule minds.

        A rule's filter on the same facet would no longer hold beside it, and what is pinned
        might be filtered away. What the asker filters by makes no difference.
        """
        ruled = {one.facet for one in curation.filters}
        if curation.pins or not ruled.isdisjoint(one.facet for one in chips):
            return False
        eligible = self.eligible(self.engine.allowed, curation).products
        rows = candidates.rows[eligible[candidates.rows]]
        filters = (*curation.filters, *chips)
        return bool(self.engine.masks.filtered(rows, filters).products.any())

    def matches(
        self, candidates: Candidates, curation: Curation, eligible: Eligible
    ) -> Matches:
        """Keep what is eligible of candidates, and let pins join before the filters hold."""
        if len(candidates) == self.engine.catalogue.products:
            return self._browse(candidates, eligible)
        everything = candidates.where(eligible.products.take(candidates.rows))
        everything = join_pins(everything, curation.pins, eligible.products)
        every = self.engine.masks.filtered(everything.rows, eligible.filters)
        candidates = everything.where(every.products) if every.held else everything
        return Matches(eligible, every, candidates)

    def _browse(self, candidates: Candidates, eligible: Eligible) -> Matches:
        """Keep what is eligible and passes of the whole catalogue, all pins among it.

        So a page of a category does not look at all others: masks of filters are remembered.
        """
        masks, filters, allowed = self.engine.masks, eligible.filters, eligible.products
        left = allowed & masks.products(filters) if filters else allowed
        candidates = candidates.where(left.take(candidates.rows))
        return Matches(eligible, masks.browsed(candidates.rows, filters, allowed), candidates)

    def order(
        self,
        matches: Matches,
        curation: Curation,
        *,
        query: Query | None = None,
        most: int = EVERY,
        per_type: int = 0,
        sources: Ints | None = None,
    ) -> Ranking:
        """Rank by the ladder, let types take turns where that is asked for, place pins.

        After a `query` by what people do there. At least the first `most` are put in order,
        and what is pinned. With `sources` (int32, shape (p,)), the recommender of each product
        row, these take turns, too.
        """
        ladder, candidates = self.engine.ladder, matches.candidates
        dials = self.dials
        common = ladder.common(candidates, curation, dials, self.context.now, query)
        if self.context.touch_point in LISTS:
            common += ladder.chance(candidates.rows, self.seed, dials)
        common += ladder.alike(candidates.rows, self.person.segments, dials)
        behind = self._behind(candidates)
        short = shortlist(
            candidates,
            common,
            behind,
            most=most + sum(one.limit for one in curation.pins),
            personal=is_known(self.person, dials),
            pinned=pinned_among(candidates.rows, curation.pins),
        )
        if short.best < len(candidates):
            candidates, behind = candidates.taken(short.places), behind[short.places]
            common = [one.at(short.places) for one in common]
        personal = ladder.personal(candidates.rows[: short.best], self.person, dials)
        ranking = rank(
            candidates,
            common,
            [one.widened(len(candidates)) for one in personal],
            behind=behind,
            first_tiles=dials.first_tiles,
            best=short.best,
        )
        if per_type:
            ranking = take_turns(ranking, self.engine.catalogue.leaf, per_type)
        if sources is not None:
            ranking = in_turn(ranking, sources)
        return place_pins(ranking, curation.pins)

    def sort(self, matches: Matches, sort: Sort, *, most: int, strong: int) -> Ranking:
        """Sort the way the shopper asked for: neither signals nor pins have a say.

        Tiers from `strong` on only filled up a search that found too little: whoever wants the
        cheapest sofa is not shown cushions first. At least the first `most` are put in order.
        """
        candidates = matches.candidates
        behind = self._behind(candidates)
        aside = behind + 2 * (candidates.tier >= strong).astype(np.int8)
        learned = self.engine.opened.learned
        keys = sort_keys(matches.every.passing, sort, self.engine.live, learned)
        places = first_places(keys, candidates.rows, aside, most)
        return in_order(candidates.taken(places), behind[places])

    def fitting(
        self, shown: Selection, wanted: Ints | None = None, *, first: int = 0
    ) -> Ints | None:
        """Say how much each variant is wanted (int32, shape (m,)), None where all alike.

        First what was asked for (`wanted`, likewise), then the person's size, as far as the
        dials let tiles be personal; the products stand at the places from `first` on.
        """
        if shown.owner is None or not self.is_heard:
            return wanted
        wardrobe = Wardrobe.of(self.engine.live, self.person.sizes, shown.rows)
        if wardrobe is None:
            return wanted
        fits, _ = wardrobe.fits(shown.variants)
        if tiles := self.dials.first_tiles:
            fits[shown.owner + first >= tiles] = 0
        grades = np.rint(fits * (_GRADES - 1)).astype(np.int32)
        return grades if wanted is None else wanted * _GRADES + grades

    def _behind(self, candidates: Candidates) -> Bools:
        """Say which candidates the shop wants behind all others (bool, shape (n,))."""
        if self.engine.merchandising.shop.sold_out is SoldOut.LAST:
            return self.engine.sold_out[candidates.rows]
        return np.zeros(len(candidates), dtype=np.bool_)

    def keep(self, matches: Matches, curation: Curation) -> Ranking:
        """Leave candidates in the order of their own scores; only pins move them."""
        ranking = rank(matches.candidates, [match_signal(matches.candidates)])
        return place_pins(ranking, curation.pins)


def category_of(filters: Sequence[Filter]) -> str | None:
    """Return the category being looked at: the only one that is filtered by."""
    chosen = [one.value for one in filters if one.facet == CATEGORY]
    return chosen[0] if len(chosen) == 1 else None
