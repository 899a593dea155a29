import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.scales import LEAST_AMOUNTS, NO_AMOUNT, Scale

MANY = range(1, LEAST_AMOUNTS + 1)


def test_amounts_of_several_units_are_read_in_the_most_frequent_one() -> None:
    values = [*(f"{n},5 kg" for n in MANY), "800 g", "2 Kilogramm"]
    scale = Scale.of(values, "de")
    assert scale is not None
    assert (scale.unit, scale.decimals) == ("kg", 1)
    assert [scale.text(int(one)) for one in scale.steps[[0, -2, -1]]] == ["1.5", "0.8", "2.0"]


def test_bare_numbers_have_no_unit() -> None:
    scale = Scale.of([str(n) for n in MANY], "en")
    assert scale is not None
    assert (scale.unit, scale.decimals, scale.text(7)) == ("", 0, "7")


@pytest.mark.parametrize(
    "values",
    [
        [],
        [f"{n} kg" for n in MANY[1:]],
        [f"Modell {n}" for n in MANY],
        ["1 kg", "1000 g"] * LEAST_AMOUNTS,
        [*(f"{n} kg" for n in MANY), *(f"{n} cm" for n in MANY)],
        [f"{n}x{n}" for n in MANY],
        ["9" * 20 for _ in MANY],
    ],
)
def test_what_is_no_range_of_amounts_has_no_scale(values: list[str]) -> None:
    assert Scale.of(values, "de") is None


def test_a_value_that_is_none_is_in_no_span() -> None:
    scale = Scale.of([*(f"{n} W" for n in range(40)), "unbekannt"], "de")
    assert scale is not None
    assert scale.steps[-1] == NO_AMOUNT
    assert 40 not in scale.between("..")


@pytest.mark.parametrize(
    ("span", "amounts"),
    [
        ("3..5", [3, 4, 5]),
        ("38.5..", [39]),
        ("..1", [0, 1]),
        ("2.5..2.9", []),
        ("5..3", []),
        ("a..b", []),
        ("3", []),
        ("NaN..5", []),
        ("..Infinity", [*range(40)]),
        ("1e99999999..", []),
    ],
)
def test_both_ends_of_a_span_are_in_it(span: str, amounts: list[int]) -> None:
    scale = Scale.of([f"{n} W" for n in range(40)], "de")
    assert scale is not None
    assert scale.between(span) == amounts


@given(st.lists(st.integers(0, 10**6), min_size=40, max_size=60, unique=True))
def test_every_amount_lies_between_itself_and_itself(cents: list[int]) -> None:
    scale = Scale.of([f"{one / 100:.2f} l" for one in cents], "en")
    assert scale is not None
    for code, step in enumerate(scale.steps.tolist()):
        assert scale.between(f"{scale.text(step)}..{scale.text(step)}") == [code]


@given(st.lists(st.text(max_size=12), max_size=60), st.text(max_size=12))
def test_whatever_values_are_called_they_are_read(values: list[str], span: str) -> None:
    scale = Scale.of([*values, *(f"{n} W" for n in MANY)] * 2, "de")
    assert scale is None or isinstance(scale.between(span), list)
