"""Are golden queries read as they were meant, and every fault named?"""

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.golden_queries import Expected, GoldenQuery, read_golden_query


def test_a_golden_query_says_what_stands_where_at_the_latest() -> None:
    expect = [{"product_id": "run1", "at_most": 3}, {"product_id": "run2"}]
    read = read_golden_query("g1", {"query": "laufschuh", "language": "de", "expect": expect})
    expected = (Expected("run1", 3), Expected("run2", 24))
    assert read == GoldenQuery("g1", "laufschuh", expected, "de")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"expect": [{"product_id": "a"}]}, "/query"),
        ({"query": "a"}, "/expect"),
        ({"query": "a", "expect": []}, "/expect"),
        ({"query": "a", "expect": [{"at_most": 1}]}, "/expect/0/product_id"),
        ({"query": "a", "expect": [{"product_id": "a", "at_most": 0}]}, "/expect/0/at_most"),
        ({"query": "a", "expect": [{"product_id": "a", "position": 1}]}, "/expect/0/position"),
    ],
)
def test_what_cannot_be_held_is_refused_with_its_place(
    body: dict[str, object], place: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_golden_query("g1", body)
    assert place in {one.place for one in caught.value.faults}
