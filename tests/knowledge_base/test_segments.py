from datetime import UTC, datetime

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.filters import Filter
from knowledge_base.interests import Interest, Purse
from knowledge_base.measures import Measures
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.rules import Push, Strength
from knowledge_base.segments import Segment, read_segment, segments_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
REGULARS = {
    "name": "Regulars",
    "condition": "orders >= 3",
    "prefer": [{"filter": "brand:Adler", "strength": "low"}],
}


def members(segment: Segment, profile: Profile) -> tuple[Segment, ...]:
    return segments_of([segment], Measures(profile, NOW))


def test_nobody_without_a_profile_is_in_a_segment() -> None:
    everybody = read_segment("all", {"condition": "views >= 0"})
    assert segments_of([everybody], None) == ()
    assert members(everybody, NOBODY) == (everybody,)


def test_a_segment_that_is_switched_off_has_nobody_in_it() -> None:
    off = read_segment("all", {"condition": "views >= 0", "enabled": False})
    assert members(off, NOBODY) == ()


def test_a_segment_is_read_with_its_condition_and_preferences() -> None:
    regulars = read_segment("regulars", REGULARS)
    assert regulars.condition.text == "orders >= 3"
    assert regulars.prefer == (Push(Filter("brand", "Adler"), Strength.LOW),)
    assert members(regulars, Profile(orders=3)) == (regulars,)
    assert members(regulars, Profile(orders=2)) == ()


def test_faults_are_named_with_their_places() -> None:
    with pytest.raises(BadInput) as caught:
        read_segment("s", {"condition": "heat > 3", "prefer": [{"strength": "much"}]})
    assert [one.place for one in caught.value.faults] == [
        "/condition",
        "/prefer/0/filter",
        "/prefer/0/strength",
    ]
    assert "there is nothing called 'heat'; there are age," in caught.value.faults[0].detail


def test_whoever_is_in_several_is_in_the_one_of_highest_priority_first() -> None:
    every = [
        read_segment(name, {"condition": "views > 0", "priority": priority})
        for name, priority in (("b", 0), ("low", -1), ("a", 0), ("high", 7))
    ]
    found = segments_of(every, Measures(Profile(views=1), NOW))
    assert [one.segment_id for one in found] == ["high", "a", "b", "low"]


LOVES_SHOES = Profile(
    purses={
        "Mode/Schuhe": Purse(9.0, 20.0, NOW.timestamp()),
        "Mode/Hosen": Purse(9.0, 4.0, NOW.timestamp()),
    }
)


def test_a_star_makes_a_segment_for_every_value() -> None:
    names = {"de": "Fans von *", "en": "Fans of *"}
    fans = read_segment(
        "fans", {"name": "Fans", "names": names, "condition": 'interest("category:*") >= 0.5'}
    )
    mode, shoes = members(fans, LOVES_SHOES)
    assert (mode.segment_id, shoes.segment_id) == ("fans:Mode", "fans:Mode/Schuhe")
    assert shoes.called("en") == "Fans of Mode/Schuhe"
    assert shoes.called("fr") == "Fans"


def test_of_a_family_somebody_is_only_in_those_cared_for_most() -> None:
    at = NOW.timestamp()
    tastes = {"brand": {f"b{one}": Interest(one + 1.0, at) for one in range(9)}}
    fans = read_segment("fans", {"condition": 'interest("brand:*") > 0'})
    found = members(fans, Profile(tastes=tastes))
    assert [one.segment_id for one in found] == [f"fans:b{one}" for one in (4, 5, 6, 7, 8)]


def test_names_must_be_texts_by_language() -> None:
    with pytest.raises(BadInput) as caught:
        read_segment("s", {"condition": "views > 0", "names": {"de": 3}})
    assert [one.place for one in caught.value.faults] == ["/names/de"]
    with pytest.raises(BadInput) as caught:
        read_segment("s", {"condition": "views > 0", "names": "Fans"})
    assert [one.place for one in caught.value.faults] == ["/names"]
