"""Which recommenders answer for which placement, and in which order they are asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.columns import Floats, Ints, Longs
from knowledge_base.errors import Fault, UnknownName
from knowledge_base.part_files import PartReader
from ranking.candidates import Candidates
from ranking.evidence import Evidence
from recommenders.akin import Akin
from recommenders.alternatives import Alternatives
from recommenders.arrived import Arrived
from recommenders.bundles import BUNDLE, Bundles
from recommenders.compatible import Compatible
from recommenders.complements import Complements
from recommenders.content_vectors import ContentVectors
from recommenders.copurchases import CoPurchases
from recommenders.exploring import Exploring
from recommenders.fitting import Fitting
from recommenders.for_you import ForYou
from recommenders.fresh import Fresh
from recommenders.gap import FREE_SHIPPING, GapFiller
from recommenders.nearby import Nearby
from recommenders.neighbours import nothing
from recommenders.popular import Popular
from recommenders.recently_viewed import RecentlyViewed
from recommenders.recommender import Ask, Learner, Recommender
from recommenders.reductions import on_offer
from recommenders.repurchase import Repurchase
from recommenders.sessions import SessionNeighbours
from recommenders.sets import SET, Sets
from recommenders.similar import Similar
from recommenders.trending import Trending
from recommenders.turns import in_turn

LEARNERS: tuple[Learner, ...] = (
    SessionNeighbours,
    CoPurchases,
    Complements,
    ForYou,
    Trending,
    GapFiller,
    Repurchase,
)
"""What a night fits; the arrays of each stand under its name in the learned part."""

Group = str | tuple[str, ...]
"""A recommender, or several that take turns."""

STRATEGIES: Mapping[str, tuple[Group, ...]] = {
    "home": (
        ("arrived", "for_you", "reduced_favourites", "favourites_back", "content_vectors"),
        ("popular", "trending", "reductions", "fresh"),
        "popular",
    ),
    "trending": ("trending", "popular"),
    "session": ("sessions", "similar", "popular"),
    "product_alternatives": ("alternatives", "popular_of_type", "akin", "popular"),
    "product_accessories": ("compatible", "complements", "popular_nearby", "popular"),
    "basket": (
        "compatible",
        "copurchases",
        "complements",
        "sessions",
        "popular_nearby",
        "popular",
    ),
    "basket_layer": ("compatible", "complements", "sessions", "popular_nearby", "popular"),
    BUNDLE: ("bundles",),
    SET: ("compatible", "sets"),
    FREE_SHIPPING: (
        "compatible",
        "complements",
        "copurchases",
        "for_you",
        "popular_nearby",
        "popular",
    ),
    "recently_viewed": ("recently_viewed", "popular"),
    "category": ("for_you", "popular"),
    "no_results": ("sessions", "popular"),
}
"""The recommenders of each placement; a later one only fills up what the earlier leave."""


MIXED: Mapping[str, int] = {
    "home": 2,
    "product_accessories": 1,
    SET: 1,
    "basket": 1,
    "basket_layer": 1,
    "no_results": 2,
}
"""Placements in which product types take turns, and how many of one type a turn has."""
TOGETHER = frozenset({BUNDLE, SET, FREE_SHIPPING})
"""Placements that show what belongs together and nothing else: they may be empty."""
KEEP_THEIR_WORD = frozenset({"product_alternatives", "product_accessories"})
"""Placements on which what is merely popular stands only where nothing else does."""
OF_THEIR_OWN_ORDER = frozenset({"recently_viewed", BUNDLE})
"""Placements whose order is a fact that no ranking may change."""


def members(group: Group) -> tuple[str, ...]:
    """Return the recommenders of a group."""
    return (group,) if isinstance(group, str) else group


RECOMMENDERS = frozenset(
    name for strategy in STRATEGIES.values() for group in strategy for name in members(group)
)
"""What a strategy may name."""
LAST_RESORT = "popular"
"""Fills up whatever people have put together, so that no placement is empty."""
MERELY_POPULAR = frozenset({"popular_nearby", LAST_RESORT})
"""Recommenders that know nothing of what is looked at, or only where it stands."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Candidates of one placement.

    `source` (int32, shape (n,)) says for each from which of the recommenders in `names` it
    came; these `take_turns` where the strategy has several side by side.
    """

    candidates: Candidates
    names: tuple[str, ...]
    source: Ints
    take_turns: bool

    def named(self) -> dict[int, str]:
        """Name the recommender that proposed each product row."""
        names = map(self.names.__getitem__, self.source.tolist())
        return dict(zip(self.candidates.rows.tolist(), names, strict=True))

    def with_one(self, row: int, name: str) -> "Proposed":
        """Return the proposals with one more, beside the strongest, unless it is there."""
        if (self.candidates.rows == row).any():
            return self
        more = Candidates.of(np.array([row], dtype=np.int32))
        source = np.append(self.source, np.int32(len(self.names)))
        joined = Candidates.joined(self.candidates, more)
        return replace(self, candidates=joined, names=(*self.names, name), source=source)

    def sources(self, products: int) -> Ints:
        """Return by product row where it came from (int32), UNKNOWN for all others."""
        by_row = np.full(products, UNKNOWN, dtype=np.int32)
        by_row[self.candidates.rows] = self.source
        return by_row


class OfType:
    """Holds another recommender to the type of the page's product."""

    def __init__(self, inner: Recommender, leaf: Ints) -> None:
        self.name = inner.name
        self._inner = inner
        self._leaf = leaf

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what the other recommender does, as far as it is of the same type."""
        if ask.product < 0:
            return nothing()
        same = self._leaf == self._leaf[ask.product]
        narrowed = Ask(allowed=ask.allowed & same, product=ask.product)
        return self._inner.propose(narrowed, limit)


class Recommenders:
    """Every recommender of one snapshot, ready to be asked.

    `complements` also knows what may stand in for a product; `acceptance` (float32, shape
    (p,)) is how gladly products are taken to close the gap to free shipping; `days` (float32,
    shape (types + 1,)) how long what was bought is not recommended, as `Repurchase` has it;
    `exploring` tries out what little is known of.
    """

    def __init__(
        self,
        by_name: Mapping[str, Recommender],
        complements: Complements,
        acceptance: Floats,
        days: Floats,
        exploring: Exploring,
    ) -> None:
        self._by_name = by_name
        self.complements = complements
        self.acceptance = acceptance
        self.days = days
        self.exploring = exploring

    @classmethod
    def open(
        cls,
        part: PartReader,
        learned: PartReader,
        catalogue: Catalogue,
        erased: Longs | None = None,
    ) -> "Recommenders":
        """Open what a snapshot has in its catalogue part, and what the learners left.

        `erased` (int64) are the traces of events that were erased since, or before a rollback.
        """
        leaf = catalogue.leaf
        popularity = learned.array("popularity/popularity")
        sessions = SessionNeighbours(learned.arrays(SessionNeighbours.name), erased)
        similar = Similar(part.arrays(Similar.name))
        pairs = learned.arrays(Complements.name)
        complements = Complements(pairs, popularity, leaf)
        popular = Popular(popularity, leaf)
        visitors = learned.array("popularity/visitors_30")
        vectors = part.arrays(ContentVectors.name)
        nothing_new = np.zeros(catalogue.products, dtype=np.float32)
        offers = on_offer(nothing_new, nothing_new, popularity)
        return cls(
            {
                "sessions": sessions,
                "similar": similar,
                "alternatives": Alternatives(sessions, similar, leaf),
                "akin": Akin(vectors, catalogue),
                "compatible": Compatible(Fitting(), popularity),
                "copurchases": CoPurchases(learned.arrays(CoPurchases.name)),
                "complements": complements,
                "bundles": Bundles(pairs, leaf),
                "sets": Sets(complements, leaf),
                "for_you": ForYou(learned.arrays(ForYou.name), popularity),
                "content_vectors": ContentVectors(vectors, visitors, catalogue.released),
                "fresh": Fresh(catalogue.released, popularity),
                "trending": Trending(learned.arrays(Trending.name)),
                **{one.name: one for one in offers},
                "popular": popular,
                "popular_of_type": OfType(popular, leaf),
                "popular_nearby": Nearby(popular, catalogue),
                "recently_viewed": RecentlyViewed(),
                "arrived": Arrived(),
            },
            complements,
            learned.arrays(GapFiller.name)["acceptance"],
            learned.arrays(Repurchase.name)["days"],
            Exploring(learned.arrays(Evidence().name), leaf, catalogue.released),
        )

    def informed(self, *told: Recommender) -> "Recommenders":
        """Return the recommenders with those that know more than the snapshot."""
        by_name = {**self._by_name, **{one.name: one for one in told}}
        return Recommenders(
            by_name, self.complements, self.acceptance, self.days, self.exploring
        )

    def candidates(
        self,
        strategy: Sequence[Group],
        ask: Ask,
        limit: int,
        *,
        enough: int | None = None,
        fill_up: bool = True,
    ) -> Proposed:
        """Ask the recommenders in turn until there are `enough` products, each for `limit`.

        The tier of a candidate is the place of its recommender in the strategy, so that what
        fills up never stands above what was meant. Without `fill_up` what is MERELY_POPULAR
        is asked only where nobody else proposed anything.
        """
        found: list[Candidates] = []
        names: list[str] = []
        sources = [np.zeros(0, dtype=np.int32)]
        allowed = ask.allowed.copy()
        ask = replace(ask, allowed=allowed)
        missing = limit
        for tier, group in enumerate(strategy):
            stays_short = missing < limit and not fill_up and _is_merely_popular(group)
            if missing <= limit - (enough or limit) or stays_short:
                break
            asked = [self._by_name[one] for one in members(group)]
            more, source = in_turn([one.propose(ask, missing) for one in asked], missing)
            allowed[more.rows] = False
            missing -= len(more)
            found.append(more.in_tier(tier))
            sources.append(source + np.int32(len(names)))
            names += [one.name for one in asked]
        together = any(len(members(group)) > 1 for group in strategy)
        return Proposed(
            Candidates.joined(*found), tuple(names), np.concatenate(sources), together
        )


def _is_merely_popular(group: Group) -> bool:
    return MERELY_POPULAR.issuperset(members(group))


def strategy_of(
    placement: str, chosen: Sequence[tuple[str, ...]] = ()
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of a placement: those people have `chosen`, or as shipped.

    Raises UnknownName that lists the placements.
    """
    if placement not in STRATEGIES:
        detail = f"there is no placement '{placement}'; there are {', '.join(STRATEGIES)}"
        raise UnknownName(detail, Fault("placement", detail, "unknown_placement"))
    if chosen:
        return (*chosen, (LAST_RESORT,))
    return tuple(members(group) for group in STRATEGIES[placement])
