import numpy as np

from knowledge_base.runs import distinct, places_in_run, run_starts


def test_a_run_ends_where_any_of_its_keys_changes() -> None:
    tier, kind = np.array([0, 0, 0, 1, 1]), np.array([2, 2, 5, 5, 5])
    assert run_starts(tier, kind).tolist() == [0, 2, 3]
    assert run_starts(tier).tolist() == [0, 3]
    assert places_in_run(tier, kind).tolist() == [0, 1, 0, 0, 1]


def test_nothing_has_no_run() -> None:
    nothing = np.zeros(0, dtype=np.int32)
    assert run_starts(nothing).tolist() == []
    assert places_in_run(nothing).tolist() == []


def test_each_value_comes_once_and_in_order() -> None:
    assert distinct(np.array([5, 2, 5, -1, 2])).tolist() == [-1, 2, 5]
    assert distinct(np.zeros(0, dtype=np.int64)).tolist() == []
