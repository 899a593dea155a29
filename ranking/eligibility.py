"""What may be shown at all: one mask that holds everywhere, one for recommendations only."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.live import LiveFacts
from knowledge_base.products import Availability
from knowledge_base.shop import SoldOut

_DAY = 86_400


def buyable(live: LiveFacts) -> Bools:
    """Say which products have a variant that can be bought now (shape (p,))."""
    return live.catalogue.products_of(live.buyable)


def offered(live: LiveFacts, policy: SoldOut) -> Bools:
    """Say which variants the shop shows (shape (v,)): not the sold out, where it hides them."""
    return live.buyable if policy is SoldOut.HIDE else ~live.gone


def catalogue_mask(live: LiveFacts, policy: SoldOut, now: datetime) -> Bools:
    """Say which products may be shown anywhere (bool, shape (p,)).

    Not those that are gone, nor those of a later day that are not offered for preorder, nor,
    where the shop hides them, the sold out.
    """
    catalogue = live.catalogue
    released = catalogue.released <= now.timestamp() // _DAY
    to_come = (live.availability == Availability.PREORDER) & ~live.gone
    preorder = catalogue.products_of(to_come)
    return catalogue.products_of(offered(live, policy)) & (released | preorder)


def context_mask(recommended: Bools, *set_aside: Ints) -> Bools:
    """Say which products may be recommended in a context (bool, shape (p,)).

    Only what may be `recommended` at all (bool, shape (p,)); and none of the rows set aside:
    the product itself, the basket, what was just bought, what is disliked. Sibling variants
    share their product's row.
    """
    mask = recommended.copy()
    for rows in set_aside:
        mask[rows[rows >= 0]] = False
    return mask


def bought_lately(
    rows: Ints, at: NDArray[np.float64], leaf: Ints, days: Floats, now: datetime
) -> Ints:
    """Return which product rows (int32) a person who bought and kept them needs not again yet.

    `at` (float64, seconds since 1970) is when that was last, `leaf` each product's type; `days`
    (shape (types + 1,)) says by type how long it is not needed, last for products without one.
    """
    hidden: Ints = rows[now.timestamp() - at <= days[leaf[rows]] * _DAY]
    return hidden
