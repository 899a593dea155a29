"""Tells what search-insights reports as events of ours."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote

import orjson

from knowledge_base.consent import Consent
from knowledge_base.events import EventType
from service.door.query_ids import read_answer
from service.door.tokens import HitTokens

Raw = dict[str, Any]

MOST_EVENTS = 500
SEEN_IN_A_LIST = "Hits Viewed"
"""How InstantSearch calls it when hits come into view, unlike a view of a product's page."""
ABOUT_ITSELF = "instantsearch"
"""How it tells its makers of the widgets in use: nothing that a visitor did."""
_SENDER = "ais"


@dataclass(frozen=True, slots=True)
class _Told:
    """One event of theirs, read as far as we can use it."""

    given: Mapping[str, Any]
    who: Mapping[str, str]
    tokens: HitTokens
    now: datetime

    @property
    def type(self) -> str:
        """Name our type; what we have no word for stays theirs, and is refused by it."""
        given = self.given
        match given.get("eventType"), given.get("eventSubtype"):
            case "click", _ if self.filters and not given.get("objectIDs"):
                return EventType.FILTER.word
            case "view", _:
                is_list = given.get("queryID") or given.get("eventName") == SEEN_IN_A_LIST
                return (EventType.IMPRESSION if is_list else EventType.VIEW).word
            case "click", _:
                return EventType.CLICK.word
            case "conversion", "purchase":
                return EventType.PURCHASE.word
            case "conversion", _:
                return EventType.ADD_TO_BASKET.word
            case other, _:
                return str(other)

    @property
    def filters(self) -> Sequence[str]:
        """Return the filters it is about, as `facet:value`."""
        given = self.given.get("filters")
        texts = given if isinstance(given, list) else []
        return [unquote(one) for one in texts if isinstance(one, str)]

    def common(self) -> Raw:
        """Write what all that follows from the event has in common.

        A user token is a visitor only with consent: naming one without would withdraw it.
        """
        raw: Raw = {"type": self.type, **self.who}
        token = self.given.get("userToken")
        if token is not None and self.who.get("consent") == Consent.PERSONALIZATION.word:
            raw.setdefault("visitor_id", token)
        if (at := self._moment()) is not None:
            raw["at"] = at
        return raw

    def _moment(self) -> Any:
        """Return when it was: milliseconds since 1970, and by a clock ahead of ours now."""
        given = self.given.get("timestamp")
        if not isinstance(given, int) or isinstance(given, bool):
            return given
        if given >= self.now.timestamp() * 1000:
            return None
        return datetime.fromtimestamp(max(given, 0) / 1000, UTC).isoformat()

    def about(self, place: int, product_id: object) -> Raw:
        """Write the event about one of its products, with the proof that we showed it."""
        raw = {**self.common(), "product_id": product_id, **self._bought(place)}
        raw["event_id"] = self._id(place)
        query_id = self._of(place, "queryID") or self.given.get("queryID")
        if isinstance(query_id, str) and isinstance(product_id, str):
            answer = read_answer(self.tokens, query_id, self.now.timestamp())
            shown = answer.shown(product_id) if answer else None
            if answer and shown:
                raw["token"] = self.tokens.sign(shown)
                raw["query"] = answer.query
        return raw

    def _bought(self, place: int) -> Raw:
        """Read the price and the number of pieces of one product."""
        price, quantity = self._of(place, "price"), self._of(place, "quantity")
        bought = {"price": price, "quantity": quantity}
        return {name: value for name, value in bought.items() if value is not None}

    def _of(self, place: int, name: str) -> Any:
        """Return what is said of one product besides its id."""
        data = self.given.get("objectData")
        one = data[place] if isinstance(data, list) and place < len(data) else None
        return one.get(name) if isinstance(one, dict) else None

    def _id(self, place: int) -> str:
        """Name the event so that the same sent again is the same.

        Without a time nothing tells two clicks apart, so that chance does; but to be seen in
        one answer happens once.
        """
        is_seen = self.type == EventType.IMPRESSION.word and self.given.get("queryID")
        if self.given.get("timestamp") is None and not is_seen:
            return f"{_SENDER}-{secrets.token_hex(16)}"
        written = orjson.dumps([self.given, place], option=orjson.OPT_SORT_KEYS)
        return f"{_SENDER}-{blake2b(written, digest_size=16).hexdigest()}"

    def filtered(self) -> Raw:
        """Write what was filtered by."""
        filters: dict[str, list[str]] = {}
        for one in self.filters:
            name, _, value = one.partition(":")
            filters.setdefault(name, []).append(value)
        return {**self.common(), "event_id": self._id(0), "filters": filters}


def told(
    given: object, who: Mapping[str, str], tokens: HitTokens, now: datetime
) -> Iterator[Any]:
    """Yield one event of ours for each product, or the one about filters.

    `who` says who did it and what he consented to, as the address has it; a user token stands
    for the visitor where nobody else is named. What
    cannot be read is passed on as it is: it will be refused with a reason.
    """
    if not isinstance(given, dict):
        yield given
        return
    if given.get("eventType") == ABOUT_ITSELF:
        return
    one = _Told(given, who, tokens, now)
    products = given.get("objectIDs")
    if one.type == EventType.FILTER.word:
        yield one.filtered()
    elif isinstance(products, list) and products:
        for place, product_id in enumerate(products):
            yield one.about(place, product_id)
    else:
        yield one.about(0, None)
