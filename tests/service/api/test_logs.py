"""Does the log tell of every request what helps, and of nobody anything?"""

import io
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import pytest

from service.door.auth import KeyClass
from service.watching.logs import FACTS, Aside, JsonLines, lost, set_up
from tests.service.api.conftest import Served

CANARIES = {
    "visitor_id": "canary-visitor",
    "session_id": "canary-session",
    "q": "canary query",
    "recent": "canary-recent",
}
TOKEN = {"customer_token": "canary.customer.token"}
ADDRESS = "203.0.113.77"


@contextmanager
def logged(level: str) -> Iterator[io.StringIO]:
    """Write the log into a text for a while."""
    root = logging.getLogger()
    before, was = root.handlers[:], root.level
    text = io.StringIO()
    root.handlers = []
    set_up(level, text)
    logging.getLogger("httpx2").setLevel("ERROR")  # the one who asks
    try:
        yield text
    finally:
        for one in root.handlers:
            one.close()
        root.handlers, root.level = before, was


def lines(text: io.StringIO) -> list[Any]:
    return [orjson.loads(line) for line in text.getvalue().splitlines()]


def ask_everything(served: Served) -> None:
    """Ask, send, be refused, and stumble, with something to recognise everywhere."""
    headers = {"X-Forwarded-For": ADDRESS, "User-Agent": "canary-browser"}
    for path in ("/v1/search", "/v1/suggest", "/v1/recommendations/home"):
        served.ask("GET", path, params={**CANARIES, "consent": "personalization"})
        served.ask("GET", path, params=CANARIES | TOKEN, headers=headers)
    event = {"event_id": "canary-event", "type": "view", "product_id": "s1", **CANARIES}
    served.ask("POST", "/v1/events", json=[event, {"type": "canary-type"}], headers=headers)
    served.ask("GET", "/v1/visitors/canary-visitor", KeyClass.PRIVATE)
    served.ask("GET", "/canary-address")
    served.client.get("/v1/search", headers={"Authorization": "Bearer pk_canary"})


@pytest.mark.parametrize("level", ["info", "warning"])
def test_nobody_can_be_recognised_in_the_log(
    read_only: Served, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(level) as text:
        ask_everything(read_only)

        async def stumble(*_: object) -> None:
            raise KeyError("canary-visitor", ADDRESS)

        monkeypatch.setattr(read_only.runtime, "person", stumble)
        assert read_only.ask("GET", "/v1/search", params=CANARIES).status_code == 500
    said = text.getvalue()
    assert "KeyError" in said
    for secret in ("canary", ADDRESS, "testclient", *read_only.keys.values()):
        assert secret not in said


def test_the_canaries_would_be_found_where_errors_are_told(read_only: Served) -> None:
    with logged("debug") as text:
        logging.getLogger("tresen").error("", exc_info=KeyError("canary"))
        ask_everything(read_only)
    assert "canary" in text.getvalue()


def test_a_request_is_found_by_its_id(read_only: Served) -> None:
    with logged("info") as text:
        headers = {"X-Request-Id": "find-me"}
        read_only.ask("GET", "/v1/search", params={"q": "schuh"}, headers=headers)
    found = [one for one in lines(text) if one.get("request_id") == "find-me"]
    (line,) = found
    assert (line["method"], line["route"], line["status"]) == ("GET", "search", 200)
    assert line["ms"] > 0


def test_a_log_that_nobody_reads_holds_nobody_up() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as pipe:
        handler = Aside(pipe, most=10)
        record = logging.LogRecord("a", logging.INFO, "", 0, "x" * 10_000, None, None)
        for _ in range(100):
            handler.emit(record)
        assert handler.lost > 0
        drain = threading.Thread(target=drained, args=(reader,))
        drain.start()
        handler.close()
    drain.join()
    assert lost() == 0


def drained(reader: int) -> None:
    while os.read(reader, 65_536):
        pass
    os.close(reader)


class Counted(io.StringIO):
    """Counts how often it is written to."""

    writes = 0

    def write(self, text: str) -> int:
        """Count."""
        self.writes += 1
        return super().write(text)


def test_lines_that_come_close_together_are_written_together() -> None:
    text = Counted()
    handler = Aside(text)
    for number in range(1_000):
        record = logging.LogRecord("a", logging.INFO, "", 0, str(number), None, None)
        handler.emit(record)
    handler.close()
    assert text.getvalue().splitlines() == [str(number) for number in range(1_000)]
    assert text.writes < 100


def test_a_line_is_one_object_whatever_is_in_it() -> None:
    record = logging.LogRecord("a", logging.INFO, "", 0, 'two\nlines "%s"', ("quoted",), None)
    setattr(record, FACTS, {"status": 200})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert orjson.loads(line)["message"] == 'two\nlines "quoted"'
    assert orjson.loads(line)["status"] == 200
