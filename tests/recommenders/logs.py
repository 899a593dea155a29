"""Small logs made by hand, in which it is known who belongs to whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.events import EventType
from knowledge_base.families import families
from knowledge_base.interactions import Interactions
from knowledge_base.products import Product

NOW = 1_760_000_000.0
DAY = 86_400.0
TYPES = {
    "camera": ("Kamera A", "Kamera B", "Kamera C"),
    "card": ("Karte A", "Karte B"),
    "book": ("Buch A", "Buch B"),
}
PRODUCTS = [(kind, title) for kind, titles in TYPES.items() for title in titles]
CAMERA_A, CAMERA_B, CAMERA_C, CARD_A, CARD_B, BOOK_A, BOOK_B = range(7)


def catalogue() -> Catalogue:
    """Three cameras, two cards, two books; A and B of a type share a brand."""
    lines = [
        Product(
            f"p{row}",
            title={"de": title},
            brand="Zwei" if title.endswith("C") else "Eins",
            categories={"de": ((kind,),)},
        )
        for row, (kind, title) in enumerate(PRODUCTS)
    ]
    return build_catalogue(
        list(families(lines)), languages=("de",), currency="EUR", numbering="n"
    )


@dataclass
class Log:
    """Collects what visitors did."""

    rows: list[tuple[int, int, int, int, int, float]] = field(default_factory=list)
    sessions: int = 0

    def session(
        self,
        visitor: int,
        looks: Sequence[int],
        buys: Sequence[int] = (),
        *,
        days_ago: float = 1.0,
    ) -> "Log":
        """Let a visitor (-1: only the session is known) look at and buy some products."""
        at = NOW - days_ago * DAY
        session, self.sessions = self.sessions, self.sessions + 1
        for row in looks:
            self.rows.append((row, visitor, session, -1, EventType.VIEW, at))
        for row in buys:
            self.rows.append((row, visitor, session, session, EventType.PURCHASE, at))
        return self

    def nobody(self, looks: Sequence[int]) -> "Log":
        """Let somebody without consent look: no visitor, no session."""
        for row in looks:
            self.rows.append((row, -1, -1, -1, EventType.VIEW, NOW - DAY))
        return self

    def values(self) -> Interactions:
        """Return the log as columns."""
        columns = np.array(self.rows, dtype=np.float64).reshape(-1, 6)
        n = len(columns)
        product, visitor, session, basket, kind = (
            columns[:, i].astype(np.int32) for i in range(5)
        )
        return Interactions(
            products=len(PRODUCTS),
            until=NOW,
            product=product,
            visitor=visitor,
            session=session,
            basket=basket,
            type=kind.astype(np.int8),
            at=columns[:, 5],
            position=np.zeros(n, dtype=np.int32),
            placement=np.full(n, -1, dtype=np.int32),
            answer=np.full(n, -1, dtype=np.int32),
            query=np.full(n, -1, dtype=np.int32),
            forced=np.zeros(n, dtype=np.bool_),
            chance=np.ones(n, dtype=np.float32),
            match_grade=np.full(n, UNKNOWN, dtype=np.int32),
            weight=np.ones(n, dtype=np.float32),
            trace=np.arange(n),
        )


def busy_log() -> Log:
    """Cameras are looked at together and bought with card A; books by other people."""
    log = Log()
    for visitor in range(8):
        log.session(visitor, [CAMERA_A, CAMERA_B], [CAMERA_A, CARD_A])
    for visitor in range(8, 16):
        log.session(visitor, [BOOK_A, BOOK_B], [BOOK_A])
    for visitor in range(16, 20):
        log.session(visitor, [CAMERA_B, CAMERA_A], [CAMERA_B, CARD_A])
    return log
