"""Is the time that is left told by the night before, at the pace of this one?"""

import pytest

from service.building.forecast import spoken, with_remaining

BEFORE = [("read", 9.0), ("learn", 100.0), ("store", 20.0)]


def told(*moments: tuple[str, float]) -> list[str]:
    """Announce stages at moments; return what is told."""
    said: list[str] = []
    clock = iter([0.0, *(at for _, at in moments)])
    announce = with_remaining(said.append, BEFORE, lambda: next(clock))
    for stage, _ in moments:
        announce(stage)
    return said


def test_at_the_pace_of_the_night_before_the_rest_takes_as_long_as_then() -> None:
    assert told(("read", 0.0), ("learn", 9.0), ("store", 109.0)) == [
        "read (1 of 3, about 2 min left)",
        "learn (2 of 3, about 2 min left)",
        "store (3 of 3, about 20 s left)",
    ]


def test_a_slow_start_makes_the_rest_longer() -> None:
    assert told(("read", 0.0), ("learn", 49.0))[-1] == "learn (2 of 3, about 10 min left)"


def test_a_stage_that_nobody_timed_is_only_named() -> None:
    said: list[str] = []
    with_remaining(said.append, [])("read")
    assert said == ["read"]


@pytest.mark.parametrize(("seconds", "said"), [(0.1, "1 s"), (95, "95 s"), (150, "2 min")])
def test_a_time_is_said_as_people_do(seconds: float, said: str) -> None:
    assert spoken(seconds) == said
