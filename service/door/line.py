"""Who waits for his turn: a few are let in each turn of the loop, in the order they came.

A request that was let in and then waits is dear to refuse: it was read, its task was made, and
it has gone through half the application. Here one that waits is some bytes.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from service.door.access import needs_key

LINE = "tresen.line"
"""Under this name the state of the application's lifespan may have the line of its process."""

IN_TIME = "tresen.in_time"
"""Under this name a request's state says that its turn came before it was too late."""

_AT_ONCE = 4
"""Who are let in in one turn: each turn looks at all connections, which is work, too."""
_MOST_TURNS = 100
"""Who have their turn meanwhile, refusals too: some milliseconds, in which nobody is heard."""


def waits(path: str) -> bool:
    """Say whether requests to there wait for their turn: health and metrics do not."""
    return needs_key(path) and path != "/metrics"


class Waiting(Protocol):
    """Somebody in the line."""

    @property
    def arrived(self) -> float:
        """Return when the request was there (monotonic seconds)."""

    @property
    def request(self) -> bytes:
        """Return it as it came over the wire; nothing where only the application can answer."""

    def let_in(self, *, in_time: bool) -> None:
        """Let the application answer, which refuses who is not in time."""

    def send_away(self, refusal: bytes, *, is_last: bool) -> None:
        """Tell to come back; hang up where the client wants no more than this answer."""


class Line:
    """Lets in who waits, and tells those to come back for whom that is no use any more.

    `is_too_late` notes whose turn it is, by when he arrived. `refuse` returns what somebody is
    told who asked so, and whether he wants no more than that answer; None where that cannot be
    said without reading more.
    """

    def __init__(
        self,
        is_too_late: Callable[[float], bool],
        refuse: Callable[[bytes], tuple[bytes, bool] | None],
    ) -> None:
        self._is_too_late, self._refuse = is_too_late, refuse
        self._waiting = deque[Waiting]()
        self._is_moving = False

    def join(self, one: Waiting) -> None:
        """Give somebody his turn at once where nobody had one just now, else put him last."""
        self._waiting.append(one)
        if not self._is_moving:
            self._is_moving = True
            self._move()

    def _move(self) -> None:
        """Let the next ones in, and tell those between them who are too late."""
        if not self._waiting:
            self._is_moving = False
            return
        # before anybody is heard: what goes wrong with one must not stop the others
        asyncio.get_running_loop().call_soon(self._move)
        places = _AT_ONCE
        for _ in range(min(len(self._waiting), _MOST_TURNS)):
            one = self._waiting.popleft()
            is_late = self._is_too_late(one.arrived)
            told = self._refuse(one.request) if is_late else None
            if told is not None:
                refusal, is_last = told
                one.send_away(refusal, is_last=is_last)
                continue
            one.let_in(in_time=not is_late)
            places -= 1
            if not places:
                return
