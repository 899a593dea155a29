"""Works out the price per kilo, litre or metre that must stand beside the price."""

import re
from decimal import Decimal
from types import MappingProxyType

from knowledge_base.language.unit_table import LENGTH, MASS, VOLUME
from knowledge_base.language.units import read_quantities
from knowledge_base.money import from_cents, to_cents
from knowledge_base.products import Product

_USUAL = MappingProxyType({MASS: "1 kg", VOLUME: "1 l", LENGTH: "1 m", "area": "1 m²"})
"""What prices are compared by, where the feed does not say (PAngV § 5)."""
_WRITTEN = re.compile(r"([\d.,]*)\s*(.+)")
_SIGNS = MappingProxyType({"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "PLN": "zł"})
_COMMA = frozenset({"de", "fr", "it", "es", "nl", "pl", "cs", "da", "sv", "pt"})
"""Languages that write a decimal comma, and the currency behind the amount."""


def shown_unit_price(product: Product, language: str, currency: str) -> str | None:
    """Return what is shown beside a product's price: what the shop wrote, or what it costs."""
    price, measure = product.price, product.unit_pricing_measure
    if product.unit_price or price is None or measure is None:
        return product.unit_price
    base = product.unit_pricing_base_measure or ""
    return unit_price(price, measure, base, language=language, currency=currency)


def unit_price(
    price: Decimal, measure: str, base: str = "", *, language: str, currency: str
) -> str | None:
    """Write what a base ("100 ml", usually 1 kg, l, m or m²) of a measure ("750 ml") costs.

    Returns None where the two cannot be compared.
    """
    measured = read_quantities(measure, language)
    if len(measured) != 1 or measured[0].value <= 0:
        return None
    base = base.strip() or _USUAL.get(measured[0].dimension, "")
    based = read_quantities(base, language)
    if len(based) != 1 or based[0].dimension != measured[0].dimension:
        return None
    share = Decimal(based[0].value) / Decimal(measured[0].value)
    try:
        cents = to_cents(price * share)
    except ValueError:
        return None
    return f"{_amount(from_cents(cents), language, currency)}/{_short(base)}"


def _short(base: str) -> str:
    """Write a base as people do: kg for 1kg, but 100 ml."""
    written = _WRITTEN.fullmatch(base)
    number, unit = (written[1], written[2]) if written else ("", base)
    return unit if number in ("", "1") else f"{number} {unit}"


def _amount(amount: Decimal, language: str, currency: str) -> str:
    sign = _SIGNS.get(currency, currency)
    if language in _COMMA:
        return f"{amount:.2f} {sign}".replace(".", ",")
    return f"{sign}{amount:.2f}" if len(sign) == 1 else f"{sign} {amount:.2f}"
