"""What a snapshot would show next, asked in the row numbers of the one being judged."""

from dataclasses import dataclass

import numpy as np

from knowledge_base.columns import Floats, Ints
from knowledge_base.renumbering import Moves
from ranking.metrics import Doubles
from recommenders.evaluation import SHOWN
from recommenders.recommender import Ask
from recommenders.serving import strategy_of
from service.engine import Engine

_NEXT = strategy_of("session")


@dataclass(frozen=True, slots=True)
class Shelves:
    """An engine, with its row of each product of the judged catalogue and the way back.

    `own` and `judged` are int32, shape (p,), UNKNOWN for products the other does not have.
    """

    engine: Engine
    own: Ints
    judged: Ints

    @classmethod
    def of(cls, engine: Engine) -> "Shelves":
        """Ask the judged snapshot itself."""
        rows = np.arange(engine.catalogue.products, dtype=np.int32)
        return cls(engine, rows, rows)

    @classmethod
    def served(cls, engine: Engine, moves: Moves) -> "Shelves":
        """Ask the snapshot from which products have moved so."""
        return cls(engine, moves.before, moves.after)

    def after(self, given: Ints) -> Ints:
        """Return what is shown next after some products (int32, best first)."""
        seen = _known(self.own[given])
        allowed = self.engine.allowed.copy()
        allowed[seen[-1:]] = False
        ask = Ask(allowed, recent=seen)
        found = self.engine.opened.recommenders.candidates(_NEXT, ask, SHOWN)
        return _known(self.judged[found.candidates.rows])

    @property
    def popularity(self) -> Floats:
        """Return how popular each judged product is (float32, shape (p,)), 0 if unknown."""
        known = np.where(self.own >= 0, self.own, 0)
        popularity: Floats = self.engine.opened.learned["popularity"][known]
        return np.where(self.own >= 0, popularity, np.float32(0))


def exposure(lists: list[Ints], products: int) -> Doubles:
    """Count how often each product is shown (float64, shape (p,))."""
    rows = np.concatenate([np.zeros(0, dtype=np.int32), *lists])
    return np.bincount(rows, minlength=products).astype(np.float64)


def _known(rows: Ints) -> Ints:
    return rows[rows >= 0]
