"""What long work in the background may take: low priority, one thread, so much time."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from threadpoolctl import threadpool_limits

from knowledge_base.errors import Unavailable

_HOUR = 3_600


@contextmanager
def restrained(*, niceness: int, hours: float) -> Iterator[None]:
    """Work behind everybody else, with one thread of BLAS, and give up after some hours.

    Raises Unavailable when the time is over. Only for the main thread of a process of its own:
    the priority stays low.
    """
    os.nice(niceness)
    with threadpool_limits(limits=1, user_api="blas"), _deadline(hours):
        yield


@contextmanager
def _deadline(hours: float) -> Iterator[None]:
    def give_up(*_: Any) -> None:
        raise Unavailable(f"it took longer than {hours:g} hours and was given up")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, hours * _HOUR)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
