"""A visit keeps its clock, its journal and its manners."""

from collections.abc import Sequence

import numpy as np
import pytest

from demo.shelves import Event, PlainShelves
from demo.visits import Memory, Visit
from demo.world import World

NOON = 1_793_534_400_000


class Listener(PlainShelves):
    """A plain shop that remembers what it was told."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.told: list[Event] = []

    def hear(self, events: Sequence[Event]) -> None:
        self.told.extend(events)


def _visit(world: World, consent: str) -> Visit:
    shopper = world.shoppers.consents.index(consent)
    rng = np.random.default_rng(1)
    return Visit(world, Listener(world), shopper, Memory(), "s-1", NOON, rng)


@pytest.mark.parametrize(
    ("consent", "names"),
    [
        ("none", {"consent"}),
        ("statistics", {"consent", "session_id"}),
        ("personalization", {"consent", "session_id", "visitor_id"}),
    ],
)
def test_a_visit_names_as_much_as_consent_allows(
    world: World, consent: str, names: set[str]
) -> None:
    visit = _visit(world, consent)
    visit.note("search", query="kleid")
    assert visit.identity.keys() == names
    assert names <= visit.events[0].keys()
    assert bool(visit.customer_id) <= (consent == "personalization")


def test_time_passes_with_every_event(world: World) -> None:
    visit = _visit(world, "none")
    for _ in range(5):
        visit.note("view", 3)
    times = [event["at"] for event in visit.events]
    assert times[0] == NOON
    assert times == sorted(set(times))


def test_the_shop_hears_everything_once_before_it_answers(world: World) -> None:
    visit = _visit(world, "statistics")
    visit.note("search", query="kleid")
    visit.request()
    visit.note("view", 3)
    visit.request(colour="blue")
    assert isinstance(visit.shelves, Listener)
    assert visit.shelves.told == visit.events


def test_a_request_carries_what_was_seen(world: World) -> None:
    visit = _visit(world, "none")
    visit.recent.extend([4, 2])
    products = world.shop.products
    assert visit.request().recent == [products[4].product_id, products[2].product_id]


def test_a_shelf_is_worth_more_with_the_best_in_front(world: World) -> None:
    well, badly = _visit(world, "none"), _visit(world, "none")
    well.weigh(np.array([3.0, 1.0, 0.0]))
    badly.weigh(np.array([0.0, 1.0, 3.0]))
    assert well.worth > badly.worth
    assert well.attention == pytest.approx(float(world.model.examination(3).sum()))
    assert well.shown == 3
