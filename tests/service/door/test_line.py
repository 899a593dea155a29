"""Does everybody get his turn, in the order they came, and only a few at a time?"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from service.door.line import Line, waits

LATE, NOW = 0.0, 1.0


@dataclass
class Client:
    """Somebody in the line, who notes what becomes of him."""

    name: str
    told: list[str]
    arrived: float = NOW
    request: bytes = b"whole"
    stumbles: bool = False

    def let_in(self, *, in_time: bool) -> None:
        """Note that it is his turn."""
        self.told.append(self.name if in_time else f"{self.name} late")
        if self.stumbles:
            raise ZeroDivisionError

    def send_away(self, refusal: bytes, *, is_last: bool) -> None:
        """Note what he is told."""
        self.told.append(f"{self.name} {refusal.decode()} {is_last}")


def refuse(request: bytes) -> tuple[bytes, bool] | None:
    """Refuse who is all there."""
    return (b"refused", False) if request else None


def after(turns: int, come: Callable[[Line], list[str]]) -> list[str]:
    """Let some come to a line, and so many turns of the loop pass; return what they noted."""

    async def wait() -> list[str]:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        told = come(Line(lambda arrived: arrived == LATE, refuse))
        for _ in range(turns):
            await asyncio.sleep(0)
        return told.copy()

    return asyncio.run(wait())


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_a_few_are_let_in_each_turn_and_the_first_at_once(turns: int) -> None:
    def come(line: Line) -> list[str]:
        told = list[str]()
        for name in "abcdefghi":
            line.join(Client(name, told))
        return told

    assert after(turns, come) == list("abcdefghi"[: 4 * turns + 1])


def test_who_is_late_takes_nobody_s_turn() -> None:
    def come(line: Line) -> list[str]:
        told = list[str]()
        for name, arrived in (("a", NOW), ("b", LATE), ("c", LATE), ("d", NOW)):
            line.join(Client(name, told, arrived))
        return told

    assert after(1, come) == ["a", "b refused False", "c refused False", "d"]


def test_who_is_late_and_must_be_read_first_is_let_in_as_such() -> None:
    def come(line: Line) -> list[str]:
        told = list[str]()
        line.join(Client("a", told, LATE, b""))
        return told

    assert after(0, come) == ["a late"]


def test_of_many_who_are_late_some_are_told_each_turn() -> None:
    def come(line: Line) -> list[str]:
        told = list[str]()
        for _ in range(1_000):
            line.join(Client("a", told, LATE))
        return told

    assert 1 < len(after(2, come)) < 1_000


def test_who_stumbles_holds_up_nobody_behind() -> None:
    def come(line: Line) -> list[str]:
        told = list[str]()
        for name in "abc":
            line.join(Client(name, told, stumbles=name == "b"))
        return told

    assert after(2, come) == ["a", "b", "c"]


def test_who_comes_after_all_had_their_turn_is_let_in_at_once() -> None:
    told = list[str]()

    async def come() -> None:
        line = Line(lambda _: False, refuse)
        for name in "ab":
            line.join(Client(name, told))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert told[-1] == name

    asyncio.run(come())


def test_health_and_metrics_wait_for_nobody() -> None:
    assert {path: waits(path) for path in ("/v1/search", "/metrics", "/healthz")} == {
        "/v1/search": True,
        "/metrics": False,
        "/healthz": False,
    }
