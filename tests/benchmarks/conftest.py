"""One busy day of a tiny shop, which the tests of closed loops look back on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from benchmarks.closed_loop import FIRST_DAY, ClosedLoop, Day, closed_loop
from demo.catalogue import make
from demo.world import populate

SEED = 3


@dataclass(frozen=True, slots=True)
class Lived:
    """A shop and its shoppers after their first day, which nobody changes any more."""

    loop: ClosedLoop
    day: Day


@pytest.fixture(scope="session")
def lived() -> Iterator[Lived]:
    world = populate(make(SEED, 150, FIRST_DAY.date()), SEED, 3000)
    with closed_loop(world, SEED) as loop:
        yield Lived(loop, loop.day())
