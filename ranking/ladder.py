"""Which levels of personalization speak at a touch-point, and how loudly."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from knowledge_base.columns import Floats, Ints
from knowledge_base.live import LiveFacts
from knowledge_base.segments import Segment
from knowledge_base.shop import Dials, Facets
from ranking.affinity import affinity_signal, facet_cares, interest_signal, value_likes
from ranking.candidates import Candidates
from ranking.curation import Curation
from ranking.everybody import Everybody
from ranking.exploration import exploration_signal
from ranking.facet_order import EVERYWHERE, FacetOrder, Uses
from ranking.goals import goal_signals
from ranking.hearsay import hearsay_signal
from ranking.person import Person
from ranking.query import Query
from ranking.segment_tastes import SegmentTastes
from ranking.signals import Signal, match_signal
from ranking.sizes import size_signal
from ranking.spread import spread_of
from ranking.trait_table import TraitTable


@dataclass(frozen=True, slots=True)
class Ladder:
    """What signals are made from: the facts as they are, and what the night learned.

    `untried` (float32, shape (p,)) says how little is known of each product, 0 for enough.
    """

    live: LiveFacts
    traits: TraitTable
    everybody: Everybody
    untried: Floats
    segment_tastes: SegmentTastes = field(default_factory=SegmentTastes)
    habits: Uses = field(default_factory=dict)

    def common(
        self,
        candidates: Candidates,
        curation: Curation,
        dials: Dials,
        now: datetime,
        query: Query | None = None,
    ) -> list[Signal]:
        """Make every signal below the 1:1 level that has something to say of candidates.

        A level without data, without consent or switched off is silent, so that the answer
        is that of the level below. The dials weigh what is learned and the preferences of
        segments; what people decided by a rule holds as it is.
        """
        rows = candidates.rows
        match = match_signal(candidates)
        every = [match]
        if dials.pre.weight:
            learned = self.everybody.signals(rows, query, self.live, now)
            learned += goal_signals(rows, self.live, dials)
            every += [one.scaled(dials.pre.weight) for one in learned]
        if curation.pushes or curation.preferences:
            spread = spread_of(np.sum([one.values * one.weight for one in every], axis=0))
            every += [one.signal(rows, spread) for one in curation.pushes]
            every += [
                one.signal(rows, spread).scaled(dials.segment.weight)
                for one in curation.preferences
            ]
        every = _speaking(every)
        if dials.pre.weight:
            people = self.everybody.people(rows)
            every += _speaking([hearsay_signal(candidates, every, people)])
        return every

    def chance(self, rows: Ints, seed: int, dials: Dials) -> list[Signal]:
        """Make the signal that tries out what little is known of; it is part of learning."""
        weight = dials.pre.weight * dials.exploration.weight
        if not weight:
            return []
        return _speaking([exploration_signal(rows, self.untried, seed).scaled(weight)])

    def alike(self, rows: Ints, segments: Sequence[Segment], dials: Dials) -> list[Signal]:
        """Make the signal of what the people of the asker's segments like."""
        weight = dials.segment.weight
        one = self.segment_tastes.signal(rows, segments) if weight and segments else None
        return _speaking([one.scaled(weight)]) if one else []

    def personal(self, rows: Ints, person: Person, dials: Dials) -> list[Signal]:
        """Make the signals of one person; they re-order and neither add nor take away."""
        if not is_known(person, dials):
            return []
        every = (
            affinity_signal(rows, self.traits, person.taste) if person.taste else None,
            interest_signal(rows, person.liked, person.weights),
            size_signal(rows, self.live, person.sizes),
        )
        weight = dials.one_to_one.weight
        return _speaking([one.at_level(person.level).scaled(weight) for one in every if one])

    def facet_order(
        self, person: Person, keys: Sequence[str], facets: Facets, dials: Dials
    ) -> FacetOrder:
        """Say how facets and their values are put in order; `keys` say what is looked at."""
        is_own = is_known(person, dials)
        taste = person.taste if is_own else None
        return FacetOrder(
            self.habits,
            (EVERYWHERE, *keys),
            facets.first,
            frozenset(facets.hidden),
            cares=facet_cares(person) if is_own else {},
            likes=value_likes(self.traits, taste) if taste else {},
            pre=dials.pre.weight,
            one_to_one=dials.one_to_one.weight,
            level=person.level,
            tiles=dials.first_tiles,
        )


def is_known(person: Person, dials: Dials) -> bool:
    """Say whether there is anything to order candidates by for this person alone."""
    told, known = person.stated, person.known
    knows = len(person.liked) or person.sizes or known.tastes or known.views
    return dials.one_to_one.weight > 0 and bool(knows or told.tastes or told.budgets)


def _speaking(signals: Sequence[Signal]) -> list[Signal]:
    return [one for one in signals if one.weight and np.logical_or.reduce(one.values)]
