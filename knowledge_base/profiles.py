"""What we know of one person: a pure fold over the events this person allowed us to use."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.events import Event, EventType
from knowledge_base.money import to_cents

HALF_LIFE = 30 * 86_400.0
"""Seconds after which an interest weighs half."""

WEIGHTS: Mapping[EventType, float] = {
    EventType.VIEW: 1,
    EventType.CLICK: 1,
    EventType.SELECT_VARIANT: 1,
    EventType.SAVE: 3,
    EventType.UNSAVE: -3,
    EventType.ADD_TO_BASKET: 4,
    EventType.REMOVE_FROM_BASKET: -2,
    EventType.LIKE: 4,
    EventType.PURCHASE: 8,
    EventType.RETURN: -6,
}
"""How much an event says about the interest in its product; other events say nothing."""

FOLDED = frozenset({*WEIGHTS, EventType.DISLIKE})
"""The events a profile is made of; all others leave it as it is."""

_TOTALS = ("views", "sale_views", "purchases", "sale_purchases", "orders", "spent")
_MOST_INTERESTS = 200
_MOST_RECENT = 50
_MOST_LINES = 100
_MOST_KEPT = 500
_MOST_ORDERS = 10


@dataclass(frozen=True, slots=True)
class Interest:
    """How much a product was cared for: a weight as it stood at a moment (seconds, 1970)."""

    weight: float
    at: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's evidence up to the event numbered `seq`; every part of it is bounded.

    Speaks of products by id, never by row, so that it outlives snapshots. `recent` is in
    order of viewing, latest last. `bought` and `returned` hold variant ids and moments of the
    last time, `lines` the variants of the latest orders: what a browser claims and the shop's
    server confirms counts once. Totals count lines, not orders, unless they say so; money is
    cents.
    """

    seq: int = 0
    interests: Mapping[str, Interest] = field(default_factory=lambda: MappingProxyType({}))
    recent: tuple[str, ...] = ()
    basket: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    bought: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    returned: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
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
    """Take later events into a profile; folding in one go or in pieces gives the same.

    That holds to the last bit, since a step uses nothing but the profile and one event, and
    cuts at once what grows too long.
    """
    draft = _Draft(summary)
    for event in events:
        draft.take(event)
    return draft.profile()


def merge(a: Profile, b: Profile) -> Profile:
    """Join what is known of one person as a visitor and as a customer.

    Where the two contradict each other, the one with the later evidence is right.
    """
    if NOBODY in (a, b):
        return b if a == NOBODY else a
    old, new = sorted((a, b), key=lambda one: one.last_at or 0.0)
    draft = _Draft(old)
    draft.join(new)
    return draft.profile()


def interest_rows(profile: Profile, catalogue: Catalogue, now: datetime) -> tuple[Ints, Floats]:
    """Return the product rows somebody cares for, and how much now.

    Rows are int32 and distinct, weights float32 and above 0, halved every 30 days.
    """
    moment = now.timestamp()
    weights: dict[int, float] = {}
    for product_id, interest in profile.interests.items():
        row = catalogue.product_row(product_id)
        weights[row] = weights.get(row, 0.0) + _decayed(interest, moment)
    weights.pop(UNKNOWN, None)
    liked = {row: weight for row, weight in weights.items() if weight > 0}
    return np.array([*liked], dtype=np.int32), np.array([*liked.values()], dtype=np.float32)


def _decayed(interest: Interest, moment: float) -> float:
    """Return what a weight has become at a later moment."""
    return float(interest.weight * 0.5 ** max((moment - interest.at) / HALF_LIFE, 0.0))


class _Draft:
    """A profile that is being written; each step leaves every part within its bound."""

    def __init__(self, known: Profile) -> None:
        self._seq = known.seq
        self._interests = dict(known.interests)
        self._recent = dict.fromkeys(known.recent)
        self._basket = dict(known.basket)
        self._bought = dict(known.bought)
        self._returned = dict(known.returned)
        self._lines = dict(known.lines)
        self._likes = set(known.likes)
        self._dislikes = set(known.dislikes)
        self._totals = Counter({name: getattr(known, name) for name in _TOTALS})
        self._span = _moments(known.first_at, known.last_at)
        self._paid = _moments(known.last_purchase_at)

    def profile(self) -> Profile:
        return Profile(
            seq=self._seq,
            interests=self._interests,
            recent=tuple(self._recent),
            basket=self._basket,
            bought=self._bought,
            returned=self._returned,
            lines=self._lines,
            likes=frozenset(self._likes),
            dislikes=frozenset(self._dislikes),
            first_at=min(self._span, default=None),
            last_at=max(self._span, default=None),
            last_purchase_at=max(self._paid, default=None),
            **{name: self._totals[name] for name in _TOTALS},
        )

    def take(self, event: Event) -> None:
        self._seq = max(self._seq, event.seq)
        if event.type not in FOLDED or event.product_id is None or self.is_known(event):
            return
        at = event.at.timestamp()
        self.live(at)
        if event.type in WEIGHTS:
            self.care(event.product_id, WEIGHTS[event.type], at)
        if event.type in _STEPS:
            _STEPS[event.type](self, event, event.product_id, at)

    def join(self, other: Profile) -> None:
        """Take in another profile of the same person, which is right where they differ."""
        self._seq = max(self._seq, other.seq)
        for product_id, interest in other.interests.items():
            self.care(product_id, interest.weight, interest.at)
        for product_id in other.recent:
            self.see(product_id)
        for line, at in other.bought.items():
            _note(self._bought, line, at)
        for line, at in other.returned.items():
            _note(self._returned, line, at)
        both = {**self._basket, **other.basket}
        self._basket = {line: both[line] for line in both if line not in self._bought}
        self._lines.update(other.lines)
        self._likes = (self._likes - other.dislikes) | other.likes
        self._dislikes = (self._dislikes - other.likes) | other.dislikes
        self._totals.update({name: getattr(other, name) for name in _TOTALS})
        self._span += _moments(other.first_at, other.last_at)
        self._paid += _moments(other.last_purchase_at)

    def is_known(self, event: Event) -> bool:
        """Say whether a line of an order was counted before, on somebody else's word."""
        lines = self._lines.get(event.order_id or "", ())
        return event.type is EventType.PURCHASE and _line(event) in lines

    def live(self, at: float) -> None:
        self._span = [min(*self._span, at), max(*self._span, at)] if self._span else [at]

    def care(self, product_id: str, weight: float, at: float) -> None:
        """Add to an interest, as of the later of the two moments."""
        before = self._interests.get(product_id, Interest(0.0, at))
        now = max(at, before.at)
        added = _decayed(Interest(weight, at), now)
        self._interests[product_id] = Interest(_decayed(before, now) + added, now)
        if len(self._interests) > _MOST_INTERESTS:
            newest = max(one.at for one in self._interests.values())
            strength = {one: _decayed(was, newest) for one, was in self._interests.items()}
            del self._interests[min(strength, key=lambda one: (strength[one], one))]

    def see(self, product_id: str) -> None:
        self._recent.pop(product_id, None)
        self._recent[product_id] = None
        if len(self._recent) > _MOST_RECENT:
            del self._recent[next(iter(self._recent))]

    def view(self, event: Event, product_id: str, _at: float) -> None:
        self.see(product_id)
        self._totals["views"] += 1
        self._totals["sale_views"] += event.discount > 0

    def add(self, event: Event, _product_id: str, _at: float) -> None:
        line = _line(event)
        if line in self._basket or len(self._basket) < _MOST_LINES:
            self._basket[line] = self._basket.get(line, 0) + event.quantity

    def remove(self, event: Event, _product_id: str, _at: float) -> None:
        line = _line(event)
        left = self._basket.pop(line, 0) - event.quantity
        if left > 0:
            self._basket[line] = left

    def buy(self, event: Event, product_id: str, at: float) -> None:
        line = _line(event)
        self._basket.pop(line, None)
        self._basket.pop(product_id, None)
        _note(self._bought, line, at)
        self._paid.append(at)
        self._totals["purchases"] += 1
        self._totals["sale_purchases"] += event.discount > 0
        self._totals["spent"] += event.quantity * (to_cents(event.price) if event.price else 0)
        self._totals["orders"] += event.order_id not in self._lines
        if event.order_id is not None:
            self._lines[event.order_id] = (*self._lines.get(event.order_id, ()), line)
            if len(self._lines) > _MOST_ORDERS:
                del self._lines[next(iter(self._lines))]

    def give_back(self, event: Event, _product_id: str, at: float) -> None:
        _note(self._returned, _line(event), at)

    def like(self, _event: Event, product_id: str, _at: float) -> None:
        self._dislikes.discard(product_id)
        if len(self._likes) < _MOST_KEPT:
            self._likes.add(product_id)

    def dislike(self, _event: Event, product_id: str, _at: float) -> None:
        self._interests.pop(product_id, None)
        self._likes.discard(product_id)
        if len(self._dislikes) < _MOST_KEPT:
            self._dislikes.add(product_id)


_STEPS: Mapping[EventType, Callable[[_Draft, Event, str, float], None]] = {
    EventType.VIEW: _Draft.view,
    EventType.ADD_TO_BASKET: _Draft.add,
    EventType.REMOVE_FROM_BASKET: _Draft.remove,
    EventType.PURCHASE: _Draft.buy,
    EventType.RETURN: _Draft.give_back,
    EventType.LIKE: _Draft.like,
    EventType.DISLIKE: _Draft.dislike,
}


def _line(event: Event) -> str:
    """Name what was put into the basket or bought: the variant, where it is known."""
    return event.variant_id or event.product_id or ""


def _moments(*known: float | None) -> list[float]:
    return [at for at in known if at is not None]


def _note(moments: dict[str, float], line: str, at: float) -> None:
    """Remember the last time of something; what was remembered longest ago gives way."""
    moments[line] = max(moments.pop(line, at), at)
    if len(moments) > _MOST_KEPT:
        del moments[next(iter(moments))]
