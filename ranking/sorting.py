"""Orders by what a shopper asked for (price, date, popularity) instead of by ranking."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.live import LiveFacts
from ranking.signals import Learned

_NO_PRICE = np.iinfo(np.int64).max


class Sort(StrEnum):
    """What results can be sorted by; RELEVANCE is the ranker's business."""

    RELEVANCE = "relevance"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    NEWEST = "newest"
    POPULAR = "popular"


def sort_order(
    rows: Ints, sort: Sort, live: LiveFacts, *, shown: Bools, behind: Bools, learned: Learned
) -> NDArray[np.intp]:
    """Return the order of product rows, ties by row; unknown prices and dates stand last.

    `shown` (bool, shape (v,)) are the variants under the filters: a product's price is the
    lowest of them. `behind` (bool, as long as `rows`) stand behind all others.
    """
    if sort in (Sort.PRICE_ASC, Sort.PRICE_DESC):
        price = lowest_price(live, shown)[rows]
        unknown = price == _NO_PRICE
        return np.lexsort((rows, price if sort is Sort.PRICE_ASC else -price, unknown, behind))
    key = live.catalogue.released if sort is Sort.NEWEST else learned["popularity"]
    return np.lexsort((rows, -key[rows].astype(np.float64), behind))


def lowest_price(live: LiveFacts, shown: Bools) -> Longs:
    """Return each product's lowest price among the shown variants, in cents (shape (p,)).

    Those that can be bought go before those that cannot; without a price it is the greatest
    int64.
    """
    starts = live.catalogue.variant_start[:-1]
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    priced = shown & (live.price >= 0)
    anyhow = np.minimum.reduceat(np.where(priced, live.price, _NO_PRICE), starts)
    to_buy = np.where(priced & live.buyable, live.price, _NO_PRICE)
    now = np.minimum.reduceat(to_buy, starts)
    return np.where(now < _NO_PRICE, now, anyhow)
