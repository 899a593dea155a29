from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.codings import SPARSE, Coding
from knowledge_base.columns import SparseLists

VALUES = 5
carried = st.dictionaries(
    st.integers(0, 39), st.sets(st.integers(0, VALUES - 1), min_size=1).map(sorted), max_size=40
)
some_rows = st.lists(st.integers(0, 39), unique=True).map(sorted)


def coding_of(lists: Mapping[int, Sequence[int]], *starts: int) -> Coding:
    """Lay lists of values over forty rows, in groups that begin at `starts`."""
    start = np.array([0, *starts, 40], dtype=np.int64)
    return Coding.of(SparseLists.of(lists), start, VALUES)


@given(carried, some_rows)
def test_values_are_counted_as_often_as_rows_carry_them(
    lists: dict[int, list[int]], rows: list[int]
) -> None:
    coding = coding_of(lists)
    counts = coding.count(coding.at(np.array(rows, dtype=np.int32))).tolist()
    assert counts == [sum(v in lists.get(row, []) for row in rows) for v in range(VALUES)]


@given(carried, some_rows, st.integers(1, 6))
def test_an_owner_counts_once_for_a_value_however_many_of_its_rows_carry_it(
    lists: dict[int, list[int]], rows: list[int], size: int
) -> None:
    coding, at = coding_of(lists), np.array(rows, dtype=np.int32)
    counts = coding.count_once(coding.at(at), at // np.int32(size)).tolist()
    owners = [{row // size for row in rows if v in lists.get(row, [])} for v in range(VALUES)]
    assert counts == [len(one) for one in owners]


@given(carried, some_rows, st.sets(st.integers(0, VALUES - 1)))
def test_rows_are_found_by_any_of_several_values(
    lists: dict[int, list[int]], rows: list[int], wanted: set[int]
) -> None:
    coding = coding_of(lists)

    def meets(row: int) -> bool:
        return not wanted.isdisjoint(lists.get(row, []))

    some = coding.with_any(sorted(wanted), np.array(rows, dtype=np.int32))
    assert some.tolist() == [meets(row) for row in rows]
    assert coding.with_any(sorted(wanted), slice(None)).tolist() == [*map(meets, range(40))]


@given(carried, st.sets(st.integers(1, 39)).map(sorted))
def test_values_are_shared_where_all_rows_of_each_group_carry_the_same(
    lists: dict[int, list[int]], starts: list[int]
) -> None:
    ends = zip([0, *starts], [*starts, 40], strict=True)
    groups = [[lists.get(row, []) for row in range(*end)] for end in ends]
    same = all(one == group[0] for group in groups for one in group)
    assert coding_of(lists, *starts).shared == same


def test_a_facet_that_few_rows_carry_takes_room_for_those_only() -> None:
    rare = coding_of({7: [1], 30: [0, 2]})
    assert rare.number.tolist() == [1, 2]
    often = coding_of({row: [0] for row in range(40 // SPARSE)})
    assert len(often.number) == 40
