"""Does what works in the background stay behind, and end in time?"""

import signal
import time

import pytest
from threadpoolctl import threadpool_info

from knowledge_base.errors import Unavailable
from service.restraint import restrained

_MOMENT = 1e-6


def test_what_takes_too_long_is_given_up() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with (
        pytest.raises(Unavailable, match="given up"),
        restrained(niceness=0, hours=_MOMENT),
    ):
        time.sleep(60)
    assert signal.getsignal(signal.SIGALRM) == before


def test_what_ends_in_time_is_let_go() -> None:
    with restrained(niceness=0, hours=1):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_arithmetic_takes_one_thread() -> None:
    with restrained(niceness=0, hours=1):
        blas = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"]
        assert blas
        assert set(blas) == {1}
