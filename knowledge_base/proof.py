"""What is known of an event besides what it says: who sent it, and what a token proves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import msgspec

from knowledge_base.consent import Consent
from knowledge_base.events import Trust


@dataclass(frozen=True, slots=True)
class Proof:
    """The circumstances of an event; whoever makes this has checked them.

    `token_id`, `position`, `placement`, `forced`, `match_grade` and `token_facts` come from a
    valid hit token, `customer_id` from a customer token, `discount` (share of the list price)
    from the live facts, `most_consent` from the browser's signals, `robot` (0 to 100) from
    what it says of itself. `is_history` lets times lie in any past.
    """

    trust: Trust = Trust.CLAIMED
    most_consent: Consent = Consent.PERSONALIZATION
    customer_id: str | None = None
    token_id: str | None = None
    position: int | None = None
    placement: str | None = None
    forced: bool = False
    match_grade: int | None = None
    discount: float | None = None
    robot: int = 0
    token_facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    is_history: bool = False


UNPROVED = Proof()
HISTORY = Proof(trust=Trust.CONFIRMED, is_history=True)
"""What an import on the shop's own machine is worth."""

_encode = msgspec.json.Encoder(enc_hook=dict).encode
_decode = msgspec.json.Decoder(Proof).decode


def write_proof(proof: Proof) -> str:
    """Write a proof down, but for the customer: that token was for its moment only."""
    return _encode(replace(proof, customer_id=None)).decode()


def read_proof(written: str) -> Proof:
    """Read what was written down."""
    return _decode(written)
