"""Merchandiser's rules: when something holds for a request, then do this to its answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge_base.devices import Device
from knowledge_base.fields import Fields
from knowledge_base.filters import Filter
from knowledge_base.hours import WEEKDAYS, Hours

MOST_PINS = 100
"""Positions one rule may fill, and how far down it may pin."""
MOST_CONSEQUENCES = 100
MOST_PRIORITY = 1_000_000


class Match(StrEnum):
    """How a rule's words meet the understood query; all compare stems, not letters.

    WORDS: all of them occur, in any order, among others. EXACT: they are the query.
    STARTS_WITH, ENDS_WITH: the query begins, or ends, with them. ANY: at least one of them
    occurs.
    """

    WORDS = "words"
    EXACT = "exact"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    ANY = "any"


class Strength(StrEnum):
    """How hard a boost pushes, relative to the spread of the scores it acts on."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class When:
    """The condition: everything that is set must hold.

    The last word of `query` may end with a star: then it is the beginning of a word.
    `campaign` is what brought the shopper here, as the page says, `referrer` the host of the
    page that led here, or a part of its name. `weekdays` and `hours` go by the shop's clock;
    no weekday means any.
    """

    query: str | None = None
    match: Match = Match.WORDS
    category: str | None = None
    placement: str | None = None
    segment: str | None = None
    language: str | None = None
    campaign: str | None = None
    device: Device | None = None
    referrer: str | None = None
    weekdays: tuple[str, ...] = ()
    hours: Hours | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """Put a product, or the best `limit` matches of a filter, at a position (from 1)."""

    position: int
    product_id: str | None = None
    filter: Filter | None = None
    limit: int = 1


@dataclass(frozen=True, slots=True)
class Push:
    """Raise (or with `down` lower) what a filter lets through."""

    filter: Filter
    strength: Strength
    down: bool = False


@dataclass(frozen=True, slots=True)
class Hide:
    """Show a product, or what a filter lets through, in no answer the rule holds for."""

    product_id: str | None = None
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class Banner:
    """A picture or a line of text with an address, shown above the results."""

    title: str
    url: str
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """The consequences of one rule, sorted by the part of an answer they act on."""

    replace_query: str | None = None
    redirect: str | None = None
    filters: Sequence[Filter] = ()
    hides: Sequence[Hide] = ()
    pushes: Sequence[Push] = ()
    pins: Sequence[Pin] = ()
    banners: Sequence[Banner] = ()
    facets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a higher priority wins, then the older one."""

    rule_id: str
    name: str
    when: When
    then: Then
    enabled: bool = True
    priority: int = 0
    note: str = ""
    created_at: datetime | None = None


def read_rule(rule_id: str, body: object, created_at: datetime | None = None) -> Rule:
    """Read a rule as the API takes it. Raises BadInput with one fault per problem."""
    fields = Fields(body)
    rule = Rule(
        rule_id,
        name=fields.text("name"),
        when=_read_when(fields.inside("when")),
        then=_read_then(fields),
        enabled=fields.flag("enabled", default=True),
        priority=fields.whole("priority", 0, low=-MOST_PRIORITY, high=MOST_PRIORITY),
        note=fields.text("note"),
        created_at=created_at,
    )
    fields.finish("a rule")
    return rule


def _read_when(fields: Fields) -> When:
    when = When(
        query=fields.text("query") or None,
        match=fields.choice("match", Match.WORDS),
        category=fields.text("category") or None,
        placement=fields.text("placement") or None,
        segment=fields.text("segment") or None,
        language=fields.text("language") or None,
        campaign=fields.text("campaign") or None,
        device=fields.one_of("device", Device),
        referrer=fields.host("referrer"),
        weekdays=fields.words("weekdays", WEEKDAYS),
        hours=fields.hours("hours"),
        since=fields.moment("from"),
        until=fields.moment("until"),
    )
    if when.since and when.until and when.until <= when.since:
        fields.fault("until", "must be later than from")
    return when


_KINDS = (
    "replace_query",
    "redirect",
    "filter",
    "hide",
    "boost",
    "bury",
    "pin",
    "banner",
    "facets",
)


def _read_then(fields: Fields) -> Then:
    """Sort the consequences by kind; each is an object whose one field names its kind."""
    by = {kind: list[Fields]() for kind in _KINDS}
    listed = fields.each("then")
    for one in listed:
        kind = one.kind(_KINDS)
        if kind is not None:
            by[kind].append(one)
    if not 1 <= len(listed) <= MOST_CONSEQUENCES:
        fields.fault("then", f"must list 1 to {MOST_CONSEQUENCES} consequences")
    return Then(
        replace_query=_only(by["replace_query"], "replace_query", Fields.text),
        redirect=_only(by["redirect"], "redirect", Fields.address),
        filters=tuple(_needed_filter(one) for one in by["filter"]),
        hides=tuple(_read_hide(one.inside("hide")) for one in by["hide"]),
        pushes=(
            *(read_push(one.inside("boost")) for one in by["boost"]),
            *(read_push(one.inside("bury"), down=True) for one in by["bury"]),
        ),
        pins=tuple(_read_pin(one.inside("pin")) for one in by["pin"]),
        banners=tuple(_read_banner(one.inside("banner")) for one in by["banner"]),
        facets=tuple(name for one in by["facets"] for name in one.texts("facets")),
    )


def _only(found: list[Fields], name: str, read: Callable[..., str]) -> str | None:
    """Read the one consequence of a kind that a rule can have once."""
    texts = [read(one, name, needed=True) for one in found]
    for one in found[1:]:
        one.fault(name, "a rule can have this once")
    return texts[0] if texts else None


def _needed_filter(fields: Fields) -> Filter:
    return fields.filter("filter", needed=True) or Filter("")


def _product_or_filter(fields: Fields) -> tuple[str | None, Filter | None]:
    """Read what a pin or a hide is about: a product or a filter, not both."""
    product_id, chosen = fields.text("product_id"), fields.filter("filter")
    if fields.says("product_id") == fields.says("filter"):
        fields.fault("product_id", "either a product_id or a filter must be given")
    return product_id or None, chosen


def _read_hide(fields: Fields) -> Hide:
    product_id, chosen = _product_or_filter(fields)
    return Hide(product_id, chosen)


def _read_pin(fields: Fields) -> Pin:
    product_id, chosen = _product_or_filter(fields)
    if "position" not in fields:
        fields.fault("position", "is missing")
    position = fields.whole("position", 1, low=1, high=MOST_PINS)
    limit = fields.whole("limit", 1, low=1, high=MOST_PINS)
    return Pin(position, product_id, chosen, limit)


def read_push(fields: Fields, *, down: bool = False) -> Push:
    """Read a boost, or with `down` a burial; rules and segments write them alike."""
    return Push(_needed_filter(fields), fields.choice("strength", Strength.MEDIUM), down)


def _read_banner(fields: Fields) -> Banner:
    return Banner(
        fields.text("title", needed=True),
        fields.address("url", needed=True),
        fields.address("image_url") or None,
    )
