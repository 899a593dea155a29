"""Does chance get its place on shelves, and never more than that?"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from recommenders.exploring import Exploring
from service.answering.trying import EXPLORED
from tests.service.flow import Desk, ids

SESSIONS = [f"visit-{number}" for number in range(60)]


@pytest.fixture
def curious(desk: Desk) -> Desk:
    """Return a desk where the last camera and two shoes are little known, all else is."""
    catalogue = desk.engine.catalogue
    alpha = np.full(catalogue.products, 60.0, dtype=np.float32)
    beta, spread = 5 * alpha, np.zeros_like(alpha)
    unknown = catalogue.product_rows(["cam3", "run3", "run4"])
    alpha[unknown], beta[unknown], spread[unknown] = 3.0, 15.0, 0.6
    evidence = {"alpha": alpha, "beta": beta, "spread": spread}
    recommenders = desk.engine.opened.recommenders.informed()
    recommenders.exploring = Exploring(evidence, catalogue.leaf, catalogue.released)
    opened = replace(desk.engine.opened, recommenders=recommenders)
    always = Desk(replace(desk.engine, opened=opened))
    return always.with_entry(
        "shop", {"ladder": {"default": {"exploration": {"strength": 100}}}}
    )


def tried(desk: Desk, placement: str = "home", **more: Any) -> list[dict[str, Any]]:
    """Return the hits of many sessions that chance put there."""
    answers = [desk.recommend(placement, limit=4, session_id=one, **more) for one in SESSIONS]
    return [hit for body in answers for hit in body["hits"] if "propensity" in hit]


def test_chance_gives_a_place_to_what_little_is_known_of(curious: Desk) -> None:
    found = tried(curious)
    assert 0 < len(found) < len(SESSIONS)
    assert {hit["product_id"] for hit in found} <= {"cam3", "run3", "run4"}
    assert {hit["position"] for hit in found} == {4}
    assert all(0 < hit["propensity"] < 1 for hit in found)


def test_the_same_session_is_shown_the_same(curious: Desk) -> None:
    one, other = (curious.recommend("home", limit=4, session_id="visit-1") for _ in range(2))
    assert one == other


def test_outside_of_a_session_nothing_is_tried(curious: Desk) -> None:
    hits = curious.recommend("home", limit=4)["hits"]
    assert not any("propensity" in hit for hit in hits)


def test_masks_and_filters_hold_for_chance_too(curious: Desk) -> None:
    for hit in tried(curious, basket=["cam3"], exclude=("run3",)):
        assert hit["product_id"] == "run4"
    assert tried(curious.changed("run4", stock=0), "home", basket=["cam3", "run3"]) == []


def test_where_people_pinned_something_chance_has_no_place(curious: Desk) -> None:
    pinned = curious.rule([{"pin": {"product_id": "card1", "position": 1}}], placement="home")
    assert tried(pinned) == []


def test_a_shop_can_switch_chance_off_and_does_little_of_it_as_shipped(curious: Desk) -> None:
    off = Desk(curious.engine).with_entry(
        "shop", {"ladder": {"home": {"exploration": {"on": False}}}}
    )
    assert tried(off) == []
    as_shipped = Desk(curious.engine).with_entry("shop", {})
    assert len(tried(as_shipped)) < len(tried(curious)) / 2


@pytest.mark.parametrize("placement", ["basket", "session", "product_bundle", "trending"])
def test_shelves_that_state_facts_try_nothing_out(curious: Desk, placement: str) -> None:
    assert placement not in EXPLORED
    assert tried(curious, placement, basket=["cam1"]) == []


def test_people_of_the_shop_are_told_of_chance(curious: Desk) -> None:
    hit = tried(curious, explain=True)[0]
    assert hit["moves"][-1] == {
        "move": "tried_out",
        "propensity": hit["propensity"],
        "reason": "der Zufall probiert aus, worüber noch wenig bekannt ist",
    }


def test_nothing_stands_twice_where_chance_moves_what_is_proposed_anyway(
    curious: Desk,
) -> None:
    for one in SESSIONS:
        shown = ids(curious.recommend("home", limit=4, session_id=one))
        assert len(set(shown)) == len(shown) == 4
