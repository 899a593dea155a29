import pytest

from knowledge_base.hours import ALL_DAY, parse_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("18..22", {18, 19, 20, 21}),
        ("22..2", {22, 23, 0, 1}),
        ("0..24", {*range(24)}),
        ("7..7", {*range(24)}),
        ("23..24", {23}),
    ],
)
def test_hours_run_to_before_their_end_and_over_midnight(text: str, hours: set[int]) -> None:
    assert parse_hours(text).every == hours
    assert str(parse_hours(text)) == text


@pytest.mark.parametrize("text", ["", "18", "18-22", "24..3", "3..25", "3..0", "08..9"])
def test_what_is_no_part_of_a_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must be hours of a day such as 18\.\.22"):
        parse_hours(text)


def test_a_day_has_all_hours() -> None:
    assert ALL_DAY.every == {*range(24)}
