"""What long work in the background may take: low priority, one thread, so much time."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from threadpoolctl import threadpool_limits

from knowledge_base.errors import Unavailable
from service.building.parts import Progress

_HOUR = 3_600
_AGAIN = 60.0
"""Seconds after which somebody is told again: time enough to clear away what was begun."""


Heeding = Callable[[Progress], Progress]
"""Makes of what announces each step of a work what gives up there when the time is over."""


class _TimeOver(BaseException):
    """No Exception: whoever goes on after any fault shall not go on after this one."""


@contextmanager
def restrained(*, niceness: int, hours: float) -> Iterator[Heeding]:
    """Work behind everybody else, with one thread of BLAS, and give up after some hours.

    A signal says when the time is over. Where that comes into a callback of a library it goes
    unheard, so the steps that are announced through what is handed out look, too. Raises
    Unavailable when the time is over. Only for the main thread of a process of its own: the
    priority stays low.
    """
    os.nice(niceness)
    try:
        with threadpool_limits(limits=1, user_api="blas"), _deadline(hours) as heeding:
            yield heeding
    except _TimeOver as late:
        raise Unavailable(f"it took longer than {hours:g} hours and was given up") from late


@contextmanager
def _deadline(hours: float) -> Iterator[Heeding]:
    is_over = False

    def tell(*_: Any) -> None:
        nonlocal is_over
        is_over = True
        raise _TimeOver

    def heeding(announce: Progress) -> Progress:
        def announced(step: str) -> None:
            if is_over:
                raise _TimeOver
            announce(step)

        return announced

    before = signal.getsignal(signal.SIGALRM)
    try:
        signal.signal(signal.SIGALRM, tell)
        signal.setitimer(signal.ITIMER_REAL, hours * _HOUR, _AGAIN)
        yield heeding
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
