"""Interrupts what is being begun at every step of it, as a deadline's signal may."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import FrameType
from typing import Any

_MOST = 10_000
"""More steps than anything takes to begin: whoever takes as many never began."""


class Interruption(BaseException):
    """What is raised between two instructions of whoever knows nothing of it."""


def interrupted_on_the_way_in(
    begun: Callable[[], AbstractContextManager[Any]], within: str = ""
) -> Iterator[int]:
    """Enter anew for each step, interrupted there; yield afterwards, before it is left behind.

    Ends with the first that was entered before its interruption came, which is let alone. Only
    steps in files whose name ends like `within` are counted.
    """
    for step in range(_MOST):
        if not _was_interrupted(begun, step, within):
            return
        yield step
    raise AssertionError(f"not entered after {_MOST} steps")


def _was_interrupted(
    begun: Callable[[], AbstractContextManager[Any]], step: int, within: str
) -> bool:
    left = step

    def look(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        frame.f_trace_lines, frame.f_trace_opcodes = False, True  # as finely as signals come
        if event != "opcode" or not frame.f_code.co_filename.endswith(within):
            return look
        if left == 0:
            sys.settrace(None)
            raise Interruption
        left -= 1
        return look

    before = sys.gettrace()
    manager = begun()
    sys.settrace(look)
    try:
        with manager:
            sys.settrace(None)
            return False
    except Interruption:
        return True
    finally:
        sys.settrace(before)
