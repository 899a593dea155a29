"""Reads who asks: the one context every read takes, cut to what was consented to."""

from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.requests import Request

from knowledge_base.consent import Consent, parse_consent
from knowledge_base.devices import Device, device_of
from knowledge_base.filters import parse_filter
from knowledge_base.referrers import host_of
from ranking.context import BasketLine, Context
from service.api.question import Parameter, Question, id_schema, unusable
from service.api.shapes import CONSENT, DEVICE
from service.door.customer_tokens import customer_of
from service.door.edge import Edge
from service.door.middleware import most_consent_of

MOST_FILTERS = 100
MOST_RECENT = 50
MOST_LINES = 100
MOST_QUANTITY = 10_000
MOST_LETTERS = 200
MOST_ADDRESS = 2_000

CONTEXT = (
    Parameter("visitor_id", "who is there: random, first party", id_schema()),
    Parameter("session_id", "this visit", id_schema()),
    Parameter("customer_token", "who is logged in: a JWT signed by the shop's server"),
    Parameter("consent", "what the visitor allows; nothing where it is left out", CONSENT),
    Parameter("recent", "products looked at, by comma, the latest last; kept nowhere"),
    Parameter("basket", "id:quantity by comma, quantity 1 where left out; kept nowhere"),
    Parameter("language", "of the texts in the answer"),
    Parameter("campaign", "what brought the visitor here, as in utm_campaign", id_schema()),
    Parameter("device", "instead of what the browser says of itself", DEVICE),
    Parameter("referrer", "the page that led here; only its host counts, and is kept nowhere"),
    Parameter("referrer_query", "what was searched for elsewhere before; kept nowhere"),
    Parameter(
        "filter",
        "facet:value, or price:low..high; may be repeated",
        {"type": "array", "items": {"type": "string"}, "maxItems": MOST_FILTERS},
    ),
)


def read_context(request: Request, edge: Edge, question: Question, touch_point: str) -> Context:
    """Read the context of a request. Raises BadInput that names the parameter."""
    now = datetime.now(UTC)
    consent = min(parse_consent(question.name("consent")), most_consent_of(request.scope))
    token = question.name("customer_token", most=4_096)
    customer = customer_of(token, edge.customer_secrets, now.timestamp()) if token else None
    visitor, session = question.name("visitor_id"), question.name("session_id")
    is_known = consent is Consent.PERSONALIZATION
    return Context(
        now=now,
        touch_point=touch_point,
        language=_language(question, edge.settings.languages),
        consent=consent,
        visitor_id=visitor if is_known else None,
        session_id=session if consent else None,
        customer_id=customer if is_known else None,
        recent=question.words("recent", MOST_RECENT) or (),
        basket=tuple(_line(word) for word in question.words("basket", MOST_LINES) or ()),
        filters=question.each("filter", MOST_FILTERS, parse_filter),
        campaign=question.name("campaign"),
        device=_device(request, question),
        referrer=host_of(question.text("referrer", MOST_ADDRESS)),
        referrer_query=question.text("referrer_query", MOST_LETTERS).strip(),
    )


def _device(request: Request, question: Question) -> Device | None:
    """Tell the device by what is said outright, or else by what the browser says of itself."""
    if question.name("device"):
        return Device(question.choice("device", [*Device]))
    headers = request.headers
    return device_of(headers.get("user-agent", ""), headers.get("sec-ch-ua-mobile", ""))


def _language(question: Question, languages: Sequence[str]) -> str:
    """Read a language tag such as de or de-AT; only its first part counts."""
    tag = question.name("language")
    language = tag.split("-")[0].lower() if tag else languages[0]
    if language not in languages:
        raise unusable("language", f"is not one of {', '.join(languages)}")
    return language


def _line(word: str) -> BasketLine:
    """Read one line of a basket; an id may have colons of its own."""
    product_id, _, quantity = word.rpartition(":")
    if not product_id or not (quantity.isascii() and quantity.removeprefix("-").isdecimal()):
        return BasketLine(word)
    if not 0 < int(quantity[:6]) <= MOST_QUANTITY or len(quantity) > len(str(MOST_QUANTITY)):
        raise unusable("basket", f"has a quantity that is not from 1 to {MOST_QUANTITY}")
    return BasketLine(product_id, int(quantity))
