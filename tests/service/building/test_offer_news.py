from datetime import UTC, datetime, timedelta

import numpy as np

from knowledge_base.storage.price_history import OfferChanges
from recommenders.reductions import NO_PRICE
from service.building.offer_news import offer_news
from tests.recommenders.logs import catalogue

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SOLD_OUT, OFFERED = False, True


def changes(*rows: tuple[str, int, int, int, bool, bool]) -> OfferChanges:
    """Give changes: whose, days ago, price before and after, offered before and after."""
    ids, days, was, now, offered_was, offered = zip(*rows, strict=True)
    at = [(NOW - timedelta(days=one)).timestamp() * 1000 for one in days]
    moments, before, after = (np.array(one, dtype=np.int64) for one in (at, was, now))
    return OfferChanges(ids, moments, before, after, np.array(offered_was), np.array(offered))


def test_the_lowest_earlier_price_counts() -> None:
    news = offer_news(
        changes(("p0", 9, 90, 70, OFFERED, OFFERED), ("p0", 3, 70, 80, OFFERED, OFFERED)),
        catalogue(),
        NOW,
    )
    assert news["lowest"].tolist()[:2] == [70, NO_PRICE]


def test_only_what_was_sold_out_lately_has_come_back() -> None:
    news = offer_news(
        changes(
            ("p0", 3, 90, 90, SOLD_OUT, OFFERED),
            ("p1", 20, 90, 90, SOLD_OUT, OFFERED),
            ("p2", 3, -1, 90, SOLD_OUT, OFFERED),
            ("nobody", 3, 90, 90, SOLD_OUT, OFFERED),
        ),
        catalogue(),
        NOW,
    )
    assert news["back"].tolist() == [True] + [False] * 6, "p2 was not in the shop before"
