import numpy as np

from ranking.candidates import Candidates


def test_candidates_are_joined_in_their_order_with_all_they_have() -> None:
    first = Candidates.of(np.array([3, 1], dtype=np.int32), np.array([0.9, 0.2]))
    second = Candidates.of(np.array([7], dtype=np.int32), tier=2)
    joined = Candidates.joined(first, second)
    assert joined.rows.tolist() == [3, 1, 7]
    assert joined.tier.tolist() == [0, 0, 2]
    assert joined.anchor.tolist() == [-1, -1, -1]
    assert [one.dtype for one in (joined.rows, joined.tier, joined.score)] == [
        np.int32,
        np.int8,
        np.float32,
    ]


def test_of_nothing_comes_nothing() -> None:
    nothing = Candidates.joined()
    assert len(nothing) == 0
    assert len(nothing.where(np.zeros(0, dtype=np.bool_))) == 0
