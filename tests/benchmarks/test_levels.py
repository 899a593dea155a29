"""Each level of the ladder answers with those above switched off."""

from benchmarks.levels import LEVELS, ask_all, engines
from benchmarks.panel import Truth, questions
from tests.benchmarks.conftest import Lived


def test_each_level_switches_off_those_above(lived: Lived) -> None:
    learning = lived.loop.learning
    dials = [one.merchandising.dials("search") for one in engines(learning.engine, lived.loop)]
    switched = [(one.pre.on, one.segment.on, one.one_to_one.on) for one in dials]
    assert switched == [
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    ]


def test_only_who_agreed_is_asked_as_somebody(lived: Lived) -> None:
    world = lived.loop.world
    asked = questions(world, 40, 2)
    agreed = [one for one in asked if world.shoppers.consents[one.shopper] == "personalization"]
    found = list(ask_all(lived.loop, asked, Truth(world)))
    assert len(found) == len(agreed)
    assert all(len(one.ndcg) == len(LEVELS) for one in found)
    strangers = [one for one in found if not one.known]
    assert strangers
    assert all(one.ndcg[-1] == one.ndcg[-2] for one in strangers)
