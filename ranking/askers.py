"""Puts together what may be used of the asker, and remembers it for as long as it is true."""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.consent import Consent
from knowledge_base.live import LiveFacts
from knowledge_base.norms import Norms
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.segments import Segment
from ranking.caring import taste_of
from ranking.context import Context
from ranking.membership import membership
from ranking.person import Person, minute_of, person_of
from ranking.trait_table import TraitTable

MOST_PEOPLE = 2_000
"""People of whom it is remembered what was worked out, those met last."""


@dataclass(frozen=True, slots=True)
class _Met:
    """What was worked out of a profile in a minute, among all `segments` that there were.

    `person` does not hold the profile, so that whoever is forgotten is forgotten here, too.
    Without `anywhere` the segments are those of one request alone.
    """

    who: weakref.ref[Profile]
    minute: datetime
    segments: Sequence[Segment]
    person: Person
    anywhere: bool


class Askers:
    """Makes askers for one snapshot.

    Whatever follows from a profile alone is worked out once a minute, no matter how many
    placements of a page ask; it is let go of with the profile, by which it was made.
    """

    def __init__(self, catalogue: Catalogue, table: TraitTable, norms: Norms) -> None:
        self._catalogue = catalogue
        self._table = table
        self._norms = norms
        self._met: dict[int, _Met] = {}

    def __len__(self) -> int:
        """Return of how many people something is remembered."""
        return len(self._met)

    def person(
        self,
        profile: Profile | None,
        context: Context,
        live: LiveFacts,
        segments: Sequence[Segment],
    ) -> Person:
        """Take of a profile what the consent of this request allows, in rows of the catalogue.

        What the request itself brings along is used at any consent, and remembered never.
        """
        brought = context.recent or context.basket or context.segment is not None
        for_now = brought or context.consent < Consent.PERSONALIZATION
        if profile is None or profile is NOBODY or for_now:
            return self._made(profile, context, live, segments)[0]
        minute = minute_of(context.now)
        met = self._met_before(profile, minute, segments)
        if met is None:
            person, anywhere = self._made(profile, context, live, segments)
            nameless = replace(person, known=NOBODY)
            self._remember(
                _Met(self._until_gone(profile), minute, segments, nameless, anywhere)
            )
            return person
        own = met.person.segments
        if not met.anywhere:
            own, _ = membership(profile, context, live, segments, self._norms)
        return replace(met.person, known=profile, segments=own)

    def _made(
        self,
        profile: Profile | None,
        context: Context,
        live: LiveFacts,
        segments: Sequence[Segment],
    ) -> tuple[Person, bool]:
        """Work everything out; say whether the segments hold in any context."""
        own, anywhere = membership(profile, context, live, segments, self._norms)
        person = person_of(profile, context, self._catalogue, own)
        if person.known is not NOBODY or len(person.liked):
            tree = self._catalogue.facets.get(CATEGORY)
            person = replace(person, taste=taste_of(self._table, person, tree))
        return person, anywhere

    def _met_before(
        self, profile: Profile, minute: datetime, segments: Sequence[Segment]
    ) -> _Met | None:
        met = self._met.get(id(profile))
        if met is None or met.who() is not profile:
            return None
        return met if met.minute == minute and met.segments is segments else None

    def _until_gone(self, profile: Profile) -> weakref.ref[Profile]:
        """Refer to a profile in a way that what was made of it goes when it does."""
        number, home = id(profile), weakref.ref(self)  # no circle: nobody looks for those

        def gone(_: weakref.ref[Profile]) -> None:
            if (askers := home()) is not None:
                askers.forget(number)

        return weakref.ref(profile, gone)

    def forget(self, number: int) -> None:
        """Let go of what was made of the profile with this number."""
        self._met.pop(number, None)

    def _remember(self, met: _Met) -> None:
        """Keep what was worked out; of too many the oldest go.

        Each step is one operation on a dictionary, which no other thread can divide.
        """
        number, kept = id(met.who()), self._met
        self.forget(number)
        kept[number] = met
        if len(kept) > MOST_PEOPLE:
            self.forget(next(iter(list(kept))))
