"""Folds events into profiles: a pure function, in one go or in pieces the same."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from knowledge_base.events import Event, EventType
from knowledge_base.interests import (
    LOOK_HALF_LIFE,
    SIZE_HALF_LIFE,
    Interest,
    Purse,
    care,
    pay,
)
from knowledge_base.money import to_cents
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.tastes import NOTHING_TOLD, Traits

WEIGHTS: Mapping[EventType, float] = {
    EventType.VIEW: 1.0,
    EventType.CLICK: 1.0,
    EventType.SELECT_VARIANT: 1.0,
    EventType.SAVE: 3.0,
    EventType.UNSAVE: -3.0,
    EventType.ADD_TO_BASKET: 4.0,
    EventType.REMOVE_FROM_BASKET: -2.0,
    EventType.LIKE: 4.0,
    EventType.UNLIKE: -4.0,
    EventType.PURCHASE: 8.0,
    EventType.RETURN: -6.0,
}
"""How much an event says about the interest in its product; other events say nothing."""

_OF_A_DISLIKE: Mapping[EventType, float] = {
    EventType.DISLIKE: -WEIGHTS[EventType.LIKE],
    EventType.UNDISLIKE: WEIGHTS[EventType.LIKE],
}
FOLDED = frozenset({*WEIGHTS, *_OF_A_DISLIKE, EventType.CHECKOUT_START})
"""The events a profile is made of; all others leave it as it is."""

_TASTES: Mapping[EventType, float] = {**WEIGHTS, **_OF_A_DISLIKE}
"""How much an event says about what its product is like."""
_KEPT: Mapping[EventType, int] = {EventType.PURCHASE: 1, EventType.RETURN: -1}
"""What fits, and whom somebody is loyal to, is what was bought and kept."""

TOTALS = ("views", "sale_views", "purchases", "sale_purchases", "orders", "spent")
"""What is only ever counted up, for a lifetime."""
_MOST_INTERESTS = 200
_MOST_LIKED = 24
_MOST_KINDS = 24
_MOST_LOOKS = 30
_MOST_RECENT = 50
_MOST_LINES = 100
_MOST_KEPT = 500
_MOST_ORDERS = 10
_MOST_BRANDS = 24

Known = Mapping[str, Traits]
"""What products and variants are like, by id."""
_NONE: Known = MappingProxyType({})


def fold(summary: Profile, events: Iterable[Event], known: Known = _NONE) -> Profile:
    """Take later events into a profile; folding in one go or in pieces gives the same.

    That holds to the last bit, since a step uses nothing but the profile, one event and what
    its product is like, and cuts at once what grows too long. A product that is not `known`
    is cared for, but tells nothing of tastes.
    """
    draft = _Draft(summary)
    for event in events:
        product = known.get(event.product_id or "", NOTHING_TOLD)
        draft.take(event, known.get(event.variant_id or "", product))
    return draft.profile()


def merge(a: Profile, b: Profile) -> Profile:
    """Join what is known of one person as a visitor and as a customer.

    Where the two contradict each other, the one with the later evidence is right.
    """
    if NOBODY in (a, b):
        return b if a == NOBODY else a
    old, new = sorted((a, b), key=lambda one: (one.last_at or 0.0, one.seq))
    draft = _Draft(old)
    draft.join(new)
    return draft.profile()


class _Draft:
    """A profile that is being written; each step leaves every part within its bound."""

    def __init__(self, known: Profile) -> None:
        self._seq = known.seq
        self._interests = dict(known.interests)
        self._tastes = {facet: dict(values) for facet, values in known.tastes.items()}
        self._sizes = {kind: dict(sizes) for kind, sizes in known.sizes.items()}
        self._purses = dict(known.purses)
        self._looks = dict(known.looks)
        self._recent = dict.fromkeys(known.recent)
        self._basket = dict(known.basket)
        self._bought = dict(known.bought)
        self._returned = dict(known.returned)
        self._lines = dict(known.lines)
        self._brands = dict(known.brands)
        self._facts = known.facts
        self._likes = set(known.likes)
        self._dislikes = set(known.dislikes)
        self._totals = Counter({name: getattr(known, name) for name in TOTALS})
        self._span = _moments(known.first_at, known.last_at)
        self._paid = _moments(known.first_purchase_at, known.last_purchase_at)
        self._packed = _moments(known.basket_at)
        self._checked_out = _moments(known.checkout_at)

    def profile(self) -> Profile:
        return Profile(
            seq=self._seq,
            interests=self._interests,
            tastes=self._tastes,
            sizes=self._sizes,
            purses=self._purses,
            looks=self._looks,
            recent=tuple(self._recent),
            basket=self._basket,
            bought=self._bought,
            returned=self._returned,
            lines=self._lines,
            brands=self._brands,
            likes=frozenset(self._likes),
            dislikes=frozenset(self._dislikes),
            first_at=min(self._span, default=None),
            last_at=max(self._span, default=None),
            first_purchase_at=min(self._paid, default=None),
            last_purchase_at=max(self._paid, default=None),
            basket_at=max(self._packed, default=None),
            checkout_at=max(self._checked_out, default=None),
            facts=self._facts,
            **{name: self._totals[name] for name in TOTALS},
        )

    def take(self, event: Event, traits: Traits) -> None:
        self._seq = max(self._seq, event.seq)
        if event.type not in FOLDED or self.is_known(event):
            return
        at = event.at.timestamp()
        if event.type is EventType.CHECKOUT_START:
            self.live(at)
            self._checked_out.append(at)
        elif event.product_id is not None:
            self.live(at)
            if event.type in WEIGHTS:
                self.care(event.product_id, WEIGHTS[event.type], at)
            self.learn(event, traits, at)
            if event.type in _STEPS:
                _STEPS[event.type](self, event, event.product_id, at)

    def learn(self, event: Event, traits: Traits, at: float) -> None:
        """Take what the product is like for a sign of taste, size and purse."""
        weight = _TASTES[event.type]
        for facet, values in traits.values.items():
            for value in values:
                liked = Interest(weight / len(values), at)
                care(self._tastes.setdefault(facet, {}), value, liked, _MOST_LIKED)
        if event.type in _KEPT:
            self.own(traits, _KEPT[event.type], at)
        if traits.kind is None:
            return
        paid = to_cents(event.price) if event.price else 0
        log_price = math.log(paid) if paid else traits.log_price
        if WEIGHTS.get(event.type, 0.0) > 0 and log_price is not None:
            pay(self._purses, traits.kind, Purse(log_price, weight, at), _MOST_KINDS)

    def own(self, traits: Traits, lines: int, at: float) -> None:
        """Count the brand and the size of what was bought, or sent back with -1."""
        for brand in traits.values.get("brand", ()):
            self.keep(brand, lines)
        if traits.kind is not None:
            for size in traits.sizes:
                self.wear(traits.kind, size, Interest(lines, at))

    def keep(self, brand: str, lines: int) -> None:
        """Count lines kept of a brand; of too many brands one kept least of goes."""
        self._brands[brand] = max(0, self._brands.get(brand, 0) + lines)
        if len(self._brands) > _MOST_BRANDS:
            others = self._brands.keys() - {brand}
            del self._brands[min(others, key=lambda one: (self._brands[one], one))]

    def wear(self, kind: str, size: str, new: Interest) -> None:
        """Count a size of a kind; of too many kinds the one bought longest ago goes."""
        care(self._sizes.setdefault(kind, {}), size, new, _MOST_LIKED, SIZE_HALF_LIFE)
        if len(self._sizes) > _MOST_KINDS:
            last = {
                one: max(of.at for of in sizes.values()) for one, sizes in self._sizes.items()
            }
            del self._sizes[min(last, key=lambda one: (last[one], one))]

    def join(self, other: Profile) -> None:
        """Take in another profile of the same person, which is right where they differ."""
        self._seq = max(self._seq, other.seq)
        for product_id, interest in other.interests.items():
            self.care(product_id, interest.weight, interest.at)
        self._join_tastes(other)
        for product_id in other.recent:
            self.see(product_id)
        for line, at in other.bought.items():
            _note(self._bought, line, at)
        for line, at in other.returned.items():
            _note(self._returned, line, at)
        both = {**self._basket, **other.basket}
        self._basket = {line: both[line] for line in both if line not in self._bought}
        self._lines.update(other.lines)
        for brand, kept in other.brands.items():
            self.keep(brand, kept)
        self._facts = other.facts or self._facts
        self._likes = (self._likes - other.dislikes) | other.likes
        self._dislikes = (self._dislikes - other.likes) | other.dislikes
        self._totals.update({name: getattr(other, name) for name in TOTALS})
        self._span += _moments(other.first_at, other.last_at)
        self._paid += _moments(other.first_purchase_at, other.last_purchase_at)
        self._packed += _moments(other.basket_at)
        self._checked_out += _moments(other.checkout_at)

    def _join_tastes(self, other: Profile) -> None:
        for facet, values in other.tastes.items():
            for value, interest in values.items():
                care(self._tastes.setdefault(facet, {}), value, interest, _MOST_LIKED)
        for kind, sizes in other.sizes.items():
            for size, interest in sizes.items():
                self.wear(kind, size, interest)
        for kind, purse in other.purses.items():
            pay(self._purses, kind, purse, _MOST_KINDS)
        for product_id, look in other.looks.items():
            care(self._looks, product_id, look, _MOST_LOOKS, LOOK_HALF_LIFE)

    def is_known(self, event: Event) -> bool:
        """Say whether a line of an order was counted before, on somebody else's word."""
        lines = self._lines.get(event.order_id or "", ())
        return event.type is EventType.PURCHASE and _line(event) in lines

    def live(self, at: float) -> None:
        self._span = [min(*self._span, at), max(*self._span, at)] if self._span else [at]

    def care(self, product_id: str, weight: float, at: float) -> None:
        care(self._interests, product_id, Interest(weight, at), _MOST_INTERESTS)

    def see(self, product_id: str) -> None:
        self._recent.pop(product_id, None)
        self._recent[product_id] = None
        if len(self._recent) > _MOST_RECENT:
            del self._recent[next(iter(self._recent))]

    def view(self, event: Event, product_id: str, at: float) -> None:
        self.see(product_id)
        care(self._looks, product_id, Interest(1.0, at), _MOST_LOOKS, LOOK_HALF_LIFE)
        self._totals["views"] += 1
        self._totals["sale_views"] += event.discount > 0

    def add(self, event: Event, _product_id: str, at: float) -> None:
        line = _line(event)
        self._packed.append(at)
        if line in self._basket or len(self._basket) < _MOST_LINES:
            self._basket[line] = self._basket.get(line, 0) + event.quantity

    def remove(self, event: Event, _product_id: str, at: float) -> None:
        line = _line(event)
        self._packed.append(at)
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

    def unlike(self, _event: Event, product_id: str, _at: float) -> None:
        self._likes.discard(product_id)

    def undislike(self, _event: Event, product_id: str, _at: float) -> None:
        self._dislikes.discard(product_id)


_STEPS: Mapping[EventType, Callable[[_Draft, Event, str, float], None]] = {
    EventType.VIEW: _Draft.view,
    EventType.ADD_TO_BASKET: _Draft.add,
    EventType.REMOVE_FROM_BASKET: _Draft.remove,
    EventType.PURCHASE: _Draft.buy,
    EventType.RETURN: _Draft.give_back,
    EventType.LIKE: _Draft.like,
    EventType.DISLIKE: _Draft.dislike,
    EventType.UNLIKE: _Draft.unlike,
    EventType.UNDISLIKE: _Draft.undislike,
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
