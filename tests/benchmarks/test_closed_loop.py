"""A simulated day teaches a real shop, and what it shows is heard of as it was shown."""

from collections import Counter

from knowledge_base.events import EventType
from knowledge_base.storage.events import read_interactions
from tests.benchmarks.conftest import Lived


def test_shoppers_come_are_shown_something_and_buy(lived: Lived) -> None:
    assert lived.day.visits > 40
    assert len(lived.day.shown) > 40
    assert lived.day.orders > 0


def test_everything_that_happened_is_in_the_log(lived: Lived) -> None:
    learning = lived.loop.learning
    assert learning.refused == []
    with learning.database.read() as connection:
        values = read_interactions(
            connection, learning.engine.catalogue, now=learning.now, robots_from=101
        )
    counts = Counter(values.type.tolist())
    assert counts[EventType.IMPRESSION] > counts[EventType.CLICK] > 0
    assert counts[EventType.PURCHASE] > 0
    shown = values.where(values.type == EventType.IMPRESSION)
    assert shown.position.min() == 1
    assert {"search", "category"} <= set(shown.placements)


def test_the_night_is_learned_from(lived: Lived) -> None:
    learning = lived.loop.learning
    assert learning.now.day == 2
    assert learning.engine.snapshot_id.startswith("20260902")


def test_what_was_searched_and_clicked_is_known(lived: Lived) -> None:
    learning = lived.loop.learning
    assert learning.searched
    assert learning.opened <= set(lived.loop.world.shop.rows)
