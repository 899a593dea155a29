"""Does a reduction last exactly as long as was meant?"""

from datetime import UTC, datetime

import pytest

from knowledge_base.feeds.sales import Sale

SALE = Sale("regular", "special", "from", "until")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FULL, REDUCED = {"price": "20"}, {"price": "15", "list_price": "20"}


@pytest.mark.parametrize(
    ("start", "end", "prices"),
    [
        ("", "", REDUCED),
        ("2026-03-01", "", REDUCED),
        ("2026-03-02", "", FULL),
        ("2026-03-01T12:00:01Z", "", FULL),
        ("", "2026-03-01", REDUCED),
        ("", "01.03.2026", REDUCED),
        ("", "2026-02-28", FULL),
        ("", "2026-03-01T12:00:00Z", FULL),
        ("soon", "", FULL),
        ("", "some day", FULL),
    ],
)
def test_a_sale_price_counts_while_the_sale_lasts(
    start: str, end: str, prices: dict[str, str]
) -> None:
    raw = {"regular": "20", "special": "15", "from": start, "until": end}
    assert SALE.prices(raw, NOON) == prices


def test_without_a_sale_price_there_is_no_sale() -> None:
    assert SALE.prices({"regular": "20", "special": ""}, NOON) == FULL
    assert (
        Sale("regular", "special").prices({"regular": "20", "special": "15"}, NOON) == REDUCED
    )
