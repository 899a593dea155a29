"""Kills a piece of work at any system call it makes, by tracing it as a debugger does."""

import ctypes
import os
import signal
from collections.abc import Callable
from contextlib import suppress

TRACEME, SYSCALL, SETOPTIONS = 0, 24, 0x4200
"""Requests of ptrace(2)."""
SYSGOOD, CLONE, EXITKILL = 0x1, 0x8, 0x100000
"""Its options: tell system calls from signals, follow threads, take them along at the end."""
WALL = 0x40000000
"""Has waitpid(2) wait for threads, too."""
AT_CALL = signal.SIGTRAP | 0x80

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


def killed_at(stop: int, work: Callable[[], object]) -> int:
    """Do work in a forked process and kill it at a stop; return at how many it stopped.

    There is a stop before and after each system call of each of its threads. Work that ends
    before is left to end. Raises OSError where nobody may trace.
    """
    child = os.fork()
    if not child:
        _be_traced(work)
    os.waitpid(child, 0)
    _ptrace(SETOPTIONS, child, SYSGOOD | CLONE | EXITKILL)
    _ptrace(SYSCALL, child, 0)
    stops = 0
    while True:
        thread, status = os.waitpid(-1, WALL)
        if os.WIFSTOPPED(status):
            at = os.WSTOPSIG(status)
            stops += at == AT_CALL
            if stops == stop:
                os.kill(child, signal.SIGKILL)
                stop = -1
            passed_on = 0 if at in {AT_CALL, signal.SIGTRAP, signal.SIGSTOP} else at
            with suppress(ProcessLookupError):
                _ptrace(SYSCALL, thread, passed_on)
        elif thread == child:
            return stops


def _be_traced(work: Callable[[], object]) -> None:
    """Work until killed; never come back into the process that forked."""
    try:
        _ptrace(TRACEME, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        work()
    finally:
        os._exit(0)


def _ptrace(request: int, thread: int, data: int) -> None:
    if _libc.ptrace(request, thread, None, data) < 0:
        errno = ctypes.get_errno()
        raise OSError(errno, os.strerror(errno))
