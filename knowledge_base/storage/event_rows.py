"""How an event becomes a row, and a row an event again."""

from functools import cache
from typing import Any

import orjson
from sqlalchemy import Dialect, Row, RowMapping, insert

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.money import from_cents, money_text, to_cents
from knowledge_base.storage.clock import from_ms, moment, to_ms
from knowledge_base.storage.tables import events

_COLUMNS = (
    "event_id",
    "type",
    "at",
    "consent",
    "visitor_id",
    "session_id",
    "customer_id",
    "product_id",
    "variant_id",
    "query",
    "placement",
    "position",
    "quantity",
    "price_cents",
    "discount",
    "order_id",
    "trust",
    "forced",
    "robot",
    "token_id",
    "detail",
    "match_grade",
)


def event_of(row: Row[*tuple[Any, ...]]) -> Event:
    """Return an event as it was stored, from a row of all columns.

    They are taken by their order: by name it would take thrice the time.
    """
    seq, event_id, kind, at, _received_at, consent = row[:6]
    visitor_id, session_id, customer_id, product_id, variant_id, query = row[6:12]
    placement, position, quantity, price_cents, discount, order_id = row[12:18]
    trust, forced, robot, token_id, detail, match_grade = row[18:]
    return Event(
        event_id=event_id,
        type=EventType(kind),
        at=from_ms(at),
        consent=Consent(consent),
        seq=seq,
        visitor_id=visitor_id,
        session_id=session_id,
        customer_id=customer_id,
        product_id=product_id,
        variant_id=variant_id,
        query=query,
        placement=placement,
        position=position,
        quantity=quantity,
        price=None if price_cents is None else from_cents(price_cents),
        discount=discount,
        order_id=order_id,
        trust=Trust(trust),
        forced=bool(forced),
        robot=robot,
        token_id=token_id,
        detail=detail,
        match_grade=match_grade,
    )


def event_words(row: RowMapping) -> dict[str, Any]:
    """Return a stored event with everything that is kept of it, in the words of the API."""
    known = {str(name): value for name, value in row.items() if value is not None}
    for name, words in (("type", EventType), ("consent", Consent), ("trust", Trust)):
        known[name] = words(row[name]).name.lower()
    for name in ("at", "received_at"):
        known[name] = from_ms(row[name]).isoformat()
    if "price_cents" in known:
        known["price"] = money_text(known.pop("price_cents"))
    if "detail" in known:
        known["detail"] = orjson.loads(known["detail"])
    return known


@cache
def insert_sql(dialect: Dialect) -> str:
    """Write the statement that takes rows of tuples: twice as fast as dictionaries."""
    statement = insert(events).inline().values(received_at=moment())
    return str(statement.compile(dialect=dialect, column_keys=list(_COLUMNS)))


def row_of(event: Event) -> tuple[object, ...]:
    """Return an event's values in the order of the columns."""
    return (
        event.event_id,
        int(event.type),
        to_ms(event.at),
        int(event.consent),
        event.visitor_id,
        event.session_id,
        event.customer_id,
        event.product_id,
        event.variant_id,
        event.query,
        event.placement,
        event.position,
        event.quantity,
        None if event.price is None else to_cents(event.price),
        event.discount,
        event.order_id,
        int(event.trust),
        int(event.forced),
        event.robot,
        event.token_id,
        event.detail,
        event.match_grade,
    )
