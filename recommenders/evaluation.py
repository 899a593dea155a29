"""How good recommendations would have been: a later part of the log asked of an earlier one.

Every product is ranked, none is sampled; what is asked was not learned from. Figures come one a
question, for `ranking.metrics.bootstrap_interval` to put error bars on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.interactions import Interactions
from ranking.learning import Popularity
from ranking.metrics import Doubles, ndcg, recall, reciprocal_rank
from recommenders.complements import Complements
from recommenders.copurchases import CoPurchases
from recommenders.held_out import (
    Question,
    baskets,
    looks,
    moves,
    next_looks,
    other_halves,
    other_types,
    parted,
)
from recommenders.neighbours import at_hand
from recommenders.popular import Popular
from recommenders.recommender import Ask, Recommender
from recommenders.sessions import SessionNeighbours

SHOWN = 20
"""Products of a list that count."""

Ranked = Callable[[Ints], Ints]
"""Returns the best products for what is given (both int32), best first."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What lists found: `figures` one a question, by name, and what all lists together show.

    `coverage` is the share of all products that some list shows, `gini` how unequally they are
    shown (0 alike, 1 one alone), `novelty` the mean of −log2 of a shown product's share of what
    was learned from: how little known they are, in bits.
    """

    figures: Mapping[str, Doubles]
    coverage: float
    gini: float
    novelty: float


def answered(ranked: Ranked, questions: Sequence[Question], share: Doubles) -> Answers:
    """Ask every question; `share` (shape (p,)) is each product's of what was learned from."""
    shown = np.zeros(len(share))
    figures: dict[str, list[float]] = {}
    known = [0.0]
    for one in questions:
        rows = ranked(one.given)[:SHOWN]
        shown[rows] += 1
        known += (-np.log2(np.maximum(share[rows], 1e-9))).tolist()
        for name, value in _judged(rows.tolist(), one.wanted).items():
            figures.setdefault(name, []).append(value)
    return Answers(
        {name: np.array(values) for name, values in figures.items()},
        coverage=float(np.mean(shown > 0)),
        gini=gini(shown),
        novelty=float(np.sum(known)) / max(len(known) - 1, 1),
    )


def _judged(rows: Sequence[int], wanted: Ints) -> dict[str, float]:
    asked = set(wanted.tolist())
    rank = reciprocal_rank(rows, asked)
    gains = [float(row in asked) for row in rows]
    return {
        f"HR@{SHOWN}": float(rank > 0),
        f"MRR@{SHOWN}": rank,
        f"recall@{SHOWN}": recall(rows, asked, SHOWN),
        f"NDCG@{SHOWN}": ndcg(gains, np.ones(len(asked)), SHOWN),
    }


def gini(counts: Doubles) -> float:
    """Return how unequal counts are: 0 all alike, 1 one alone."""
    ordered, n = np.sort(counts), len(counts)
    places = 2 * np.arange(1, n + 1) - n - 1
    return float((places * ordered).sum() / max(n * ordered.sum(), 1.0))


def with_repeats(model: SessionNeighbours, products: int) -> Ranked:
    """Rank next looks with the current product among the others, as papers do."""
    everything = np.ones(products, dtype=np.bool_)

    def ranked(given: Ints) -> Ints:
        seeds = at_hand(Ask(everything, recent=given))
        return model.judged(seeds, model.around(seeds), SHOWN).rows

    return ranked


def after_looks(model: Recommender, products: int) -> Ranked:
    """Rank what a placement would show after some looks, without the current product."""
    everything = np.ones(products, dtype=np.bool_)

    def ranked(given: Ints) -> Ints:
        allowed = everything.copy()
        allowed[given[-1:]] = False
        return model.propose(Ask(allowed, recent=given), SHOWN).rows

    return ranked


def into_basket(model: Recommender, products: int, who: Ask | None = None) -> Ranked:
    """Rank what goes with a basket, without what is in it; `who` asks, else a stranger."""
    stranger = Ask(np.ones(products, dtype=np.bool_))

    def ranked(given: Ints) -> Ints:
        asker = who or stranger
        allowed = asker.allowed.copy()
        allowed[given] = False
        return model.propose(replace(asker, allowed=allowed, basket=given), SHOWN).rows

    return ranked


def evaluated(values: Interactions, catalogue: Catalogue, days: float) -> dict[str, Answers]:
    """Fit what a night fits on all but the last days, and ask about these; popular beside it.

    Returns answers by protocol and recommender: `next look, sessions` and so on.
    """
    past, later = parted(values, days)
    p, leaf = catalogue.products, catalogue.leaf
    share = np.bincount(past.product, minlength=p) / max(len(past), 1)
    wanted: Floats = Popularity().fit(past, catalogue)["popularity"].astype(np.float32)
    popular = Popular(wanted, leaf)
    sessions = SessionNeighbours(SessionNeighbours.fit(past, catalogue))
    pairs = Complements(Complements.fit(past, catalogue), wanted, leaf)
    copurchases = CoPurchases(CoPurchases.fit(past, catalogue))
    looked, orders = next_looks(*looks(later)), baskets(later)
    asked: Mapping[str, tuple[Sequence[Question], Mapping[str, Ranked]]] = {
        "next look or the same": (looked, {"sessions": with_repeats(sessions, p)}),
        "next look": (moves(looked), _each(after_looks, p, sessions, popular)),
        "rest of the basket": (
            other_halves(orders),
            _each(into_basket, p, copurchases, popular),
        ),
        "another type": (other_types(orders, leaf), _each(into_basket, p, pairs, popular)),
    }
    return {
        f"{protocol}, {name}": answered(ranked, questions, share)
        for protocol, (questions, every) in asked.items()
        for name, ranked in every.items()
    }


def _each(
    way: Callable[[Recommender, int], Ranked], products: int, *models: Recommender
) -> dict[str, Ranked]:
    return {one.name: way(one, products) for one in models}
