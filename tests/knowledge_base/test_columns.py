from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.columns import KeyColumn, Lists, SparseLists, TextColumn


@given(st.lists(st.text()))
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    column = TextColumn.of(text.encode("utf-8", "replace").decode() for text in texts)
    assert column.texts() == [column[i] for i in range(len(column))]


@given(st.sets(st.text(alphabet="abüß1", max_size=4)), st.text(alphabet="abüß1", max_size=4))
def test_a_key_is_found_exactly_when_it_is_there(keys: set[str], wanted: str) -> None:
    ordered = sorted(keys, key=hash)
    column = KeyColumn.of(ordered)
    assert column.row(wanted) == (ordered.index(wanted) if wanted in keys else -1)


@given(st.lists(st.lists(st.integers(0, 9))), st.data())
def test_gather_finds_the_values_of_some_lists(
    lists: list[list[int]], data: st.DataObject
) -> None:
    packed = Lists.of(lists)
    some = st.lists(st.integers(0, max(len(lists) - 1, 0)), max_size=5 if lists else 0)
    rows = np.array(data.draw(some), dtype=np.int64)
    positions, which = packed.gather(rows)
    assert packed.values[positions].tolist() == [n for row in rows for n in lists[row]]
    assert which.tolist() == [i for i, row in enumerate(rows) for _ in lists[row]]


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9))), st.data())
def test_sparse_lists_hold_what_dense_ones_would(
    lists: dict[int, list[int]], data: st.DataObject
) -> None:
    packed = SparseLists.of(lists)
    rows = np.array(data.draw(st.lists(st.integers(0, 9), max_size=5)), dtype=np.int64)
    positions, which = packed.gather(rows)
    assert [packed[row].tolist() for row in range(10)] == [lists.get(n, []) for n in range(10)]
    assert packed.values[positions].tolist() == [n for row in rows for n in lists.get(row, [])]
    assert which.tolist() == [i for i, row in enumerate(rows) for _ in lists.get(row, [])]


@given(st.lists(st.lists(st.text(alphabet="abüß"))))
def test_joined_columns_come_apart_again(columns: list[list[str]]) -> None:
    joined = TextColumn.joined(TextColumn.of(texts) for texts in columns)
    ends = np.cumsum([len(texts) for texts in columns]).tolist()
    parts = [joined.part(a, b) for a, b in pairwise([0, *ends])]
    assert [part.texts() for part in parts] == columns
