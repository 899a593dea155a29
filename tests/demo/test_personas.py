from datetime import datetime

import numpy as np

from demo.catalogue import Shop
from demo.history import history, visit_counts
from demo.personas import SIZE, personas
from demo.world import World, populate


def test_the_people_one_can_be_are_different_and_may_be_known(world: World) -> None:
    people = world.shoppers
    chosen = [one.visitor_id for one in personas(world, np.ones(len(people), dtype=np.int64))]
    assert len(set(chosen)) == len(chosen)
    places = [people.visitor_ids.index(one) for one in chosen]
    assert {people.consents[one] for one in places} == {"personalization"}


def test_the_regular_wears_the_size_the_bar_promises(world: World) -> None:
    visits = np.ones(len(world.shoppers), dtype=np.int64)
    regular = next(one for one in personas(world, visits) if one.name == "regular")
    place = world.shoppers.visitor_ids.index(regular.visitor_id)
    assert world.sizes(place)["shoes_women"] == SIZE


def test_nobody_is_chosen_who_never_came(world: World) -> None:
    visits = np.zeros(len(world.shoppers), dtype=np.int64)
    often = [
        place for place, one in enumerate(world.shoppers.consents) if one == "personalization"
    ][:40]
    visits[often] = 3
    came = {world.shoppers.visitor_ids[place] for place in often}
    assert all(
        one.visitor_id in came for one in personas(world, visits) if one.name != "regular"
    )


def test_visits_are_counted_as_the_history_has_them(shop: Shop, now: datetime) -> None:
    events = list(history(shop, seed=3, now=now, days=20, shoppers=60))
    world = populate(shop, seed=3, count=60)
    counted = visit_counts(world, seed=3, days=20)
    for visitor_id, visits in zip(world.shoppers.visitor_ids, counted.tolist(), strict=True):
        own = {one["session_id"] for one in events if one.get("visitor_id") == visitor_id}
        assert len(own) <= visits
