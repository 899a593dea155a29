"""Who asks, from where and when: the one context every read takes."""

from dataclasses import dataclass
from datetime import datetime

from knowledge_base.consent import Consent
from knowledge_base.devices import Device
from knowledge_base.filters import Filter


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One product (or variant) in the basket."""

    product_id: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Context:
    """Everything about the asker that a read may use.

    `customer_id` is set only from a customer token that was verified. `recent` (latest last)
    and `basket` came with the request: they serve this answer at any consent and are kept
    nowhere. `touch_point` is `search`, `category`, `suggest` or a placement's name, `campaign`
    what brought the asker here, as the page says, `referrer_query` what was searched for
    elsewhere before. `device` is what it is seen on, `referrer` the host of the page that led
    here; neither is kept anywhere. `now` is the moment, in an answer by the shop's own clock.
    `segment` makes him one of a segment: what people of the shop look at before they publish.
    """

    now: datetime
    touch_point: str
    language: str
    consent: Consent = Consent.NONE
    visitor_id: str | None = None
    session_id: str | None = None
    customer_id: str | None = None
    recent: tuple[str, ...] = ()
    basket: tuple[BasketLine, ...] = ()
    filters: tuple[Filter, ...] = ()
    campaign: str | None = None
    device: Device | None = None
    referrer: str | None = None
    referrer_query: str = ""
    segment: str | None = None
