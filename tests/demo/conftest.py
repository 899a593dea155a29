"""What the tests of the demo start from: a small shop and a few weeks in its life."""

from datetime import UTC, datetime

import pytest

from demo.catalogue import Shop, make
from demo.history import history
from demo.shelves import Event
from demo.world import World, populate


@pytest.fixture(scope="session")
def now() -> datetime:
    return datetime(2026, 11, 1, 18, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def shop() -> Shop:
    return make(seed=3, size=600)


@pytest.fixture(scope="session")
def world(shop: Shop) -> World:
    return populate(shop, seed=3, count=200)


@pytest.fixture(scope="session")
def events(shop: Shop, now: datetime) -> list[Event]:
    return list(history(shop, seed=3, now=now, days=60, shoppers=400))
