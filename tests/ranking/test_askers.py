from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from knowledge_base.consent import Consent
from knowledge_base.interests import Interest
from knowledge_base.live import LiveFacts
from knowledge_base.norms import NOTHING_USUAL
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.segments import Segment, read_segment
from ranking.askers import MOST_PEOPLE, Askers
from ranking.context import BasketLine, Context
from ranking.person import Person
from ranking.trait_table import TraitTable
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)
CATALOGUE = small_catalogue()
LIVE = LiveFacts.at_rest(CATALOGUE)
TABLE = TraitTable.of_traits(traits_of(CATALOGUE))
LOOKERS = (read_segment("lookers", {"condition": "views >= 3"}),)
MORNING = (read_segment("morning", {"condition": "views >= 3 and hour < 12"}),)


def somebody() -> Profile:
    return Profile(interests={"c1": Interest(3.0, NOW.timestamp() - 86_400)}, views=5)


@pytest.fixture
def askers() -> Askers:
    return Askers(CATALOGUE, TABLE, NOTHING_USUAL)


def asked(
    askers: Askers,
    profile: Profile | None,
    now: datetime = NOW,
    segments: Sequence[Segment] = LOOKERS,
    **more: Any,
) -> Person:
    context = Context(now, "home", "de", **{"consent": Consent.PERSONALIZATION, **more})
    return askers.person(profile, context, LIVE, segments)


def test_who_comes_again_within_the_minute_is_who_was_met(askers: Askers) -> None:
    known = somebody()
    first = asked(askers, known)
    again = asked(askers, known, NOW + timedelta(seconds=50))
    assert again.taste is first.taste
    assert again.known is known
    assert again.segments == LOOKERS


def test_what_fades_is_worked_out_anew_in_the_next_minute(askers: Askers) -> None:
    known = somebody()
    first, later = asked(askers, known), asked(askers, known, NOW + timedelta(days=1))
    assert later.weights[0] < first.weights[0]
    assert len(askers) == 1


def test_who_is_forgotten_leaves_nothing_behind(askers: Askers) -> None:
    known = somebody()
    asked(askers, known)
    assert len(askers) == 1
    del known
    assert len(askers) == 0


def test_no_more_are_remembered_than_there_is_room_for(askers: Askers) -> None:
    crowd = [Profile(views=number) for number in range(1, MOST_PEOPLE + 9)]
    for one in crowd:
        asked(askers, one)
    assert len(askers) == MOST_PEOPLE


def test_another_profile_is_another_person(askers: Askers) -> None:
    known, changed = somebody(), Profile(views=5)
    assert asked(askers, known).liked.tolist() == [2]
    assert asked(askers, changed).liked.tolist() == []


def test_segments_that_ask_about_the_request_are_those_of_the_request(askers: Askers) -> None:
    known, early = somebody(), NOW - timedelta(hours=3)
    assert asked(askers, known, early, MORNING).segments == MORNING
    assert asked(askers, known, early, LOOKERS).segments == LOOKERS
    assert asked(askers, known, NOW, MORNING).segments == ()


def test_what_a_request_brings_along_is_remembered_never(askers: Askers) -> None:
    known = somebody()
    brought = asked(askers, known, recent=("s1",), basket=(BasketLine("b1"),))
    assert len(brought.liked) == 3
    assert asked(askers, known).liked.tolist() == [2]
    stranger = asked(askers, None, consent=Consent.NONE, recent=("c1",))
    assert stranger.taste is not None
    assert np.any(stranger.taste.odds)


def test_without_consent_nothing_of_a_profile_is_used_or_kept(askers: Askers) -> None:
    known = somebody()
    asked(askers, known)
    stranger = asked(askers, known, consent=Consent.STATISTICS)
    assert stranger.known is NOBODY
    assert stranger.taste is None
    assert stranger.segments == ()
