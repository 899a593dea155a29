"""Are machines told from people by the times of what they do, and no person for one?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.robots import LEAST, MOST_A_MINUTE, inhuman


def found(*visits: list[float]) -> list[bool]:
    """Judge some actors by the moments of what they did."""
    actor = np.repeat(np.arange(len(visits), dtype=np.int32), [len(one) for one in visits])
    judged: list[bool] = inhuman(actor, np.array([at for one in visits for at in one])).tolist()
    return judged


def browsing(deeds: int) -> list[float]:
    """Make the moments of somebody who looks at a page for four to forty seconds."""
    pauses = np.random.default_rng(7).uniform(4, 40, deeds)
    moments: list[float] = np.cumsum(pauses).tolist()
    return moments


def test_somebody_who_browses_for_hours_is_a_person() -> None:
    assert found(browsing(300)) == [False]


def test_more_deeds_a_minute_than_anybody_manages_are_a_robots() -> None:
    burst = [1000 + 1.4 * one for one in range(MOST_A_MINUTE + 1)]
    assert found(browsing(50), browsing(60) + burst) == [False, True]


def test_whoever_reads_no_page_is_a_robot() -> None:
    pauses = np.random.default_rng(8).uniform(0.1, 1.2, LEAST)
    assert found(np.cumsum(pauses).tolist()) == [True]


def test_the_beat_of_a_metronome_is_a_robots() -> None:
    assert found([30.0 * one for one in range(LEAST)]) == [True]


def test_a_few_quick_clicks_are_anybodys() -> None:
    assert found([0.1 * one for one in range(LEAST - 1)]) == [False]


def test_nobody_did_nothing() -> None:
    assert found() == []


@given(st.lists(st.lists(st.floats(0, 1e6), max_size=80), max_size=4))
def test_each_is_judged_alone_and_in_any_order(visits: list[list[float]]) -> None:
    together = found(*visits)
    alone = [judged for one in visits for judged in (found(one) or [False])]
    assert together == alone[: len(together)]
    assert not any(alone[len(together) :])
    shuffled = [list(reversed(one)) for one in visits]
    assert found(*shuffled) == together
