"""Merchandiser's rules: when something holds for a request, then do this to its answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from knowledge_base.filters import Filter


class Match(StrEnum):
    """How a rule's words meet the understood query."""

    WORDS = "words"
    EXACT = "exact"
    STARTS_WITH = "starts_with"
    ANY = "any"


class Strength(StrEnum):
    """How hard a boost pushes, relative to the spread of the scores it acts on."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class When:
    """The condition: everything that is set must hold."""

    query: str | None = None
    match: Match = Match.WORDS
    category: str | None = None
    placement: str | None = None
    segment: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """Put a product, or the best `limit` of a filter, at a position (from 1)."""

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
    created_at: datetime | None = field(default=None)
