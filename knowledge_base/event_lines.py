"""Reads one event as it was sent: checks every field, sets the clock right, cuts to consent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import orjson

from knowledge_base import cells
from knowledge_base import event_values as values
from knowledge_base.amounts import count, shortened
from knowledge_base.consent import Consent
from knowledge_base.errors import BadInput, Fault
from knowledge_base.events import Event, EventType, RefusedEvent, Trust
from knowledge_base.proof import UNPROVED, Proof, write_proof

T = TypeVar("T")

MOST_LATE = timedelta(days=7)
"""A browser's event older than this when it arrives is refused, and can be replayed."""
MOST_EARLY = timedelta(minutes=5)
"""How far ahead of ours a client's clock may still be believed."""

_DETAIL_BYTES = 4_000
_BODY_LENGTH = 8_000
_WHO = {
    "session_id": Consent.STATISTICS,
    "visitor_id": Consent.PERSONALIZATION,
    "customer_id": Consent.PERSONALIZATION,
}
"""Which consent a field needs that names somebody."""
_PROVED = ("customer_token", "token")
"""Fields of which only what they prove is kept."""

WITHOUT_PRODUCT = {
    EventType.SEARCH,
    EventType.FILTER,
    EventType.SORT,
    EventType.CHECKOUT_START,
    EventType.CONTENT_VIEW,
}


def read_event(
    raw: object, *, received_at: datetime, proof: Proof = UNPROVED
) -> Event | RefusedEvent:
    """Read an event, or say why it cannot be one; raises nothing, whatever was sent."""
    try:
        if not isinstance(raw, Mapping):
            raise _fault("event", "is not an object")
        return _read(_Fields(raw), received_at, proof)
    except BadInput as bad:
        return refuse_event(raw, bad.faults[0], proof)
    except RecursionError:
        return RefusedEvent("too_deep", "event", "is nested too deeply", "")


def refuse_event(raw: object, fault: Fault, proof: Proof = UNPROVED) -> RefusedEvent:
    """Say why something cannot be an event, and keep of it what its consent allows.

    With the proof it can be tried again; what had to be cut or cannot be written cannot.
    """
    body = _kept(raw, proof)
    whole = body if len(body) <= _BODY_LENGTH else ""
    return RefusedEvent(
        fault.code,
        fault.place,
        _printable(fault.detail),
        body=body[:_BODY_LENGTH],
        proof=write_proof(proof) if whole else None,
    )


def withdrawn_visitor(raw: object) -> str | None:
    """Name the visitor who takes back the consent to be known, saying so in so many words.

    That is how a withdrawal is sent: an event of any type that names the visitor and says that
    it has less consent than naming one takes. It is stored without the name.
    """
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
    product = fields.read if kind in WITHOUT_PRODUCT else fields.need
    price = fields.read("price", values.price)
    consent = min(fields.read("consent", values.consent) or Consent.NONE, proof.most_consent)
    is_known = consent is Consent.PERSONALIZATION
    visitor_id = fields.read("visitor_id", values.identifier)
    session_id = fields.read("session_id", values.identifier)
    customer_id = _customer(fields, proof)
    return Event(
        event_id=fields.need("event_id", values.identifier),
        type=kind,
        at=_moment(fields, received_at, proof),
        consent=consent,
        visitor_id=visitor_id if is_known else None,
        session_id=session_id if consent >= Consent.STATISTICS else None,
        customer_id=customer_id if is_known else None,
        product_id=product("product_id", cells.identifier),
        variant_id=fields.read("variant_id", cells.identifier),
        query=fields.read("query", values.query),
        placement=proof.placement or fields.read("placement", values.placement),
        position=_position(fields, proof),
        quantity=fields.read("quantity", values.quantity) or 1,
        price=price,
        discount=_discount(fields, price, proof),
        order_id=_order(fields, consent, proof),
        trust=proof.trust,
        forced=proof.forced,
        robot=proof.robot,
        token_id=proof.token_id,
        detail=_detail(fields, proof),
        match_grade=proof.match_grade,
    )


def _moment(fields: _Fields, received_at: datetime, proof: Proof) -> datetime:
    """Return when it happened by our clock.

    A client tells the time by its own clock and when it sent the event by the same clock;
    the difference holds whatever that clock shows.
    """
    at = fields.read("at", cells.moment)
    sent_at = fields.read("sent_at", cells.moment)
    if at is None:
        return received_at
    try:
        happened = at if sent_at is None else received_at - (sent_at - at)
    except OverflowError:
        raise _fault("at", "is out of range") from None
    if happened > received_at + MOST_EARLY:
        raise _fault("at", "lies in the future", "in_the_future")
    if happened < received_at - MOST_LATE and not proof.is_history:
        raise _fault("at", f"lies more than {MOST_LATE.days} days back", "too_old")
    return happened


def _order(fields: _Fields, consent: Consent, proof: Proof) -> str | None:
    """Return the order's number, which names a customer to the shop: not without consent.

    The shop's server names its own orders: that is how lines of one order are joined, and
    what browsers said of it is confirmed.
    """
    order_id = fields.read("order_id", values.identifier)
    return order_id if consent > Consent.NONE or proof.trust is Trust.CONFIRMED else None


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
        "total": fields.read("total", values.total),
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


def _kept(raw: object, proof: Proof) -> str:
    """Write down what was sent, and who sent it only as far as they consented."""
    if isinstance(raw, Mapping):
        allowed = min(_consent_of(raw), proof.most_consent)
        dropped = {*_PROVED, *(name for name, least in _WHO.items() if allowed < least)}
        raw = {name: value for name, value in raw.items() if name not in dropped}
    try:
        body = orjson.dumps(raw).decode()
    except orjson.JSONEncodeError:
        return ""
    return values.EMAIL.sub("…", body) if "@" in body else body


def _consent_of(raw: Mapping[Any, Any]) -> Consent:
    """Return the consent an event states; none where it cannot be read."""
    try:
        return _Fields(raw).read("consent", values.consent) or Consent.NONE
    except BadInput:
        return Consent.NONE


def _printable(detail: str) -> str:
    """Make a message that quotes what was sent safe to store and to show."""
    return "".join(letter if letter.isprintable() else "?" for letter in shortened(detail, 300))
