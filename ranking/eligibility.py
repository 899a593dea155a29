"""What may be shown at all: one mask that holds everywhere, one for recommendations only."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Bools, Floats, Ints
from knowledge_base.live import LiveFacts
from knowledge_base.products import Availability
from knowledge_base.profiles import Profile
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


def context_mask(buyable: Bools, *set_aside: Ints) -> Bools:
    """Say which products may be recommended in a context (bool, shape (p,)).

    Only what is `buyable` (bool, shape (p,)), whatever the shop's policy; and none of the rows
    set aside: the product itself, the basket, what was just bought, what is disliked. Sibling
    variants share their product's row.
    """
    mask = buyable.copy()
    for rows in set_aside:
        mask[rows[rows >= 0]] = False
    return mask


def bought_lately(profile: Profile, catalogue: Catalogue, days: Floats, now: datetime) -> Ints:
    """Return the rows of what a person bought, kept and hardly needs again yet (int32).

    `days` (shape (types + 1,)) says by type how long that is, last for products without one.
    """
    rows, at = bought_and_kept(profile, catalogue)
    hidden: Ints = rows[now.timestamp() - at <= days[catalogue.leaf[rows]] * _DAY]
    return hidden


def bought_and_kept(profile: Profile, catalogue: Catalogue) -> tuple[Ints, NDArray[np.float64]]:
    """Return rows of what a person bought and kept (int32), and when last (seconds)."""
    kept = [one for one, at in profile.bought.items() if profile.returned.get(one, 0.0) < at]
    rows = catalogue.product_places(kept)
    at = np.array([profile.bought[one] for one in kept], dtype=np.float64)
    return rows[rows >= 0], at[rows >= 0]


def disliked(profile: Profile, catalogue: Catalogue) -> Ints:
    """Return the rows of what a person dislikes (int32)."""
    return _rows(catalogue, profile.dislikes)


def _rows(catalogue: Catalogue, ids: Iterable[str]) -> Ints:
    return catalogue.product_rows(sorted(ids))
