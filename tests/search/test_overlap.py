"""Tests of finding the rows that two lists have in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.overlap import are_among, in_both, in_one_go, places, shared

ROWS = st.sets(st.integers(0, 99)).map(lambda rows: np.array(sorted(rows), dtype=np.int32))


@given(ROWS, ROWS, st.sampled_from([100, 1 << 20]))
def test_what_is_in_both_is_found_whichever_way_is_faster(
    rows: np.ndarray, others: np.ndarray, products: int
) -> None:
    both = sorted(set(rows.tolist()) & set(others.tolist()))
    assert in_both(rows, others, products).tolist() == both
    assert rows[are_among(rows, others, products)].tolist() == both
    kept, at = shared(rows, others, products)
    assert rows[kept].tolist() == others[at].tolist() == both
    assert others[places(others[at], others, products)].tolist() == both


@pytest.mark.parametrize("rows", [1, 100, 10_000])
def test_few_rows_among_many_are_searched_for_and_many_are_written_out(rows: int) -> None:
    assert in_one_go(rows, 20_000, 48_000) is (rows > 10_000 / 4)
