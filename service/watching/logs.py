"""What the service writes to its log: a JSON object a line, and nothing about anybody.

A log that nobody reads fast enough loses lines; it never holds an answer up.
"""

import logging
import queue
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from typing import IO, Any

import orjson

REQUESTS = logging.getLogger("tresen.requests")

FACTS = "facts"
"""Under this name a record carries what stands beside its message."""

_MOST_WAITING = 10_000
_GATHERED = 0.05
"""Seconds in which lines are gathered: a thread that woke up for each of them would take turns
with the one that answers, and both would wait."""
_FAREWELL = 2.0
"""Seconds in which waiting lines may still be written when the process ends."""


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    Of an error only its kind and where it happened: what it says may be somebody's words, and
    is told at the level `debug` alone.
    """

    def __init__(self, *, is_open: bool = False) -> None:
        super().__init__()
        self._is_open = is_open

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, FACTS, {}),
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["error"] = type(error).__name__
            line["stack"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            if self._is_open:
                line["said"] = str(error)
        return orjson.dumps(line, default=str).decode()


class Aside(logging.Handler):
    """Has lines written by a thread of its own: whoever logs waits for nobody."""

    def __init__(self, stream: IO[str], most: int = _MOST_WAITING) -> None:
        super().__init__()
        self.lost = 0
        self._stream = stream
        self._lines: queue.Queue[str | None] = queue.Queue(most)
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Hand a line over, or count it as lost where too many wait."""
        try:
            self._lines.put_nowait(self.format(record))
        except queue.Full:
            self.lost += 1

    def close(self) -> None:
        """Write what waits, for as long as there is patience."""
        try:
            self._lines.put(None, timeout=_FAREWELL)
        except queue.Full:
            pass  # nobody reads: nor would anybody read the end
        else:
            self._thread.join(_FAREWELL)
        super().close()

    def _write(self) -> None:
        lines: list[str | None] = []
        while None not in lines:
            lines = [self._lines.get()]
            time.sleep(_GATHERED)
            lines += [self._lines.get_nowait() for _ in range(self._lines.qsize())]
            self._stream.write("".join(f"{one}\n" for one in lines if one is not None))
            self._stream.flush()


def set_up(level: str, stream: IO[str] | None = None) -> None:
    """Have everything that is logged from this level on written to the standard error."""
    handler = Aside(stream or sys.stderr)
    handler.setFormatter(JsonLines(is_open=level == "debug"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def lost() -> int:
    """Return how many lines of this process nobody took in time."""
    return sum(one.lost for one in logging.getLogger().handlers if isinstance(one, Aside))


def told(request_id: str, method: str, route: str, status: int, seconds: float) -> None:
    """Log that a request was answered: what was asked, never by whom or in which words."""
    if REQUESTS.isEnabledFor(logging.INFO):
        facts = {
            "request_id": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1_000, 2),
        }
        REQUESTS.info("answered", extra={FACTS: facts})
