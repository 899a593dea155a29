"""What may stand on a shelf, what is set aside and why, and what recommenders propose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Ints
from ranking.absence import Gone
from ranking.curation import Curation
from ranking.eligibility import bought_lately, context_mask
from ranking.person import STRANGER
from recommenders.arrived import Arrived
from recommenders.compatible import Compatible
from recommenders.gap import FREE_SHIPPING
from recommenders.recommender import Ask, offered_for
from recommenders.serving import KEEP_THEIR_WORD, TOGETHER, Proposed, strategy_of
from recommenders.sets import PER_SLOT, SET, SLOTS
from service.answering.arriving import arrived
from service.answering.joint import is_offered
from service.answering.scene import Eligible, Scene
from service.answering.trying import EXPLORING, Trial
from service.engine import Engine
from service.watching.timings import stage

ABUNDANCE = 4
"""Candidates asked for per hit, so that ranking and rules have something to choose from."""
POOLS: Mapping[str, int] = {FREE_SHIPPING: 400, SET: SLOTS * PER_SLOT}
"""Candidates asked for where few hits are chosen among many that could be."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What was asked of recommenders, and what they proposed.

    `aside` names by reason the product rows (int32) that must not stand here now; `eligible`
    is what masks and rules leave, before the filters. So `many` were asked for.
    """

    asked: Ask
    aside: Mapping[Gone, Ints]
    eligible: Eligible
    many: int
    proposed: Proposed

    def trying(self, one: Trial | None) -> "Pool":
        """Return the pool with what chance tries out."""
        if one is None:
            return self
        return replace(self, proposed=self.proposed.with_one(one.tried.row, EXPLORING))


def strategy_at(engine: Engine, placement: str) -> Sequence[tuple[str, ...]]:
    """Return the groups of recommenders of a placement. Raises UnknownName."""
    return strategy_of(placement, engine.merchandising.placement(placement).strategy)


def pool_of(
    scene: Scene, product: int, exclude: Iterable[str], limit: int, curation: Curation
) -> Pool:
    """Ask a placement's recommenders for what both masks, rules and filters leave.

    `product` is the row of the page's product, UNKNOWN for none; what to `exclude` is shown on
    the page already.
    """
    engine, placement = scene.engine, scene.context.touch_point
    strategy = strategy_at(engine, placement)
    asked = _asked(scene, product)
    with stage("mask"):
        aside = _set_aside(scene, asked, exclude, strategy)
        eligible = scene.eligible(context_mask(asked.allowed, *aside.values()), curation)
        passing = eligible.products
        if eligible.filters:
            passing = passing & engine.masks.products(eligible.filters)
        asked = replace(asked, allowed=passing)
    many = POOLS.get(placement, limit * ABUNDANCE)
    recommenders = engine.recommenders
    if any(Arrived.name in group for group in strategy) and (came := arrived(scene)):
        recommenders = recommenders.informed(came)
    with stage("propose"):
        proposed = recommenders.candidates(
            strategy,
            asked,
            many,
            enough=POOLS.get(placement, limit),
            fill_up=placement not in KEEP_THEIR_WORD,
        )
    return Pool(asked, aside, eligible, many, proposed)


def _asked(scene: Scene, product: int) -> Ask:
    """Take what there is of page and person, among all that may be recommended now.

    Where the shop has switched one to one off, nothing speaks for a product but the page.
    """
    engine, person = scene.engine, scene.person
    own = person if scene.is_heard else STRANGER
    recent = person.recent if scene.context.recent else own.recent
    there, cared = engine.live.there, own.weights > 0
    kept = there.take(own.bought)
    return Ask(
        allowed=engine.recommended,
        product=product,
        recent=recent[there.take(recent)],
        basket=person.basket[there.take(person.basket)],
        liked=own.liked[cared],
        liking=own.weights[cared],
        bought=own.bought[kept],
        bought_at=own.bought_at[kept],
        now=scene.context.now.timestamp(),
    )


def _set_aside(
    scene: Scene, asked: Ask, exclude: Iterable[str], strategy: Sequence[tuple[str, ...]]
) -> dict[Gone, Ints]:
    """Return by reason what must not be recommended here and now (int32)."""
    engine, placement, person = scene.engine, scene.context.touch_point, scene.person
    catalogue, days = engine.catalogue, engine.recommenders.days
    aside = {
        Gone.ON_THE_PAGE: np.array([asked.product], dtype=np.int32),
        Gone.IN_THE_BASKET: asked.basket,
        Gone.BOUGHT_LATELY: bought_lately(
            person.bought, person.bought_at, catalogue.leaf, days, scene.context.now
        ),
        Gone.DISLIKED: person.disliked,
        Gone.SHOWN_ALREADY: catalogue.product_rows(list(exclude)),
    }
    if any(Compatible.name in group for group in strategy) or placement in TOGETHER:
        aside[Gone.DOES_NOT_FIT] = engine.fitting.fit_none_of(offered_for(asked))
    if placement in TOGETHER:
        aside[Gone.STANDS_IN] = _against(engine, placement, asked)
    return aside


def _against(engine: Engine, placement: str, asked: Ask) -> Ints:
    """Return what would make things that belong together worse (int32).

    That is what may stand in for one of them, and everything where the page's product itself
    cannot be had.
    """
    if placement != FREE_SHIPPING and not is_offered(engine, asked.product):
        return np.arange(engine.catalogue.products, dtype=np.int32)
    page = np.array([asked.product], dtype=np.int32)
    of = asked.basket if placement == FREE_SHIPPING else page
    return engine.recommenders.complements.stand_ins(of)


def row_of(engine: Engine, product_id: str | None) -> int:
    """Return the row of a page's product; one we do not have is like none."""
    row = engine.catalogue.product_row(product_id) if product_id else UNKNOWN
    return row if row >= 0 and engine.live.there[row] else UNKNOWN
