import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.conditions import parse_condition
from knowledge_base.errors import BadInput

FACTS = {"orders": 3.0, "discount_share": 0.6, "views": 0.0}


def holds(text: str) -> bool:
    return parse_condition(text, FACTS).holds(FACTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("orders >= 3", True),
        ("orders > 3", False),
        ("3 < orders", False),
        ("orders == 3 and discount_share != 0.5", True),
        ("views > 0 or orders > 0 and discount_share > 0.9", False),
        ("(views > 0 or orders > 0) and discount_share < 0.9", True),
        ("not views > 0 and not (orders < 3)", True),
        ("orders>=3AND views<=0", True),
    ],
)
def test_a_condition_says_whether_it_holds(text: str, *, expected: bool) -> None:
    assert holds(text) is expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "expected a measure or a number, at character 1"),
        ("orders", "expected one of < <= > >= == !="),
        ("orders >= three", "there is no measure 'three'; there are discount_share, orders"),
        ("(orders > 1", "expected ')'"),
        ("orders > 1 views > 2", "expected 'and', 'or' or the end, not 'views'"),
        ("orders > 1; import os", "or the end, not ';', at character 11"),
        ("orders > 0,5", "or the end, not ','"),
        ("orders > ²", "expected a measure or a number, at character 10"),
        ("not " * 500 + "orders > 1", "nested more than 20 deep"),
    ],
)
def test_what_is_wrong_with_a_condition_is_said(text: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_condition(text, FACTS)
    assert complaint in caught.value.detail


@given(st.text(st.sampled_from("()<>=!andort 0.5views_"), max_size=60))
def test_no_text_does_more_than_hold_or_be_refused(text: str) -> None:
    try:
        condition = parse_condition(text, FACTS)
    except BadInput:
        return
    assert condition.holds(FACTS) in {True, False}
