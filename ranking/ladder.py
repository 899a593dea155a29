"""Which levels of personalization speak at a touch-point, and how loudly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.live import LiveFacts
from knowledge_base.shop import Dials
from ranking.affinity import affinity_signal, interest_signal, size_signal
from ranking.candidates import Candidates
from ranking.curation import Curation
from ranking.person import Person
from ranking.signals import Learned, Signal, match_signal, newness_signal, popularity_signal
from ranking.traits import Trait


@dataclass(frozen=True, slots=True)
class Ladder:
    """What signals are made from: the facts as they are, and what the night learned."""

    live: LiveFacts
    traits: Sequence[Trait]
    learned: Learned

    def signals(
        self,
        candidates: Candidates,
        person: Person,
        curation: Curation,
        dials: Dials,
        now: datetime,
    ) -> list[Signal]:
        """Make every signal that has something to say of these candidates.

        A level without data, without consent or switched off is silent, so that the answer
        is that of the level below. The dials weigh what is learned and the preferences of
        segments; what people decided by a rule holds as it is.
        """
        rows = candidates.rows
        common = [
            match_signal(candidates),
            popularity_signal(rows, self.learned).scaled(dials.pre.weight),
            newness_signal(rows, self.live.catalogue, now).scaled(dials.pre.weight),
        ]
        spread = _spread(common)
        preferred = [one.signal(rows, spread) for one in curation.preferences]
        every = [
            *common,
            *(one.signal(rows, spread) for one in curation.pushes),
            *(one.scaled(dials.segment.weight) for one in preferred),
            *(one.scaled(dials.one_to_one.weight) for one in self._personal(rows, person)),
        ]
        return [one for one in every if one.weight and one.values.any()]

    def _personal(self, rows: Ints, person: Person) -> list[Signal]:
        """Make the signals of one person; they re-order and neither add nor take away."""
        liked, weights = person.liked, person.weights
        every = (
            affinity_signal(rows, self.traits, liked, weights),
            interest_signal(rows, liked, weights),
            size_signal(rows, self.live, person.worn),
        )
        return [replace(one, level=person.level) for one in every if one is not None]


def _spread(signals: Sequence[Signal]) -> float:
    """Return the standard deviation of the scores so far, at least one point."""
    scores = np.sum([one.values * one.weight for one in signals], axis=0)
    return max(1.0, float(scores.std())) if scores.size else 1.0
