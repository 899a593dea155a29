"""Makes up the event log of a shop, of any size: numbers that SQLite makes rows of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import SEED
from benchmarks.session_scale import made_up, popular
from knowledge_base.consent import Consent
from knowledge_base.events import EventType, Trust

DAYS = 90
AT_ONCE = 500_000
"""Events made at once, which follow each other in time."""
EVENTS_A_VISITOR = 40
QUERIES = 20_000
PAUSE = 25_000
"""Milliseconds between two deeds of a session."""
_MS = 1_000
_DAY = 86_400 * _MS

KINDS = (
    (EventType.IMPRESSION, 0.55),
    (EventType.CLICK, 0.18),
    (EventType.VIEW, 0.18),
    (EventType.ADD_TO_BASKET, 0.04),
    (EventType.PURCHASE, 0.02),
    (EventType.SEARCH, 0.03),
)
"""What visitors do, and how often."""
CONSENTS = ((Consent.PERSONALIZATION, 0.7), (Consent.STATISTICS, 0.2), (Consent.NONE, 0.1))
"""What sessions allow, and how many."""

Numbers = NDArray[np.int64]

_SEARCH, _BOUGHT = int(EventType.SEARCH), int(EventType.PURCHASE)
_IS_PERSON, _IS_SESSION = f"?3 = {int(Consent.PERSONALIZATION)}", f"?3 <> {int(Consent.NONE)}"
_VALUES = {
    "event_id": "printf('%012x-%x-%x-%x', ?1, ?10, ?5, ?9)",
    "type": "?2",
    "at": "?1",
    "received_at": "?1",
    "consent": "?3",
    "visitor_id": f"CASE WHEN {_IS_PERSON} THEN printf('v%010x', ?4) END",
    "session_id": f"CASE WHEN {_IS_SESSION} THEN printf('s%x-%010x', ?10, ?5) END",
    "product_id": f"CASE WHEN ?2 <> {_SEARCH} THEN printf('p%07d', ?6) END",
    "query": f"CASE WHEN ?2 = {_SEARCH} THEN 'suche ' || ?7 END",
    "placement": f"CASE WHEN ?2 <> {_SEARCH} THEN 'search' END",
    "position": f"CASE WHEN ?2 <> {_SEARCH} THEN ?8 END",
    "quantity": "1",
    "price_cents": f"CASE WHEN ?2 = {_BOUGHT} THEN 1999 END",
    "discount": "0.0",
    "order_id": f"CASE WHEN ?2 = {_BOUGHT} THEN printf('o%x-%x', ?10, ?5) END",
    "trust": f"CASE ?2 WHEN {_BOUGHT} THEN {int(Trust.CONFIRMED)}"
    f" WHEN {_SEARCH} THEN {int(Trust.CLAIMED)} ELSE {int(Trust.SHOWN)} END",
    "forced": "0",
    "robot": "0",
    "token_id": f"CASE WHEN ?2 NOT IN ({_SEARCH}, {_BOUGHT})"
    " THEN printf('a%x-%x-%x', ?10, ?5, ?9) END",
    "detail": f"CASE WHEN ?2 = {_SEARCH} THEN '{{\"total\": 20}}' END",
}
"""How SQLite writes a row as the service would: a tenth of the time it takes in Python."""
WRITTEN = (
    f"INSERT INTO events ({', '.join(_VALUES)})"  # noqa: S608 - all of it stands above
    f" VALUES ({', '.join(_VALUES.values())})"
)
"""The statement that takes the rows of a stretch."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """n events of one stretch of time, in its order, as numbers."""

    _columns: tuple[Numbers, ...]

    def rows(self, at_once: int) -> Iterator[list[tuple[int, ...]]]:
        """Yield rows for WRITTEN, so many at once."""
        for first in range(0, len(self._columns[0]), at_once):
            some = (one[first : first + at_once].tolist() for one in self._columns)
            yield [*zip(*some, strict=True)]


def log(events: int, products: int, until: datetime) -> Iterator[Stretch]:
    """Yield a log in the order of time, over the last DAYS."""
    slices = range(0, events, AT_ONCE)
    length = DAYS * _DAY // len(slices)
    first = int(until.timestamp() * _MS) - DAYS * _DAY
    for number, done in enumerate(slices):
        size = min(AT_ONCE, events - done)
        yield _slice(number, size, products, _visitors(events), first + number * length, length)


def day(number: int, events: int, products: int, until: datetime) -> Stretch:
    """Return what a log of so many events grows by on some day, by the same visitors."""
    first = int(until.timestamp() * _MS) - _DAY
    place = events // AT_ONCE + number
    return _slice(place, events // DAYS, products, _visitors(events), first, _DAY)


def _visitors(events: int) -> int:
    return max(events // EVENTS_A_VISITOR, 1)


def _slice(
    number: int, size: int, products: int, visitors: int, first: int, length: int
) -> Stretch:
    """Make the events of one stretch of time, sessions of it side by side."""
    chance = np.random.default_rng((SEED, number))
    looks = made_up(size, products, seed=(SEED, number, 1))
    session = looks.session.astype(np.int64)
    sessions = int(session.max()) + 1
    place = np.arange(size) - np.searchsorted(session, session)
    began = chance.integers(0, length, sessions)
    at = first + began[session] + place * PAUSE
    kind = chance.choice([one for one, _ in KINDS], size, p=[share for _, share in KINDS])
    consent = chance.choice([one for one, _ in CONSENTS], sessions, p=[s for _, s in CONSENTS])
    visitor = popular(chance, visitors, sessions)
    query = popular(chance, QUERIES, size)
    position = 1 + popular(chance, 24, size)
    order = np.argsort(at, kind="stable")
    columns = (at, kind, consent[session], visitor[session], session, looks.product)
    drawn = (*columns, query, position, place, np.full(size, number))
    return Stretch(tuple(column[order].astype(np.int64) for column in drawn))
