"""What happened in the shop so far? Weeks of visits, told as events in the order of time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from demo.assortment import IntArray
from demo.catalogue import Shop, write_lines
from demo.makes import USUAL
from demo.script import pay_a_visit
from demo.shelves import Event, PlainShelves
from demo.shoppers import HABIT_VISITS
from demo.visits import DAY, Memory, Visit
from demo.world import World, populate

SHOPPERS, DAYS = 3000, 60
HOUR = 3_600_000
BUSY = (1, 1, 1, 1, 1, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 8, 9, 11, 13, 14, 12, 7, 3)


def history(
    shop: Shop,
    seed: int,
    now: datetime,
    days: int = DAYS,
    shoppers: int = SHOPPERS,
    model: str = USUAL,
) -> Iterator[Event]:
    """Tell what ``shoppers`` people did in the ``days`` before ``now``, oldest first."""
    world = populate(shop, seed, shoppers, model)
    shelves = PlainShelves(world)
    rng = np.random.default_rng([seed, days])
    until = int(now.timestamp() * 1000)
    events = [
        event
        for shopper, starts in enumerate(_starts(world, until, days, rng))
        for event in _story(world, shelves, shopper, starts, rng)
        if event["at"] <= until
    ]
    events.sort(key=lambda event: int(event["at"]))
    yield from stamped(events, rng)


def write_history(events: Iterable[Event], path: Path) -> int:
    """Write events as JSON Lines and count them."""
    return write_lines(events, path)


def stamped(events: Sequence[Event], rng: np.random.Generator) -> Iterator[Event]:
    """Give events their ids and write their times as ISO 8601."""
    times = np.array([event["at"] for event in events], dtype="datetime64[ms]")
    for event, at in zip(events, np.datetime_as_string(times, timezone="UTC"), strict=True):
        yield {"event_id": uuid7(event["at"], rng), **event, "at": str(at)}


def uuid7(at: int, rng: np.random.Generator) -> str:
    """Make an identifier that sorts by time (RFC 9562, version 7); ``at`` in milliseconds."""
    noise = rng.bytes(10).hex()
    stamp = f"{at:012x}"
    variant = "89ab"[int(noise[3], 16) % 4]
    return f"{stamp[:8]}-{stamp[8:]}-7{noise[:3]}-{variant}{noise[4:7]}-{noise[7:19]}"


def _starts(world: World, until: int, days: int, rng: np.random.Generator) -> list[IntArray]:
    """Draw when each shopper comes, in milliseconds: few by night, most in the evening."""
    habit = world.shoppers.habit
    often = np.array(HABIT_VISITS)[habit] * days / DAYS
    visits = np.maximum(rng.poisson(often), habit == 0)
    total = int(visits.sum())
    hours = rng.choice(len(BUSY), total, p=np.array(BUSY) / sum(BUSY))
    midnight = until - until % DAY
    times = (
        midnight
        - rng.integers(0, days, total) * DAY
        + hours * HOUR
        + rng.integers(0, HOUR, total)
    )
    return [np.sort(each) for each in np.split(times, np.cumsum(visits)[:-1])]


def _story(
    world: World,
    shelves: PlainShelves,
    shopper: int,
    starts: IntArray,
    rng: np.random.Generator,
) -> Iterator[Event]:
    """Live through all visits of one shopper."""
    memory = Memory()
    for start in starts.tolist():
        visit = Visit(world, shelves, shopper, memory, uuid7(start, rng), start, rng)
        pay_a_visit(visit)
        yield from visit.events
        yield from visit.later
