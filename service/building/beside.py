"""Does part of a long work beside the rest, in a process of its own for a second processor."""

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import Any, Generic, Protocol, TypeVar

from threadpoolctl import threadpool_limits

from knowledge_base.errors import TresenError, Unavailable

First = TypeVar("First")
Last = TypeVar("Last")
First_co = TypeVar("First_co", covariant=True)
Last_co = TypeVar("Last_co", covariant=True)

Work = Generator[First, None, Last]
"""Yields once what others wait for, stops there until it may go on, and returns the rest."""

_GRACE = 10.0
"""Seconds for a process that is gone to be seen so."""


class Task(Protocol[First_co, Last_co]):
    """A work of two halves; what goes wrong in one is raised where that is waited for."""

    def first(self) -> First_co:
        """Wait for what the first half gives."""

    def go_on(self) -> None:
        """Let the second half begin."""

    def last(self) -> Last_co:
        """Wait for what the second half gives."""


class Here(Generic[First, Last]):
    """Does all of it in this process, as soon as it may."""

    def __init__(self, work: Work[First, Last]) -> None:
        self._work = work
        self._given: list[Last] = []

    def first(self) -> First:
        """Do the first half."""
        return next(self._work)

    def go_on(self) -> None:
        """Do the second half."""
        self._given.append(_rest(self._work))

    def last(self) -> Last:
        """Return what the second half gave."""
        return self._given[0]


class Apart(Generic[First, Last]):
    """Has it done in a process of its own."""

    def __init__(self, process: SpawnProcess, link: "Connection[Any, Any]") -> None:
        self._process = process
        self._link = link

    def first(self) -> First:
        """Wait for the first half. Raises Unavailable when the process ended before."""
        given: First = self._received()
        return given

    def go_on(self) -> None:
        """Let the other process begin with the second half."""
        self._link.send(None)

    def last(self) -> Last:
        """Wait for the second half. Raises Unavailable when the process ended before."""
        given: Last = self._received()
        return given

    def _received(self) -> Any:
        try:
            is_given, told = self._link.recv()
        except (EOFError, ConnectionError):
            self._process.join(_GRACE)
            code = self._process.exitcode
            raise Unavailable(f"a process of this work ended with {code}") from None
        if not is_given:
            raise told
        return told


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # a Mac does not say which


@contextmanager
def beside(work: Callable[..., Work[First, Last]], *told: Any) -> Iterator[Apart[First, Last]]:
    """Begin a work in a process of its own, which ends when nobody waits for it any more.

    What it is told and what it gives goes from process to process: `work` is a function of a
    module, the rest plain values.
    """
    context = multiprocessing.get_context("spawn")  # a copy of threads and locks could hang
    ours, theirs = context.Pipe()
    process = context.Process(target=_do, args=(theirs, work, told), daemon=True)
    try:
        process.start()
        theirs.close()
        yield Apart(process, ours)
    finally:
        if process.pid is not None:  # None: whose time was over before it began
            process.kill()
            process.join(_GRACE)
        ours.close()


def _do(
    link: "Connection[Any, Any]", work: Callable[..., Work[Any, Any]], told: tuple[Any, ...]
) -> None:
    """Do a work on behalf of another process, and say what it gives or what goes wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began this ends it
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            begun = work(*told)
            link.send((True, next(begun)))
            link.recv()
            link.send((True, _rest(begun)))
    except (TresenError, OSError) as error:  # which somebody is told in a line each
        link.send((False, error))
    except Exception:  # noqa: BLE001 - nobody knows whether it can be sent
        link.send((False, RuntimeError(traceback.format_exc())))


def _end_with_parent() -> None:
    """End with whoever began this, however that ends: nobody would clear up what is made."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _rest(work: Work[Any, Last]) -> Last:
    try:
        next(work)
    except StopIteration as done:
        given: Last = done.value
        return given
    raise AssertionError("a work has two halves")
