"""Keeps the moments at which offers changed: prices that fell, products that came back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select

from knowledge_base.columns import Bools, Longs
from knowledge_base.money import to_cents
from knowledge_base.products import Availability, Product
from knowledge_base.storage.chunks import AT_ONCE, chunks
from knowledge_base.storage.clock import moment, to_ms
from knowledge_base.storage.tables import price_history

_THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000
"""Milliseconds before a reduction of which the lowest price is named (PAngV § 11)."""
_NO_PRICE = -1


@dataclass(frozen=True, slots=True)
class Offer:
    """What a line costs, in cents, and whether it can be bought as far as it says itself."""

    price: int | None
    list_price: int | None
    offered: bool

    @classmethod
    def of(cls, line: Product) -> "Offer":
        """Take the offer out of a line."""
        sold_out = line.availability is Availability.OUT_OF_STOCK or line.stock == 0
        price = None if line.price is None else to_cents(line.price)
        full = None if line.list_price is None else to_cents(line.list_price)
        return cls(price, full, not sold_out)


NOTHING = Offer(None, None, offered=False)
"""The offer of a line that is gone."""


@dataclass(frozen=True, slots=True)
class Move:
    """One line's offer before and after a change."""

    product_id: str
    was: Offer
    now: Offer

    @property
    def is_repriced(self) -> bool:
        """Say whether another price, or a reduction from another one, comes into force."""
        return (self.was.price, self.was.list_price) != (self.now.price, self.now.list_price)


@dataclass(frozen=True, slots=True)
class OfferChanges:
    """Offers that changed, in the order in which they did, all of shape (n,).

    `at` is milliseconds since 1970, prices are int64 cents, -1 where there was none.
    """

    product_ids: Sequence[str]
    at: Longs
    price_was: Longs
    price_is: Longs
    offered_was: Bools
    offered_is: Bools

    @property
    def dropped(self) -> Bools:
        """Say which are price drops of something that can be bought."""
        known = (self.price_was >= 0) & (self.price_is >= 0)
        dropped: Bools = known & (self.price_is < self.price_was) & self.offered_is
        return dropped

    @property
    def returned(self) -> Bools:
        """Say which can be bought again since then."""
        returned: Bools = self.offered_is & ~self.offered_was
        return returned


_NONE = np.zeros(0, dtype=np.int64)
NO_CHANGES = OfferChanges((), _NONE, _NONE, _NONE, _NONE.astype(bool), _NONE.astype(bool))
"""The past of a shop that has none."""


def lowest_prices(connection: Connection, moves: Sequence[Move]) -> dict[str, int]:
    """Return the lowest price in cents of the 30 days before the moves, where there was one.

    A price counts if it was in force at any time of these days: what ended within them, and
    what ends now. So the Omnibus Directive (EU) 2019/2161 wants it named beside a reduction.
    """
    lowest = {one.product_id: one.was.price for one in moves if one.was.price is not None}
    ended = price_history.c.at > moment() - _THIRTY_DAYS
    named = [one.product_id for one in moves]
    for chunk in chunks(named):
        line = price_history.c.product_id
        past = select(line, func.min(price_history.c.price_was)).where(line.in_(chunk), ended)
        for product_id, price in connection.execute(past.group_by(line)):
            if price is not None:
                lowest[product_id] = min(price, lowest.get(product_id, price))
    return lowest


def record_moves(connection: Connection, moves: Iterable[Move]) -> None:
    """Keep what became of the offers; a list price alone is no moment of its own."""
    rows = [
        {
            "product_id": one.product_id,
            "price_was": one.was.price,
            "price_is": one.now.price,
            "offered_was": one.was.offered,
            "offered_is": one.now.offered,
        }
        for one in moves
        if (one.was.price, one.was.offered) != (one.now.price, one.now.offered)
    ]
    if rows:
        connection.execute(insert(price_history).values(at=moment()), rows)


def offer_changes(connection: Connection, since: datetime) -> OfferChanges:
    """Return every change of an offer later than a moment."""
    later = select(price_history).where(price_history.c.at > to_ms(since))
    rows = connection.execute(later.order_by(price_history.c.seq)).all()
    return OfferChanges(
        product_ids=[row.product_id for row in rows],
        at=np.array([row.at for row in rows], dtype=np.int64),
        price_was=_cents([row.price_was for row in rows]),
        price_is=_cents([row.price_is for row in rows]),
        offered_was=np.array([row.offered_was for row in rows], dtype=np.bool_),
        offered_is=np.array([row.offered_is for row in rows], dtype=np.bool_),
    )


def prune_price_history(connection: Connection, before: datetime) -> int:
    """Forget some thousands of the changes earlier than a moment; return how many."""
    old = select(price_history.c.seq).where(price_history.c.at < to_ms(before)).limit(AT_ONCE)
    return connection.execute(
        delete(price_history).where(price_history.c.seq.in_(old))
    ).rowcount


def _cents(prices: Collection[int | None]) -> Longs:
    return np.array([_NO_PRICE if one is None else one for one in prices], dtype=np.int64)
