"""How long the stages of one answer take, told by its Server-Timing header."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar


class Timings:
    """The clock of one request; what is done twice takes as long as both times together."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """Return the seconds since the request came in."""
        return time.perf_counter() - self._start

    @property
    def stages(self) -> Mapping[str, float]:
        """Return the seconds of each stage so far, in the order of their first ends."""
        return self._stages

    def add(self, stage: str, seconds: float) -> None:
        """Note that a stage took so long."""
        self._stages[stage] = self._stages.get(stage, 0.0) + seconds

    def header(self) -> str:
        """Write the Server-Timing header (milliseconds)."""
        stages = [*self._stages.items(), ("total", self.seconds)]
        return ", ".join(f"{name};dur={seconds * 1000:.2f}" for name, seconds in stages)


_CURRENT: ContextVar[Timings | None] = ContextVar("timings", default=None)


def begin() -> Timings:
    """Start the clock of a request: from here on stages are its own."""
    timings = Timings()
    _CURRENT.set(timings)
    return timings


def current() -> Timings | None:
    """Return the clock of the request being answered, None where none is."""
    return _CURRENT.get()


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time a stage of the request being answered; of nothing, where none is."""
    start = time.perf_counter()
    yield
    if timings := _CURRENT.get():
        timings.add(name, time.perf_counter() - start)
