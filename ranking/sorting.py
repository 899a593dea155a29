"""Orders by what a shopper asked for (price, date, popularity) instead of by ranking."""

from enum import StrEnum

import numpy as np

from knowledge_base.live import LiveFacts
from knowledge_base.money import MOST_CENTS
from knowledge_base.runs import run_starts
from knowledge_base.selection import Selection
from ranking.signals import Doubles, Learned

_NOT_NOW = 2.0 * MOST_CENTS
"""Stands between the prices of variants one can buy and those of others."""
_NO_PRICE = 2.0 * _NOT_NOW


class Sort(StrEnum):
    """What results can be sorted by; `relevance` is the ranker's order."""

    RELEVANCE = "relevance"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    NEWEST = "newest"
    POPULAR = "popular"


def sort_keys(shown: Selection, sort: Sort, live: LiveFacts, learned: Learned) -> Doubles:
    """Return one key per product (float64, shape (n,)), the less the further in front.

    `shown` are the products with their variants under the filters: a product's price is the
    lowest of them. Unknown prices and dates stand last.
    """
    match sort:
        case Sort.PRICE_ASC | Sort.PRICE_DESC:
            price = lowest_prices(shown, live)
            keys = price if sort is Sort.PRICE_ASC else -price
            return np.where(np.isnan(price), _NO_PRICE, keys)
        case Sort.NEWEST:
            return -live.catalogue.released[shown.rows].astype(np.float64)
        case _:
            return -learned["popularity"][shown.rows].astype(np.float64)


def lowest_prices(shown: Selection, live: LiveFacts) -> Doubles:
    """Return each product's lowest price in cents (float64, shape (n,)), NaN without any.

    Variants that can be bought go before those that cannot.
    """
    price = live.price[shown.variants].astype(np.float64)
    price[price < 0] = np.nan
    price[~live.buyable[shown.variants]] += _NOT_NOW
    if shown.owner is not None and len(price):
        price = np.fmin.reduceat(price, run_starts(shown.owner))
    return np.where(price >= _NOT_NOW, price - _NOT_NOW, price)
