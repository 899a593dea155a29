"""Remembers people who were read lately, so that only what they did since is read again."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, NamedTuple, TypeVar

from knowledge_base.folding import merge
from knowledge_base.profiles import NOBODY, Profile
from knowledge_base.storage.database import Connection
from knowledge_base.storage.summaries import Reading, read_person
from knowledge_base.storage.tables import CUSTOMER, VISITOR

_Names = tuple[tuple[str, str], ...]
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST_PEOPLE = 20_000
MOST_BYTES = 64 << 20
_BYTES_A_PART = 200
"""What an interest, a size or a line of an order takes in memory, with its name."""


class Acquaintances:
    """What was read of people, within bounds; who was not seen for longest is forgotten first.

    Says nothing that the database does not: a reading knows what it follows from, which is
    looked at again each time. To forget everybody for good, take another one; who is still
    reading writes to the old.
    """

    def __init__(self, most_people: int = MOST_PEOPLE, most_bytes: int = MOST_BYTES) -> None:
        self._people: _Shelf[tuple[str, str], Reading] = _Shelf(most_people, most_bytes)
        self._merged: _Shelf[_Names, _Merged] = _Shelf(most_people, most_bytes)

    def __len__(self) -> int:
        """Return how many people are remembered."""
        return len(self._people)

    def profile(
        self, connection: Connection, visitor_id: str | None, customer_id: str | None
    ) -> Profile:
        """Return what may be used of a visitor, and of the customer the visitor is known as."""
        named = ((VISITOR, visitor_id), (CUSTOMER, customer_id))
        who = tuple((kind, one) for kind, one in named if one is not None)
        readings = [self._read(connection, kind, one) for kind, one in who]
        match [one for one in readings if one.is_known]:
            case [visitor, customer]:
                return self._together(who, visitor, customer)
            case [alone]:
                return alone.profile
            case _:
                return NOBODY

    def _read(self, connection: Connection, kind: str, person_id: str) -> Reading:
        before = self._people.get((kind, person_id))
        reading = read_person(connection, kind, person_id, before)
        if reading is not before and reading.is_known:
            self._people.put((kind, person_id), reading, _size(reading))
        return reading

    def _together(self, who: _Names, visitor: Reading, customer: Reading) -> Profile:
        """Merge two profiles, unless that was done with the same two before."""
        before = self._merged.get(who)
        if before and before.visitor is visitor and before.customer is customer:
            return before.profile
        merged = _Merged(visitor, customer, merge(visitor.profile, customer.profile))
        self._merged.put(who, merged, 2 * (_size(visitor) + _size(customer)))
        return merged.profile


class _Merged(NamedTuple):
    """What a visitor and a customer are together, as long as both are as they were."""

    visitor: Reading
    customer: Reading
    profile: Profile


class _Shelf(Generic[Key, Value]):
    """A few things of known sizes; what was not asked for for longest gives way."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._things: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Key) -> Value | None:
        with self._lock:
            if key not in self._things:
                return None
            self._things.move_to_end(key)
            return self._things[key][0]

    def put(self, key: Key, value: Value, size: int) -> None:
        with self._lock:
            _, before = self._things.pop(key, (None, 0))
            self._things[key] = value, size
            self._bytes += size - before
            while len(self._things) > self._most or self._bytes > self._most_bytes:
                _, (_, gone) = self._things.popitem(last=False)
                self._bytes -= gone


def _size(reading: Reading) -> int:
    """Estimate the bytes that a reading takes."""
    known = reading.profile
    parts = (
        *(known.interests, known.purses, known.looks, known.recent, known.basket),
        *(known.bought, known.returned, known.lines, known.likes, known.dislikes),
        *known.tastes.values(),
        *known.sizes.values(),
    )
    return len(reading.summary or "") + _BYTES_A_PART * (1 + sum(map(len, parts)))
