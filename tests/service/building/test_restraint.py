"""Does what works in the background stay behind, and end in time?"""

import signal
import time
from contextlib import suppress

import pytest
from threadpoolctl import threadpool_info

from knowledge_base.errors import Unavailable
from service.building.restraint import restrained
from tests.interruptions import interrupted_on_the_way_in

_MOMENT = 1e-6


def test_what_takes_too_long_is_given_up() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with (
        pytest.raises(Unavailable, match="given up"),
        restrained(niceness=0, hours=_MOMENT),
    ):
        time.sleep(60)
    assert signal.getsignal(signal.SIGALRM) == before


def _deaf(begun: list[str]) -> None:
    """Miss the signal, as what a library calls back does, and begin the next step."""
    with restrained(niceness=0, hours=_MOMENT) as heeding:
        with suppress(BaseException):
            time.sleep(60)
        heeding(begun.append)("the next")


def test_a_word_that_went_unheard_is_heeded_at_the_next_step() -> None:
    begun: list[str] = []
    with pytest.raises(Unavailable, match="given up"):
        _deaf(begun)
    assert not begun


def test_what_ends_in_time_is_let_go() -> None:
    with restrained(niceness=0, hours=1):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_no_clock_is_left_running_by_who_is_interrupted_while_it_is_set() -> None:
    before, steps = signal.getsignal(signal.SIGALRM), 0
    for step in interrupted_on_the_way_in(
        lambda: restrained(niceness=0, hours=1), within="restraint.py"
    ):
        assert signal.getsignal(signal.SIGALRM) == before, f"interrupted at step {step}"
        steps += 1
    assert steps > 10


def test_arithmetic_takes_one_thread() -> None:
    with restrained(niceness=0, hours=1):
        blas = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]
        assert blas
        assert set(blas) == {1}
