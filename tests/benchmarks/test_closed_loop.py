"""A simulated day teaches a real shop, and what it shows is heard of as it was shown."""

from collections import Counter
from collections.abc import Iterator

import pytest

from benchmarks.closed_loop import FIRST_DAY, ClosedLoop, Day, closed_loop
from demo.catalogue import make
from demo.world import populate
from knowledge_base.events import EventType
from knowledge_base.storage.events import read_interactions

SEED = 3


@pytest.fixture(scope="module")
def lived() -> Iterator[tuple[ClosedLoop, Day]]:
    """Live through a busy day of a tiny shop."""
    world = populate(make(SEED, 150, FIRST_DAY.date()), SEED, 3000)
    with closed_loop(world, SEED) as loop:
        yield loop, loop.day()


def test_shoppers_come_are_shown_something_and_buy(
    lived: tuple[ClosedLoop, Day],
) -> None:
    _, day = lived
    assert day.visits > 40
    assert len(day.shown) > 40
    assert day.orders > 0


def test_everything_that_happened_is_in_the_log(lived: tuple[ClosedLoop, Day]) -> None:
    loop, _ = lived
    assert loop.learning.refused == []
    with loop.learning.database.read() as connection:
        catalogue = loop.learning.engine.catalogue
        values = read_interactions(
            connection, catalogue, now=loop.learning.now, robots_from=101
        )
    counts = Counter(values.type.tolist())
    assert counts[EventType.IMPRESSION] > counts[EventType.CLICK] > 0
    assert counts[EventType.PURCHASE] > 0
    shown = values.where(values.type == EventType.IMPRESSION)
    assert shown.position.min() == 1
    assert {"search", "category"} <= set(shown.placements)


def test_the_night_is_learned_from(lived: tuple[ClosedLoop, Day]) -> None:
    loop, _ = lived
    assert loop.learning.now.day == 2
    assert loop.learning.engine.snapshot_id.startswith("20260902")


def test_what_was_searched_and_clicked_is_known(
    lived: tuple[ClosedLoop, Day],
) -> None:
    loop, _ = lived
    assert loop.learning.searched
    assert loop.learning.opened <= set(loop.world.shop.rows)
