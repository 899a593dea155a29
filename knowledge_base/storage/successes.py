"""Which searches led somebody to something, and to what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from knowledge_base.columns import Bools, Ints
from knowledge_base.events import ROBOT, EventType, same_words
from knowledge_base.privacy import is_private
from knowledge_base.runs import run_starts
from knowledge_base.storage.attribution import latest
from knowledge_base.storage.clock import to_ms
from knowledge_base.storage.growing import Growing
from knowledge_base.storage.interaction_columns import PERSON
from knowledge_base.storage.pieces import NOBODY, Codes, numbered, pieces
from knowledge_base.storage.tables import events

HALF_LIFE = timedelta(days=30)
"""Age at which a search counts half."""
SESSION = 0.5
"""What a session counts for where nobody knows whose it is."""
_FOUND = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET)
_COLUMNS = (
    events.c.type,
    events.c.at,
    events.c.session_id,
    PERSON.label("person"),
    events.c.product_id,
    events.c.query,
)


@dataclass(frozen=True, slots=True)
class Successes:
    """n times that somebody came to a product after a search, in order of query and person.

    A search counts when a product is clicked, viewed or put into the basket after it in the
    same session. `query` and `product` (int32) are places among `queries` and `products`,
    UNKNOWN where no product was named; `who` (int32) is a visitor or customer, or where nobody
    knows whose it is (not `is_known`, bool) a session, `at` in seconds (float64). Who consented
    to nothing has no session and never counts.
    """

    query: Ints
    who: Ints
    product: Ints
    is_known: Bools
    at: NDArray[np.float64]
    queries: tuple[str, ...]
    products: tuple[str, ...]

    def frequent(self, min_visitors: int) -> list[tuple[str, float]]:
        """Return what several visitors searched for and then found, the most frequent first.

        It counts once for each visitor: at the last time, and half as much for every HALF_LIFE
        that lies between it and the latest of all. Who consented to statistics only is known
        by session: that may be the same person again, so two such make one visitor of those
        there must be. What may name a person is left out.
        """
        first = run_starts(self.query, self.who)
        if not len(first):
            return []
        query, at = self.query[first], np.maximum.reduceat(self.at, first)
        share = 0.5 ** ((at.max() - at) / HALF_LIFE.total_seconds())
        visitors = np.bincount(query, np.where(self.is_known[first], 1.0, SESSION))
        weight = np.bincount(query, share)
        frequent = [
            (self.queries[one], float(weight[one]))
            for one in np.flatnonzero(visitors >= max(min_visitors, SESSION)).tolist()
            if not is_private(self.queries[one])
        ]
        return sorted(frequent, key=lambda one: (-one[1], one[0]))

    def found(self, queries: Collection[str]) -> dict[str, list[str]]:
        """Return by query the products that visitors came to, each once for every visitor."""
        first = run_starts(self.query, self.who, self.product)
        product = self.product[first]
        pairs = zip(self.query[first][product >= 0], product[product >= 0], strict=True)
        found: dict[str, list[str]] = {}
        for query, one in pairs:
            if self.queries[query] in queries:
                found.setdefault(self.queries[query], []).append(self.products[one])
        return {query: sorted(ids) for query, ids in found.items()}


def successes(
    connection: Connection, *, since: datetime, robots_from: int = ROBOT
) -> Successes:
    """Read which searches since a moment led to something; robots left out."""
    queries, products = Codes(same_words), Codes()
    read = pieces(
        connection,
        _COLUMNS,
        events.c.session_id.is_not(None),
        events.c.at >= to_ms(since),
        events.c.robot < robots_from,
        events.c.type.in_((EventType.SEARCH, *_FOUND)),
    )
    columns = Growing()
    for piece in read:
        columns.add(
            {
                "is_search": piece.numbers("type") == EventType.SEARCH,
                "at": piece.numbers("at") / 1000,
                "session": piece.marks("session_id"),
                "person": piece.marks("person"),
                "product": products.of(piece.texts("product_id")),
                "query": queries.of(piece.texts("query")),
            }
        )
    is_search, at, session, person, product, query = columns.joined(last=True).values()
    searches, later = np.flatnonzero(is_search), np.flatnonzero(~is_search)
    both = np.concatenate([searches, later])
    cause = latest(session[both], at[both], len(searches), np.inf)[len(searches) :]
    later, cause = later[cause >= 0], cause[cause >= 0]
    asked = query[searches[cause]]
    later, asked = later[asked >= 0], asked[asked >= 0]
    person, session = person[later], session[later]
    is_known = person != NOBODY
    who = numbered(np.where(is_known, person, ~session))
    order = np.lexsort((product[later], who, asked))
    rows = later[order]
    return Successes(
        asked[order],
        who[order],
        product[rows],
        is_known[order],
        at[rows],
        queries.known,
        products.known,
    )
