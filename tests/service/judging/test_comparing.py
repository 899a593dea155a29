"""Are lists that got worse told from those that are only other ones, or noise?"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from knowledge_base.columns import Ints
from knowledge_base.interactions import Interactions
from service.judging import comparing
from service.judging.comparing import quality, questions
from service.judging.tolerances import ORDINARY
from tests.recommenders.logs import DAY, Log

PAIRS = {0: 1, 1: 0, 2: 3, 3: 2, 4: 5, 5: 4}
"""After one of these comes the other, always."""


@dataclass
class Told:
    """Shows next what it is told to."""

    after: Callable[[Ints], Ints]


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int32)


GOOD = Told(lambda given: rows(PAIRS[int(given[-1])]))
BAD = Told(lambda _: rows(6))


@pytest.fixture
def values() -> Interactions:
    log = Log()
    for visitor in range(120):
        first = visitor % 6
        log.session(visitor, [first, PAIRS[first]], days_ago=0.5 if visitor % 2 else 3.0)
    every = log.values()
    return replace(every, at=every.at + np.arange(len(every)) / DAY)


def judged(made: Told, served: Told, values: Interactions) -> list[str]:
    return quality(made, served, values, ORDINARY)[0]  # type: ignore[arg-type]  # asks alone


def test_only_the_last_day_is_asked_about(values: Interactions) -> None:
    assert len(questions(values, 1_000)) == 60


def test_lists_that_know_less_than_those_served_are_told(values: Interactions) -> None:
    assert judged(GOOD, GOOD, values) == []
    said = judged(BAD, GOOD, values)
    assert "than what is served" in said[0]
    assert "than what is popular" in said[1]


def test_a_few_questions_decide_nothing(values: Interactions) -> None:
    few = values.where(np.arange(len(values)) < 40)
    assert judged(BAD, GOOD, few) == []


def test_worse_by_chance_is_not_worse() -> None:
    chance = np.random.default_rng(1)
    other = chance.random(200)
    assert not comparing._is_worse(other + chance.normal(0, 0.3, 200), other, 0.02)  # noqa: SLF001 - the decision itself
    assert comparing._is_worse(other - 0.2, other, 0.02)  # noqa: SLF001
