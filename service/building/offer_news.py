"""What became of offers lately, by variant: what they cost before, and what came back."""

from datetime import datetime, timedelta

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.storage.price_history import OfferChanges
from recommenders.recommender import Arrays
from recommenders.reductions import NO_PRICE

OFFERS = "offers"
"""The folder of the snapshot in which this stands."""
MEMORY = timedelta(days=30)
"""How long an earlier price counts (PAngV § 11)."""
NEWS = timedelta(days=14)
"""How long it is news that something is back."""


def offer_news(changes: OfferChanges, catalogue: Catalogue, now: datetime) -> Arrays:
    """Return by variant what its changes in MEMORY say.

    `lowest` (int64 cents, shape (v,)) is the lowest price it had before the one of now,
    NO_PRICE where it never changed; `back` (bool, shape (v,)) says what had been sold out and
    came back within NEWS. What is new, or was gone from the feed, has not come back.
    """
    rows = np.array(
        [catalogue.variant_ids.row(one) for one in changes.product_ids], dtype=np.int64
    )
    lowest = np.full(catalogue.variants, NO_PRICE, dtype=np.int64)
    repriced = (rows >= 0) & (changes.price_was >= 0) & (changes.price_is != changes.price_was)
    np.minimum.at(lowest, rows[repriced], changes.price_was[repriced])
    back = np.zeros(catalogue.variants, dtype=np.bool_)
    lately = changes.at > (now - NEWS).timestamp() * 1000
    back[rows[(rows >= 0) & changes.returned & (changes.price_was >= 0) & lately]] = True
    return {"lowest": lowest, "back": back}
