"""For you: implicit matrix factors of products, a person folded in within the request."""

import implicit.als
import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from ranking.candidates import Candidates
from recommenders.neighbours import best, nothing
from recommenders.pairs import fading
from recommenders.recommender import Arrays, Ask

FACTORS = 32
"""64 are not measurably better (`benchmarks.for_you`, paired 95 % of NDCG@20 with five products
known: hm +0.005 [-0.001, 0.012], uci_retail -0.002 [-0.005, 0.002]) and double a request."""
ITERATIONS = 12
FURTHER = 3
"""Iterations from factors that were fitted to nearly the same log the night before."""
REGULARIZATION = 0.05
CONFIDENCE = 10.0
"""How much more a seen product counts than an unseen one (α of Hu, Koren, Volinsky 2008)."""
HALF_LIFE = 60 * 86400.0
WEIGHTS = {
    EventType.CLICK: 0.5,
    EventType.VIEW: 1.0,
    EventType.SELECT_VARIANT: 1.0,
    EventType.SAVE: 3.0,
    EventType.ADD_TO_BASKET: 3.0,
    EventType.LIKE: 3.0,
    EventType.PURCHASE: 5.0,
}
CAUTION = 10.0
"""Evidence, a view being 1, at which a taste and all shoppers have an equal say."""
LEAST = 2
"""Products a person must have cared for before a taste is guessed."""


class ForYou:
    """Fits item factors with `implicit`; serving needs numpy only."""

    name = "for_you"

    def __init__(self, arrays: Arrays, popularity: Floats) -> None:
        """Take what `fit` returned, and how much all want each product (shape (p,))."""
        self._wanted = np.log1p(popularity)
        self._factors = arrays["factors"]
        self._gram = arrays["gram"]

    @classmethod
    def fit(
        cls, values: Interactions, catalogue: Catalogue, start: Floats | None = None
    ) -> Arrays:
        """Return `factors` (float32, shape (p, FACTORS)) and their `gram` YᵀY; no visitor.

        Goes on from the factors of the night before where these are known (`start`, as in the
        result, zero for new products). Without interactions of known visitors the factors are
        zero and nobody is proposed anything.
        """
        p = catalogue.products
        strength = np.zeros(max(EventType) + 1, dtype=np.float32)
        for kind, weight in WEIGHTS.items():
            strength[kind] = weight
        known = values.where((values.visitor >= 0) & (strength[values.type] > 0))
        factors = np.zeros((p, FACTORS), dtype=np.float32)
        if len(known) and p:
            amount = strength[known.type] * fading(known, HALF_LIFE)
            seats = np.unique(known.visitor, return_inverse=True)[1]
            seen = sparse.csr_matrix(
                (CONFIDENCE * amount, (seats, known.product)),
                shape=(int(seats.max()) + 1, p),
                dtype=np.float32,
            )
            factors = _factorise(seen, start)
        return _served(factors)

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Leave the factors of new products zero: nobody is proposed them yet."""
        return _served(renumbering.products.rows(arrays["factors"]))

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what a taste folded in from the person's interests likes best.

        Of evidence n the taste's word is n / (n + CAUTION), that of all shoppers the rest:
        who is known little is shown the wanted first, of what the taste may like at all.
        """
        if len(ask.liked) < LEAST:
            return nothing()
        taste = self._taste(ask.liked, ask.liking)
        score = self._factors @ taste
        score[ask.liked] = 0.0
        rows = np.flatnonzero((score > 0) & ask.allowed).astype(np.int32)
        sure = ask.liking.sum() / (ask.liking.sum() + CAUTION)
        own, wanted = _relative(score[rows]), _relative(self._wanted[rows])
        return best(rows, sure * own + (1 - sure) * wanted, limit)

    def _taste(self, rows: Ints, weights: Floats) -> Floats:
        """Solve (YᵀY + λI + Yᵤᵀ(Cᵤ − I)Yᵤ) x = Yᵤᵀ Cᵤ 1 for one person's vector x."""
        mine = self._factors[rows]
        confidence = CONFIDENCE * weights
        left = self._gram + REGULARIZATION * np.eye(mine.shape[1], dtype=np.float32)
        left = left + mine.T @ (mine * confidence[:, None])
        taste: Floats = np.linalg.solve(left, mine.T @ (1.0 + confidence))
        return taste


def _relative(values: Floats) -> Floats:
    """Return values (≥ 0) as shares of the greatest."""
    shares: Floats = values / max(values.max(initial=0.0), 1e-9)
    return shares


def _served(factors: Floats) -> Arrays:
    return {"factors": factors, "gram": (factors.T @ factors).astype(np.float32)}


def _factorise(seen: sparse.csr_matrix, start: Floats | None) -> Floats:
    """Run alternating least squares on visitors × products; keep the product side.

    Each iteration solves the visitors first, so that the products' factors are all that a
    night needs of the one before. Factors that are all zero are no start: they would stay so.
    """
    known = None if start is None or not start.any() else np.array(start, dtype=np.float32)
    # implicit runs its own threads; a threaded BLAS under them is up to ten times slower
    with threadpool_limits(limits=1, user_api="blas"):
        model = implicit.als.AlternatingLeastSquares(
            factors=FACTORS,
            regularization=REGULARIZATION,
            iterations=ITERATIONS if known is None else FURTHER,
            num_threads=1,
            random_state=1,
        )
        if known is not None:
            model.item_factors = known
        model.fit(seen, show_progress=False)
    return np.asarray(model.item_factors, dtype=np.float32)
