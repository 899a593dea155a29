"""Is the price of a kilo right, and written as people write it?"""

from decimal import Decimal

import pytest

from knowledge_base.unit_prices import unit_price


@pytest.mark.parametrize(
    ("price", "measure", "base", "text"),
    [
        ("1.99", "750 ml", "", "2,65 €/l"),
        ("1.99", "750ml", "100ml", "0,27 €/100 ml"),
        ("12.00", "0,5 kg", "1 kg", "24,00 €/kg"),
        ("4.50", "150 g", "100 g", "3,00 €/100 g"),
        ("30.00", "12 m", "", "2,50 €/m"),
        ("49.90", "2.5 m²", "1 m²", "19,96 €/m²"),
    ],
)
def test_a_base_costs_its_share(price: str, measure: str, base: str, text: str) -> None:
    found = unit_price(Decimal(price), measure, base, language="de", currency="EUR")
    assert found == text


def test_every_language_writes_it_in_its_way() -> None:
    def write(language: str, currency: str) -> str | None:
        price = Decimal("1.99")
        return unit_price(price, "500 g", "1 kg", language=language, currency=currency)

    assert write("en", "GBP") == "£3.98/kg"
    assert write("en", "CHF") == "CHF 3.98/kg"
    assert write("de", "CHF") == "3,98 CHF/kg"


@pytest.mark.parametrize(
    ("measure", "base"),
    [("750 ml", "1 kg"), ("groß", "1 kg"), ("0 ml", ""), ("3 Stück", ""), ("", "1 l")],
)
def test_what_cannot_be_compared_has_no_price(measure: str, base: str) -> None:
    price = Decimal("1.99")
    assert unit_price(price, measure, base, language="de", currency="EUR") is None


def test_an_absurd_measure_gives_no_absurd_price() -> None:
    price = Decimal(999_999_999_999)
    assert unit_price(price, "1 mg", "1 kg", language="de", currency="EUR") is None
