"""Does a variant inherit what is true of it, and nothing else?"""

from decimal import Decimal
from typing import Any

from knowledge_base.families import families
from knowledge_base.products import Product
from knowledge_base.unit_prices import shown_unit_price


def unit_price(variant: dict[str, Any], **product: Any) -> str | None:
    parent = Product("oil", price=Decimal("4.00"), **product)
    (family,) = families([parent, Product("oil-1", variant_of="oil", **variant)])
    return shown_unit_price(family.variants[0], "de", "EUR")


def test_a_variant_that_costs_the_same_has_the_unit_price_of_its_product() -> None:
    assert unit_price({}, unit_price="8 €/l") == "8 €/l"
    assert unit_price({"price": Decimal("4.00")}, unit_price="8 €/l") == "8 €/l"


def test_a_variant_of_another_price_or_measure_has_a_unit_price_of_its_own() -> None:
    told: dict[str, Any] = {"unit_price": "8 €/l"}
    assert unit_price({"price": Decimal("7.00")}, **told) is None
    assert unit_price({"unit_pricing_measure": "1 l"}, **told) == "4,00 €/l"


def test_a_variant_has_the_measure_of_its_product_at_its_own_price() -> None:
    measured: dict[str, Any] = {"unit_pricing_measure": "500 ml"}
    assert unit_price({"price": Decimal("7.00")}, **measured) == "14,00 €/l"
