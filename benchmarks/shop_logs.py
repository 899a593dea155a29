"""Makes up the event log of a shop, as large as one likes: rows as the service stores them."""

from collections.abc import Iterator, Sequence
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
Row = tuple[object, ...]


def event_rows(events: int, products: Sequence[str], until: datetime) -> Iterator[Row]:
    """Yield rows for `insert_sql`, in the order of time, over the last DAYS."""
    slices = range(0, events, AT_ONCE)
    length = DAYS * _DAY // len(slices)
    first = int(until.timestamp() * _MS) - DAYS * _DAY
    for number, done in enumerate(slices):
        size = min(AT_ONCE, events - done)
        yield from _slice(
            number, size, products, _visitors(events), first + number * length, length
        )


def day_rows(day: int, events: int, products: Sequence[str], until: datetime) -> Iterator[Row]:
    """Yield what a log of so many events grows by on some day, by the same visitors."""
    first = int(until.timestamp() * _MS) - _DAY
    number = events // AT_ONCE + day
    yield from _slice(number, events // DAYS, products, _visitors(events), first, _DAY)


def _visitors(events: int) -> int:
    return max(events // EVENTS_A_VISITOR, 1)


def _slice(
    number: int, size: int, products: Sequence[str], visitors: int, first: int, length: int
) -> Iterator[Row]:
    """Yield the events of one stretch of time, sessions of it side by side."""
    chance = np.random.default_rng((SEED, number))
    looks = made_up(size, len(products), seed=(SEED, number, 1))
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
    drawn = (*columns, query, position, place)
    for one in zip(*(column[order].tolist() for column in drawn), strict=True):
        yield _row(number, products, one)


def _row(number: int, products: Sequence[str], deed: Sequence[int]) -> Row:
    """Write one event of a stretch as it is stored, with what its consent allows."""
    at, kind, consent, visitor, session, product, query, position, place = deed
    is_search, is_bought = kind == EventType.SEARCH, kind == EventType.PURCHASE
    answer = f"a{number:x}-{session:x}"
    return (
        f"{at:012x}-{number:x}-{session:x}-{place:x}",
        kind,
        at,
        consent,
        f"v{visitor:010x}" if consent == Consent.PERSONALIZATION else None,
        f"s{number:x}-{session:010x}" if consent else None,
        None,
        None if is_search else products[product],
        None,
        f"suche {query}" if is_search else None,
        None if is_search else "search",
        None if is_search else position,
        1,
        1_999 if is_bought else None,
        0.0,
        f"o{number:x}-{session:x}" if is_bought else None,
        int(Trust.CONFIRMED if is_bought else Trust.CLAIMED if is_search else Trust.SHOWN),
        0,
        0,
        None if is_search or is_bought else f"{answer}-{place:x}",
        '{"total": 20}' if is_search else None,
        None,
    )
