"""Small logs of what people saw in the small shop's lists, and what they did there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.language.words import Analyser
from ranking.query import Query, Term
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
SHOE, FALKE, CAMERA, BOOK = range(4)
UNTIL = 1_700_000_000.0
DAY = 86_400.0
GERMAN = Analyser("de")
Row = tuple[int, int, EventType, int, int, int, bool, float]


def asked(text: str) -> Query:
    """Understand a text as the search would, word by word."""
    terms = [
        Term(word.text, stem, word.start, word.end, known=True)
        for word, stem in GERMAN.terms(text)
    ]
    return Query(text, "de", tuple(terms))


@dataclass
class Seen:
    """Collects answers to queries, each seen by one visitor."""

    rows: list[Row] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    answers: int = 0

    def answer(  # noqa: PLR0913 - what one answer is made of
        self,
        visitor: int,
        query: str,
        shown: Sequence[int],
        clicked: Sequence[int] = (),
        bought: Sequence[int] = (),
        *,
        forced: Sequence[int] = (),
        days: float = 1.0,
    ) -> "Seen":
        """Let a visitor (-1: nobody knows who) see products after a query, "" for a shelf."""
        if query and query not in self.queries:
            self.queries.append(query)
        number = self.queries.index(query) if query else -1
        for place, product in enumerate(shown, 1):
            for kind in (EventType.IMPRESSION, EventType.CLICK, EventType.PURCHASE):
                if kind is EventType.CLICK and product not in clicked:
                    continue
                if kind is EventType.PURCHASE and product not in bought:
                    continue
                row = (product, visitor, kind, place, number, self.answers)
                self.rows.append((*row, product in forced, UNTIL - days * DAY))
        self.answers += 1
        return self

    def values(self) -> Interactions:
        """Return the log as columns."""
        n = len(self.rows)
        columns = np.array(self.rows, dtype=np.float64).reshape(n, 8)
        product, visitor, kind, place, query, answer = (
            columns[:, i].astype(np.int32) for i in range(6)
        )
        is_order = kind == EventType.PURCHASE
        unknown = np.full(n, -1, dtype=np.int32)
        return Interactions(
            products=CATALOGUE.products,
            until=UNTIL,
            product=product,
            visitor=visitor,
            session=unknown,
            basket=np.where(is_order, answer, -1).astype(np.int32),
            type=kind.astype(np.int8),
            at=columns[:, 7],
            position=np.where(is_order, -1, place).astype(np.int32),
            placement=np.where(is_order, -1, (query < 0)).astype(np.int32),
            answer=answer,
            query=query,
            forced=columns[:, 6].astype(np.bool_),
            chance=np.ones(n, dtype=np.float32),
            match_grade=np.full(n, UNKNOWN, dtype=np.int32),
            weight=np.ones(n, dtype=np.float32),
            trace=np.arange(n),
            placements=("search", "trending"),
            queries=tuple(self.queries),
        )
