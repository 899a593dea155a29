"""Turns rows of the event log into columns over the rows of one catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Bools, Ints
from knowledge_base.events import EventType, Trust
from knowledge_base.interactions import Interactions
from knowledge_base.storage.tables import CUSTOMER, events

COLUMNS = (
    events.c.seq,
    events.c.type,
    events.c.at,
    events.c.visitor_id,
    events.c.customer_id,
    events.c.session_id,
    events.c.product_id,
    events.c.variant_id,
    events.c.quantity,
    events.c.position,
    events.c.order_id,
    events.c.trust,
    events.c.token_id,
)
"""What the rows have to hold, in this order."""

CLAIMED_WEIGHT = 0.1
"""How far a purchase is believed that only a browser has seen."""

_CUSTOMER = "\0"
"""Sets customers' ids apart from visitors'; no id holds it."""


class InteractionColumns:
    """Collects rows of the log in commit order, then gives them as arrays."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._products, self._variants = _rows_by_id(catalogue)
        self._catalogue = catalogue
        self._codes: dict[str, dict[str, int]] = {
            name: {} for name in ("visitor", "session", "basket", "token")
        }
        self._chunks: list[dict[str, NDArray[Any]]] = []

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take in some rows of COLUMNS."""
        sent = {column.name: [row[i] for row in rows] for i, column in enumerate(COLUMNS)}
        who = map(_person, sent["visitor_id"], sent["customer_id"])
        exact = map(_either, sent["variant_id"], sent["product_id"])
        order = map(_order, sent["type"], sent["order_id"])
        self._chunks.append(
            {
                "seq": np.array(sent["seq"], dtype=np.int64),
                "type": np.array(sent["type"], dtype=np.int8),
                "at": np.array(sent["at"], dtype=np.float64) / 1000,
                "product": _ints(self._products.get(one) for one in sent["product_id"]),
                "variant": _ints(self._variants.get(one) for one in exact),
                "visitor": self._coded("visitor", who),
                "session": self._coded("session", sent["session_id"]),
                "basket": self._coded("basket", order),
                "token": self._coded("token", sent["token_id"]),
                "quantity": np.array(sent["quantity"], dtype=np.int32),
                "position": _ints(sent["position"]),
                "trust": np.array(sent["trust"], dtype=np.int8),
            }
        )

    def interactions(
        self, now: datetime, withdrawn: Iterable[tuple[str, str, int]]
    ) -> Interactions:
        """Return what teaches, weighed by how far it is believed.

        `withdrawn` gives kind and id of those who took their consent back, and the number of
        the last event before that: up to there they are nobody.
        """
        if not self._chunks:
            self.add(())
        column = {
            name: np.concatenate([chunk[name] for chunk in self._chunks])
            for name in self._chunks[0]
        }
        self._forget(column, withdrawn)
        teaches = (column["product"] >= 0) & _first_uses(column) & ~_confirmed_elsewhere(column)
        weight = np.where(column["trust"] == Trust.CLAIMED, CLAIMED_WEIGHT, 1)
        return Interactions(
            products=self._catalogue.products,
            until=now.timestamp(),
            product=column["product"],
            variant=column["variant"],
            visitor=column["visitor"],
            session=column["session"],
            basket=column["basket"],
            type=column["type"],
            at=column["at"],
            quantity=column["quantity"],
            position=column["position"],
            weight=weight.astype(np.float32),
        ).where(teaches)

    def _coded(self, name: str, texts: Iterable[str | None]) -> Ints:
        """Give texts numbers from 0, in the order in which they first come."""
        codes = self._codes[name]
        return _ints(
            None if text is None else codes.setdefault(text, len(codes)) for text in texts
        )

    def _forget(
        self, column: dict[str, NDArray[Any]], withdrawn: Iterable[tuple[str, str, int]]
    ) -> None:
        """Make nobody of those who took their consent back, up to that moment."""
        until = np.zeros(len(self._codes["visitor"]) + 1, dtype=np.int64)
        for kind, person_id, seq in withdrawn:
            key = _CUSTOMER + person_id if kind == CUSTOMER else person_id
            until[self._codes["visitor"].get(key, -1)] = seq
        until[UNKNOWN] = 0
        is_forgotten = column["seq"] <= until[column["visitor"]]
        column["visitor"][is_forgotten] = UNKNOWN
        column["session"][is_forgotten] = UNKNOWN


def _rows_by_id(catalogue: Catalogue) -> tuple[dict[str, int], dict[str, int]]:
    """Return the product row and the variant row of every id that has one."""
    variants = {one: row for row, one in enumerate(catalogue.variant_ids.column.texts())}
    products = dict(zip(variants, catalogue.product_of.tolist(), strict=True))
    products.update({one: row for row, one in enumerate(catalogue.product_ids.column.texts())})
    return products, variants


def _ints(numbers: Iterable[int | None]) -> Ints:
    return np.array([UNKNOWN if one is None else one for one in numbers], dtype=np.int32)


def _person(visitor_id: str | None, customer_id: str | None) -> str | None:
    """Name who acted: the customer, where there was one."""
    return visitor_id if customer_id is None else _CUSTOMER + customer_id


def _either(variant_id: str | None, product_id: str) -> str:
    return product_id if variant_id is None else variant_id


def _order(kind: int, order_id: str | None) -> str | None:
    return order_id if kind == EventType.PURCHASE else None


def _first_uses(column: Mapping[str, NDArray[Any]]) -> Bools:
    """Keep the first use of a token by a visitor for each type; all rows without a token."""
    is_first: Bools = np.less(column["token"], 0)
    (rows,) = np.nonzero(~is_first)
    token, visitor, kind = (column[name][rows] for name in ("token", "visitor", "type"))
    people = int(visitor.max(initial=0)) + 2
    key = (token.astype(np.int64) * people + visitor + 1) * 128 + kind
    is_first[rows[np.unique(key, return_index=True)[1]]] = True
    return is_first


def _confirmed_elsewhere(column: Mapping[str, NDArray[Any]]) -> Bools:
    """Find purchases only claimed whose order the shop's server has confirmed since."""
    is_claimed: Bools = np.equal(column["trust"], Trust.CLAIMED)
    is_order: Bools = np.greater_equal(column["basket"], 0)
    confirmed = column["basket"][is_order & ~is_claimed]
    return is_order & is_claimed & np.isin(column["basket"], confirmed)
