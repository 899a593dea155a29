"""What we know of one person: a pure fold over the events this person allowed us to use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from knowledge_base.events import Event


@dataclass(frozen=True, slots=True)
class Interest:
    """How much a product was cared for: a weight as it stood at a moment (seconds, 1970)."""

    weight: float
    at: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's evidence up to the event numbered `seq`.

    Speaks of products by id, never by row, so that it outlives snapshots. `recent` is in
    order of viewing, latest last. `bought` and `returned` hold variant ids and moments of the
    last time. Totals count lines, not orders, unless they say so; money is cents.
    """

    seq: int = 0
    interests: Mapping[str, Interest] = field(default_factory=lambda: MappingProxyType({}))
    recent: tuple[str, ...] = ()
    basket: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    bought: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    returned: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    likes: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()
    views: int = 0
    sale_views: int = 0
    purchases: int = 0
    sale_purchases: int = 0
    orders: int = 0
    spent: int = 0
    first_at: float | None = None
    last_at: float | None = None
    last_purchase_at: float | None = None


NOBODY = Profile()


def fold(summary: Profile, events: Iterable[Event]) -> Profile:
    """Take later events into a profile; folding in one go or in pieces gives the same."""
    raise NotImplementedError
