"""What was found lately: whoever turns the page, filters or sorts asks for the same again."""

from knowledge_base.remembering import Latest
from ranking.query import Query
from search.tiers import Found

ROOM = 1 << 20
"""Products of all answers together that are kept: some 14 MB."""
MOST = 1 << 12
"""Answers that are kept, however few products they have."""

Asked = tuple[Query, frozenset[str]]


def shared(found: Found) -> Found:
    """Return what was found, so that nobody can change what others are answered with."""
    candidates = found.candidates
    for one in (candidates.rows, candidates.tier, candidates.score, candidates.anchor):
        one.flags.writeable = False
    return found


class Lately(Latest[Asked, Found]):
    """Keeps the latest answers, of so many products.

    An answer belongs to one understanding of a text, not to its letters: a query is asked for
    by being the same object.
    """

    def __init__(self) -> None:
        super().__init__(ROOM, MOST, lambda found: len(found.candidates))
