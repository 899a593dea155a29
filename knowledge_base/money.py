"""Money: decimals outside, whole cents in columns and sums."""

from decimal import ROUND_HALF_UP, Decimal

MOST_CENTS = 10**14
"""A trillion of the currency: anything above is a mistake in a feed."""


def to_cents(amount: Decimal) -> int:
    """Round a decimal amount to whole cents, half up. Raises ValueError outside 0 … 10^12."""
    if not amount.is_finite():
        msg = f"{amount} is not an amount of money"
        raise ValueError(msg)
    if not 0 <= amount <= MOST_CENTS // 100:
        msg = f"{amount} is not between 0 and {MOST_CENTS // 100}"
        raise ValueError(msg)
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def from_cents(cents: int) -> Decimal:
    """Return the decimal amount with two places."""
    return Decimal(cents).scaleb(-2)


def money_text(cents: int) -> str:
    """Write cents the way the API does: a decimal string."""
    return f"{cents // 100}.{cents % 100:02d}"
