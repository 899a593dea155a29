import numpy as np

from ranking.candidates import Candidates
from recommenders.turns import in_turn


def found(*rows: int) -> Candidates:
    """Give candidates of falling strength."""
    return Candidates.of(np.array(rows), np.arange(len(rows), 0, -1, dtype=np.float32))


def test_lists_take_turns_and_nothing_comes_twice() -> None:
    both, source = in_turn([found(1, 2, 3), found(2, 9), found()], 10)
    assert both.rows.tolist() == [1, 2, 9, 3]
    assert source.tolist() == [0, 1, 1, 0]
    assert (np.diff(both.score) < 0).all()


def test_no_more_than_asked_for() -> None:
    assert in_turn([found(1, 2, 3), found(4, 5)], 3)[0].rows.tolist() == [1, 4, 2]


def test_a_list_of_its_own_keeps_its_scores() -> None:
    alone, source = in_turn([found(4, 5)], 9)
    assert (alone.rows.tolist(), alone.score.tolist()) == ([4, 5], [2.0, 1.0])
    assert source.tolist() == [0, 0]
