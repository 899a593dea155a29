import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.conditions import EACH, Kind, parse_condition
from knowledge_base.errors import BadInput

CARED_FOR = {("brand", "Adler"): 0.6}
FACTS = {
    "orders": 3.0,
    "discount_share": 0.6,
    "views": 0.0,
    "group": "Gold",
    "birthday": "1990-05-02",
    "age": None,
    "customer.club-card": "A17",
    "customer.newsletter": True,
    "interest": lambda facet, value: CARED_FOR.get((facet, value)),
}
NAMES = {
    **dict.fromkeys(("orders", "discount_share", "views", "age"), Kind.NUMBER),
    **dict.fromkeys(("group", "birthday", "device"), Kind.TEXT),
    "interest": Kind.ASKED,
}


def holds(text: str) -> bool:
    return parse_condition(text, NAMES).holds(FACTS.get)


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
        ('group == "gold"', True),
        ("group in ('silver', 'GOLD') and group != \"silver\"", True),
        ('group not in ("silver", "bronze")', True),
        ("orders in (1, 2, 3)", True),
        ('birthday >= "1990-01-01" and birthday < "1991-01-01"', True),
        ('customer.club-card == "a17" and customer.newsletter == true', True),
        ('interest("brand:Adler") > 0.5', True),
    ],
)
def test_a_condition_says_whether_it_holds(text: str, *, expected: bool) -> None:
    assert holds(text) is expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "expected a name, a number or a text in quotes, at character 1"),
        ("orders", "expected one of < <= > >= == != in"),
        ("orders >= three", "there is nothing called 'three'; there are age, birthday, device"),
        ("group == gold", "nothing called 'gold'"),
        ("group == 3", "expected a text, not a number, at character 10"),
        ('orders in (1, "2")', "expected a number, not a text, at character 15"),
        ("orders in 3", "expected '('"),
        ("orders not 3", "expected 'in'"),
        ('group == "gold', "expected a name, a number or a text in quotes, at character 10"),
        ("interest > 1", "expected '('"),
        ('interest("Adler") > 1', 'expected a value of a facet in quotes, as "brand:Adler"'),
        (
            'interest("brand:*") > 1 or interest("colour:*") > 1',
            "there can be a '*' for one facet only",
        ),
        ("(orders > 1", "expected ')'"),
        ("orders > 1 views > 2", "expected 'and', 'or' or the end, not 'views'"),
        ("orders > 1; import os", "or the end, not ';', at character 11"),
        ("orders > 0,5", "or the end, not ','"),
        ("orders > ²", "expected a name, a number or a text in quotes, at character 10"),
        ("not " * 500 + "orders > 1", "nested more than 20 deep"),
    ],
)
def test_what_is_wrong_with_a_condition_is_said(text: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_condition(text, NAMES)
    assert complaint in caught.value.detail


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
def test_every_comparison_with_something_unknown_is_false(sign: str) -> None:
    assert not holds(f"age {sign} 30")
    assert not holds(f'device {sign} "phone"')
    assert not holds(f'interest("brand:Falke") {sign} 0')
    assert not holds(f"customer.never_told {sign} 3")
    assert not holds(f"customer.club-card {sign} 3"), "a text is no number"


def test_what_is_unknown_is_neither_in_a_list_nor_not_in_it() -> None:
    assert not holds('device in ("phone")')
    assert not holds('device not in ("phone")')


def test_a_star_asks_of_the_value_that_the_facts_name() -> None:
    family = parse_condition('orders > 1 and interest("brand:*") > 0.5', NAMES)
    assert family.each == "brand"
    assert family.holds({**FACTS, EACH: "Adler"}.get)
    assert not family.holds({**FACTS, EACH: "Falke"}.get)
    assert not family.holds(FACTS.get)


@given(st.text(st.sampled_from("()<>=!,'andorti 0.5views_"), max_size=60))
def test_no_text_does_more_than_hold_or_be_refused(text: str) -> None:
    try:
        condition = parse_condition(text, NAMES)
    except BadInput:
        return
    assert condition.holds(FACTS.get) in {True, False}
