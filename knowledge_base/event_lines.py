"""Reads one event as it was sent: checks every field, sets the clock right, cuts to consent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

import orjson

from knowledge_base import cells
from knowledge_base import event_values as values
from knowledge_base.amounts import count, shortened
from knowledge_base.consent import Consent
from knowledge_base.errors import BadInput, Fault
from knowledge_base.events import Event, EventType, RefusedEvent, Trust

T = TypeVar("T")

MOST_LATE = timedelta(days=7)
"""An event older than this when it arrives counts as that old."""
MOST_EARLY = timedelta(minutes=5)
"""How far ahead of ours a client's clock may still be believed."""

_DETAIL_BYTES = 4_000
_BODY_BYTES = 2_000
_WHO = ("visitor_id", "session_id", "customer_id", "customer_token", "token")

_WITHOUT_PRODUCT = {
    EventType.SEARCH,
    EventType.FILTER,
    EventType.SORT,
    EventType.CHECKOUT_START,
    EventType.CONTENT_VIEW,
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of an event besides what it says itself; the caller has checked it.

    `token_id`, `position`, `placement`, `forced` and `token_facts` come from a valid hit token,
    `customer_id` from a customer token, `discount` (share of the list price) from the live
    facts, `most_consent` from the browser's signals. `is_history` lets times lie in any past.
    """

    trust: Trust = Trust.CLAIMED
    most_consent: Consent = Consent.PERSONALIZATION
    customer_id: str | None = None
    token_id: str | None = None
    position: int | None = None
    placement: str | None = None
    forced: bool = False
    discount: float | None = None
    token_facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    is_history: bool = False


UNPROVED = Proof()
HISTORY = Proof(trust=Trust.CONFIRMED, is_history=True)
"""What an import on the shop's own machine is worth."""


def read_event(
    raw: object, *, received_at: datetime, proof: Proof = UNPROVED
) -> Event | RefusedEvent:
    """Read an event, or say why it cannot be one; raises nothing, whatever was sent."""
    try:
        if not isinstance(raw, Mapping):
            raise _fault("event", "is not an object")
        return _read(_Fields(raw), received_at, proof)
    except BadInput as bad:
        fault = bad.faults[0]
        return RefusedEvent(fault.code, fault.place, _printable(fault.detail), _kept(raw))
    except RecursionError:
        return RefusedEvent("too_deep", "event", "is nested too deeply", "")


def withdrawn_visitor(raw: object) -> str | None:
    """Name the visitor who takes back the consent to be known, saying so in so many words."""
    if not isinstance(raw, Mapping) or raw.get("consent") not in ("none", "statistics"):
        return None
    try:
        return _Fields(raw).read("visitor_id", values.identifier)
    except BadInput:
        return None


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one event; empty ones count as absent."""

    raw: Mapping[Any, Any]

    def read(self, name: str, reader: Callable[[Any], T]) -> T | None:
        """Read a field, or return None without one. Raises BadInput that names it."""
        value = self.raw.get(name)
        if value is None or value == "":
            return None
        try:
            return reader(value)
        except ValueError as fault:
            raise _fault(name, str(fault)) from None

    def need(self, name: str, reader: Callable[[Any], T]) -> T:
        """Read a field that has to be there."""
        value = self.read(name, reader)
        if value is None:
            raise _fault(name, "is missing", "missing")
        return value


def _read(fields: _Fields, received_at: datetime, proof: Proof) -> Event:
    """Read every field, but of those that name somebody only what the consent allows."""
    kind = fields.need("type", values.event_type)
    product = fields.read if kind in _WITHOUT_PRODUCT else fields.need
    price = fields.read("price", values.price)
    consent = min(fields.read("consent", values.consent) or Consent.NONE, proof.most_consent)
    is_known = consent is Consent.PERSONALIZATION
    customer_id = _customer(fields, proof)
    return Event(
        event_id=fields.need("event_id", values.identifier),
        type=kind,
        at=_moment(fields, received_at, proof),
        consent=consent,
        visitor_id=fields.read("visitor_id", values.identifier) if is_known else None,
        session_id=fields.read("session_id", values.identifier)
        if consent >= Consent.STATISTICS
        else None,
        customer_id=customer_id if is_known else None,
        product_id=product("product_id", cells.identifier),
        variant_id=fields.read("variant_id", cells.identifier),
        query=fields.read("query", values.query),
        placement=proof.placement or fields.read("placement", values.placement),
        position=_position(fields, proof),
        quantity=fields.read("quantity", values.quantity) or 1,
        price=price,
        discount=_discount(fields, price, proof),
        order_id=fields.read("order_id", values.identifier),
        trust=proof.trust,
        forced=proof.forced,
        token_id=proof.token_id,
        detail=_detail(fields, proof),
    )


def _moment(fields: _Fields, received_at: datetime, proof: Proof) -> datetime:
    """Return when it happened by our clock.

    A client tells the time by its own clock and when it sent the event by the same clock;
    the difference holds whatever that clock shows.
    """
    at = fields.read("at", cells.moment) or received_at
    sent_at = fields.read("sent_at", cells.moment)
    try:
        happened = at if sent_at is None else received_at - (sent_at - at)
    except OverflowError:
        raise _fault("at", "is out of range") from None
    if not proof.is_history:
        return min(max(happened, received_at - MOST_LATE), received_at + MOST_EARLY)
    if happened > received_at + MOST_EARLY:
        raise _fault("at", "lies in the future", "in_the_future")
    return happened


def _customer(fields: _Fields, proof: Proof) -> str | None:
    """Return who was logged in: only a token or the shop's server can say so."""
    named = fields.read("customer_id", values.identifier)
    if named is not None and proof.trust is not Trust.CONFIRMED:
        raise _fault("customer_id", "needs a private key or a customer token", "not_allowed")
    return proof.customer_id or named


def _position(fields: _Fields, proof: Proof) -> int | None:
    """Return the position the product was shown at, from a token or a trusted sender."""
    if proof.position is not None or proof.trust is not Trust.CONFIRMED:
        return proof.position
    return fields.read("position", count)


def _discount(fields: _Fields, price: Decimal | None, proof: Proof) -> float:
    """Return the share taken off: as the caller knows it, or as a trusted sender says."""
    if proof.discount is not None or proof.trust is not Trust.CONFIRMED:
        return proof.discount or 0.0
    list_price = fields.read("list_price", values.price)
    if not list_price or price is None or price >= list_price:
        return 0.0
    return float(1 - price / list_price)


def _detail(fields: _Fields, proof: Proof) -> str | None:
    """Write down the rest of what is known, as JSON."""
    rest = {
        "filters": fields.read("filters", values.mapping),
        "sort": fields.read("sort", values.identifier),
        "seconds": fields.read("seconds", values.seconds),
        "content_id": fields.read("content_id", values.identifier),
        **proof.token_facts,
    }
    known = {name: value for name, value in rest.items() if value is not None}
    if not known:
        return None
    try:
        text = orjson.dumps(known)
    except orjson.JSONEncodeError:
        raise _fault("filters", "cannot be written as JSON") from None
    if len(text) > _DETAIL_BYTES:
        raise _fault("filters", f"is longer than {_DETAIL_BYTES} bytes", "too_large")
    return text.decode()


def _fault(place: str, detail: str, code: str = "invalid") -> BadInput:
    return BadInput(detail, Fault(place, detail, code))


def _kept(raw: object) -> str:
    """Write down what helps to find the mistake, without anything that names a person."""
    if isinstance(raw, Mapping):
        raw = {name: value for name, value in raw.items() if name not in _WHO}
    try:
        body = orjson.dumps(raw)[:_BODY_BYTES].decode(errors="ignore")
    except orjson.JSONEncodeError:
        return ""
    return values.EMAIL.sub("…", body) if "@" in body else body


def _printable(detail: str) -> str:
    """Make a message that quotes what was sent safe to store and to show."""
    return "".join(letter if letter.isprintable() else "?" for letter in shortened(detail, 300))
