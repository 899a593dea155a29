"""What was found lately: whoever turns the page, filters or sorts asks for the same again."""

from collections import OrderedDict
from threading import Lock

from ranking.query import Query
from search.tiers import Found

ROOM = 1 << 20
"""Products of all answers together that are kept: some 14 MB."""
MOST = 1 << 12
"""Answers that are kept, however few products they have."""
_SHARE = 8  # one answer takes at most this part of the room

Asked = tuple[Query, frozenset[str]]


def shared(found: Found) -> Found:
    """Return what was found, so that nobody can change what others are answered with."""
    candidates = found.candidates
    for one in (candidates.rows, candidates.tier, candidates.score, candidates.anchor):
        one.flags.writeable = False
    return found


class Lately:
    """Keeps the latest answers that there is room for; serves any number of threads.

    An answer belongs to one understanding of a text, not to its letters: a query is asked for
    by being the same object.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Asked, Found] = OrderedDict()
        self._lock = Lock()
        self._room = ROOM

    def get(self, asked: Asked) -> Found | None:
        """Return what was found, if it is still known."""
        with self._lock:
            found = self._kept.get(asked)
            if found is not None:
                self._kept.move_to_end(asked)
            return found

    def keep(self, asked: Asked, found: Found) -> None:
        """Keep an answer, and let go of the oldest ones that it takes the room of."""
        size = len(found.candidates)
        if size > ROOM // _SHARE:
            return
        with self._lock:
            if asked not in self._kept:
                self._room -= size
            self._kept[asked] = found
            while self._room < 0 or len(self._kept) > MOST:
                _, oldest = self._kept.popitem(last=False)
                self._room += len(oldest.candidates)
