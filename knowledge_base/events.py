"""What visitors do: the facts everything learned is computed from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum

from knowledge_base.consent import Consent


class EventType(IntEnum):
    """Every kind of event the contract knows; the number is what the database keeps."""

    SEARCH = 1
    IMPRESSION = 2
    CLICK = 3
    VIEW = 4
    DWELL = 5
    FILTER = 6
    SORT = 7
    SELECT_VARIANT = 8
    ADD_TO_BASKET = 9
    REMOVE_FROM_BASKET = 10
    CHECKOUT_START = 11
    SAVE = 12
    UNSAVE = 13
    PURCHASE = 14
    RETURN = 15
    LIKE = 16
    DISLIKE = 17
    CONTENT_VIEW = 18
    UNLIKE = 19
    """takes a like back"""
    UNDISLIKE = 20
    """takes a dislike back"""

    @property
    def word(self) -> str:
        """Say it the way the API spells it."""
        return self.name.lower()


class Trust(IntEnum):
    """How far an event's claim is believed when it teaches."""

    CLAIMED = 0
    """a browser says so, without a valid hit token"""
    SHOWN = 1
    """a browser says so, and a valid hit token proves that we showed the product"""
    CONFIRMED = 2
    """the shop's server or an import says so"""


ROBOT = 50
"""The score (0 to 100) from which an event counts as a robot's and teaches nothing."""


@dataclass(frozen=True, slots=True)
class Event:
    """One accepted event, cut to what its consent allows.

    `at` is the client's time corrected by its `sent_at`; `seq` is the commit order, 0 until
    stored. `discount` is the share of the list price taken off at that moment (0 to 1), set
    by the server from the live facts, or from `list_price` in an import.
    """

    event_id: str
    type: EventType
    at: datetime
    consent: Consent
    seq: int = 0
    visitor_id: str | None = None
    session_id: str | None = None
    customer_id: str | None = None
    product_id: str | None = None
    variant_id: str | None = None
    query: str | None = None
    placement: str | None = None
    position: int | None = None
    quantity: int = 1
    price: Decimal | None = None
    discount: float = 0.0
    order_id: str | None = None
    trust: Trust = Trust.CLAIMED
    forced: bool = False
    token_id: str | None = None
    """names the hit token that proved it: a token teaches once"""
    robot: int = 0
    """how surely a robot did it, 0 to 100"""
    detail: str | None = None
    """the rest of what was sent (filters, sort, seconds, content_id, token facts) as JSON"""
    match_grade: int | None = None
    """how well the product matched where it was shown, as its token says"""


def same_words(query: str | None) -> str:
    """Write what was typed alike for all who mean the same: capitals and spaces aside."""
    return " ".join((query or "").lower().split())


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """What was sent as an event and cannot be one, why, and what is kept of it.

    `body` is JSON of at most 8,000 letters; with `proof` (see proof.py) it can be tried again.
    """

    code: str
    place: str
    detail: str
    body: str
    proof: str | None = None
