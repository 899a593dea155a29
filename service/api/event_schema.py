"""What an event looks like, published by hand: the hot route reads it without a model.

A test holds this and `knowledge_base.event_lines` to the same. Beyond what is said here the
reader takes numbers written as texts, texts that are numbers, and "" for nothing, since
histories come from spreadsheets.
"""

from knowledge_base.cells import IDENTIFIER_LENGTH
from knowledge_base.event_lines import WITHOUT_PRODUCT
from knowledge_base.event_values import (
    ID_LENGTH,
    MOST_PIECES,
    MOST_PRODUCTS,
    PLACEMENT_LENGTH,
    QUERY_LENGTH,
)
from knowledge_base.events import EventType
from service.api.shapes import CONSENT, MAYBE_TEXT, Schema, maybe, shape

_PRINTABLE = r"^[^\p{C}\p{Z}]( *[^\p{C}\p{Z}])*$"
_SOMETHING = r"[^\s\p{Cc}\u00ad\u200b\u2060\ufeff]"
_MOST_SECONDS = 1e12


def _id(longest: int) -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": _PRINTABLE}


def _text(longest: int) -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": _SOMETHING}


_MOMENT = maybe({"type": "string", "format": "date-time"})
_NAME, _PRODUCT = maybe(_id(ID_LENGTH)), maybe(_id(IDENTIFIER_LENGTH))
_WORDS = [one.word for one in EventType]
_NEED_NONE = [one.word for one in sorted(WITHOUT_PRODUCT)]

EVENT: Schema = {
    **shape(
        {"event_id": _id(ID_LENGTH), "type": {"type": "string", "enum": _WORDS}},
        at=_MOMENT,
        sent_at=_MOMENT,
        visitor_id=_NAME,
        session_id=_NAME,
        customer_token=MAYBE_TEXT,
        customer_id=_NAME,
        consent=maybe(CONSENT),
        product_id=_PRODUCT,
        variant_id=_PRODUCT,
        token=MAYBE_TEXT,
        query=maybe(_text(QUERY_LENGTH)),
        placement=maybe(_text(PLACEMENT_LENGTH)),
        quantity=maybe({"type": "integer", "minimum": 1, "maximum": MOST_PIECES}),
        price=maybe({"type": "string", "pattern": r"^\d{1,12}(\.\d{1,20})?$"}),
        order_id=_NAME,
        filters=maybe({"type": "object"}),
        sort=_NAME,
        seconds=maybe({"type": "number", "minimum": 0, "maximum": _MOST_SECONDS}),
        content_id=_NAME,
        total=maybe({"type": "integer", "minimum": 0, "maximum": MOST_PRODUCTS}),
    ),
    "if": {"properties": {"type": {"enum": _NEED_NONE}}},
    "else": {"properties": {"product_id": _id(IDENTIFIER_LENGTH)}, "required": ["product_id"]},
}
"""Events about products name one; the others may."""
