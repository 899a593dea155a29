"""For how long may a request wait, when others do?"""

from collections.abc import Sequence

import pytest

from service.door.pace import Pacing, Step
from service.door.patience import ARRIVED

SECONDS = 1.5


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        """Return what it was set to."""
        return self.now


class Queue:
    """Requests that are worked off one after the other; each takes as long as it is told to."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.clock = Clock()
        self.pacing = Pacing(seconds, self.clock)
        self.steps: list[Step] = []

    def work_off(self, arrivals: Sequence[float], work: float) -> list[float]:
        """Answer who arrived when (seconds from now).

        Return how long each had waited who was sent away.
        """
        began, sent_away = self.clock.now, []
        for arrived in arrivals:
            self.clock.now = max(self.clock.now, began + arrived)
            scope = {"state": {ARRIVED: began + arrived}}
            if self.pacing.is_too_late(began + arrived):
                sent_away.append(self.clock.now - began - arrived)
            else:
                self.steps.append(self.pacing.step(scope))
                self.clock.now += work
        return sent_away


def steadily(rate: float, seconds: float) -> list[float]:
    """Let requests arrive at a rate."""
    return [number / rate for number in range(int(rate * seconds))]


def test_a_burst_that_is_worked_off_soon_has_all_the_time_there_is() -> None:
    assert not Queue().work_off([0.0] * 45, work=0.01)


def test_who_has_waited_for_as_long_as_there_is_is_sent_away() -> None:
    sent_away = Queue().work_off([0.0, 0.0, 1.0], work=1.6)
    assert sent_away == [pytest.approx(1.6), pytest.approx(0.6)]


def test_where_the_queue_stands_nobody_waits_for_long_or_gets_all() -> None:
    queue = Queue()
    sent_away = queue.work_off(steadily(1_000, 5), work=0.01)
    assert len(sent_away) == pytest.approx(4_500, abs=50)
    assert max(sent_away) < SECONDS / 2
    assert max(sent_away[len(sent_away) // 2 :]) < SECONDS / 4
    assert set(queue.steps[-100:]) == {Step.REMEMBERED}


def test_as_soon_as_the_queue_was_empty_there_is_time_again() -> None:
    queue = Queue()
    queue.work_off(steadily(1_000, 2), work=0.01)
    queue.clock.now += 1
    assert not queue.work_off([0.0] * 45, work=0.01)


def test_after_a_long_rest_a_burst_is_one() -> None:
    queue = Queue()
    queue.work_off([0.0], work=0.01)
    queue.clock.now += 3_600
    assert not queue.work_off([0.0] * 45, work=0.01)


def test_a_service_that_is_nearly_always_busy_sends_nobody_away() -> None:
    assert not Queue().work_off(steadily(95, 20), work=0.01)


def test_without_a_limit_everybody_waits_and_lacks_nothing() -> None:
    queue = Queue(0)
    assert not queue.work_off([0.0] * 1_000, work=0.01)
    assert set(queue.steps) == {Step.WHOLE}
