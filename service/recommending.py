"""How a placement is answered: its strategy's candidates, both masks, the same ranker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from knowledge_base.filters import Filter
from knowledge_base.profiles import Profile
from ranking.context import Context
from ranking.curation import Curation
from ranking.eligibility import bought_lately, context_mask, disliked
from ranking.explanation import explain
from ranking.pinning import place_pins
from ranking.ranker import Ranking
from ranking.signals import Level
from recommenders.arrived import Arrived
from recommenders.bundles import BUNDLE
from recommenders.compatible import Compatible
from recommenders.gap import FREE_SHIPPING, Gap
from recommenders.recommender import Ask, offered_for
from recommenders.serving import (
    KEEP_THEIR_WORD,
    MIXED,
    OF_THEIR_OWN_ORDER,
    TOGETHER,
    Proposed,
    strategy_of,
)
from recommenders.sets import PER_SLOT, SET, SLOTS
from service.arriving import arrived
from service.engine import Engine
from service.hits import Hit, write_hits
from service.joint import bundle_told, in_slots, is_offered, slots_told
from service.phrases import reason_of, title_of
from service.scene import Eligible, Scene
from service.shipping import closers, gap_of, gap_title, gap_told
from service.trying import EXPLORING, Trial, trial

Body = dict[str, Any]
Titles = Callable[[int], str | None]

OTHERWISE = 12
"""Hits where neither the asker nor the placement says how many."""
ABUNDANCE = 4
"""Candidates asked for per hit, so that ranking and rules have something to choose from."""
POOLS: Mapping[str, int] = {FREE_SHIPPING: 200, SET: SLOTS * PER_SLOT}
"""Candidates asked for where few hits are chosen among many that could be."""
BY_RULE = "rule"
"""Stands for the recommender where nobody but a merchandiser proposed a product."""
PERSONAL = frozenset(
    {"for_you", "recently_viewed", "reduced_favourites", "favourites_back", "content_vectors"}
)
"""Recommenders that speak of one person."""


@dataclass(frozen=True, slots=True)
class RecommendAsk:
    """One placement, the touch-point of its context.

    A `limit` of 0 leaves it to the placement how many hits it shows. `exclude` names products
    that another placement shows already.
    """

    context: Context
    product_id: str | None = None
    category: str | None = None
    limit: int = 0
    exclude: tuple[str, ...] = ()
    explain: bool = False

    @property
    def placement(self) -> str:
        """Name the placement."""
        return self.context.touch_point


@dataclass(frozen=True, slots=True)
class Pool:
    """What was asked of recommenders, what they may propose, and what they did."""

    asked: Ask
    eligible: Eligible
    proposed: Proposed

    def trying(self, one: Trial | None) -> "Pool":
        """Return the pool with what chance tries out."""
        if one is None:
            return self
        return replace(self, proposed=self.proposed.with_one(one.tried.row, EXPLORING))


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a placement could show, in order.

    `by_whom` names the recommender of each product row. `gap` is what a shelf about shipping
    closes, `trial` what chance put on one.
    """

    by_whom: Mapping[int, str]
    eligible: Eligible
    ranking: Ranking
    gap: Gap | None = None
    trial: Trial | None = None


def recommend(engine: Engine, ask: RecommendAsk, profile: Profile | None) -> Body:
    """Answer a placement; the body lacks only the answer's id and the tokens of its hits.

    Raises UnknownName for a placement or a filter that does not exist.
    """
    ask = _placed(engine, ask)
    context = ask.context
    scene = Scene.of(engine, context, profile)
    shelf = _filled(scene, ask)
    hits = _written(scene, ask, shelf)
    title, more = _told(scene, ask, shelf, hits)
    return {
        "snapshot_id": engine.snapshot_id,
        "placement": ask.placement,
        "title": title_of(title, [hit["recommender"] for hit in hits], context.language),
        "level": _level(scene, shelf.ranking, hits).word,
        "hits": hits,
        **more,
    }


def _filled(scene: Scene, ask: RecommendAsk) -> Shelf:
    """Ask the placement's recommenders, apply both masks, and put what is left in order.

    Where only the first places are the asker's, what stands behind them is what a stranger
    would be shown. Of sets and of what closes a gap it is the candidates that stand so.
    """
    engine = scene.engine
    curation = scene.curate(None)
    engine.uses.note(curation.rules)
    pool = _pool(scene, ask, curation)
    one = None if curation.pins else trial(scene, pool.asked, pool.proposed, ask.limit)
    ranking = _ordered(scene.everywhere(), pool.trying(one), curation)
    by_whom = pool.trying(one).proposed.named()
    if scene.own_tiles:
        others = _pool(scene.nowhere(), ask, curation).trying(one)
        first = ranking.rows[: scene.own_tiles].tolist()
        own = {row: by_whom.get(row, BY_RULE) for row in first}
        by_whom = {**others.proposed.named(), **own}
        ranking = ranking.followed_by(
            _ordered(scene.nowhere(), others, curation), scene.own_tiles
        )
        ranking = place_pins(ranking, curation.pins)
    if one is not None:
        ranking = one.stands(ranking)
    if ask.placement == SET:
        ranking = in_slots(engine, ranking, ask.limit)
    if ask.placement != FREE_SHIPPING:
        return Shelf(by_whom, pool.eligible, ranking, trial=one)
    gap = gap_of(scene)
    ranking = closers(scene, gap, ranking, pool.eligible, ask.limit)
    return Shelf(by_whom, pool.eligible, ranking, gap)


def _pool(scene: Scene, ask: RecommendAsk, curation: Curation) -> Pool:
    """Ask the placement's recommenders for what both masks leave."""
    engine = scene.engine
    chosen = engine.merchandising.placement(ask.placement).strategy
    strategy = strategy_of(ask.placement, chosen)
    product = _row(engine, ask.product_id)
    asked = _asked(scene, product, ask)
    if any(Compatible.name in group for group in strategy) or ask.placement in TOGETHER:
        asked.allowed[engine.fitting.fit_none_of(offered_for(asked))] = False
    if ask.placement in TOGETHER:
        asked.allowed[_against(engine, ask.placement, asked)] = False
    eligible = scene.eligible(engine.allowed & asked.allowed, curation)
    asked = replace(asked, allowed=eligible.products & engine.masks.products(eligible.filters))
    many = POOLS.get(ask.placement, ask.limit * ABUNDANCE)
    recommenders = engine.recommenders
    if any(Arrived.name in group for group in strategy) and (came := arrived(scene)):
        recommenders = recommenders.informed(came)
    proposed = recommenders.candidates(
        strategy,
        asked,
        many,
        enough=POOLS.get(ask.placement, ask.limit),
        fill_up=ask.placement not in KEEP_THEIR_WORD,
    )
    return Pool(asked, eligible, proposed)


def _ordered(scene: Scene, pool: Pool, curation: Curation) -> Ranking:
    """Put what was proposed in order, or leave it in its own where that is a fact."""
    placement, engine, proposed = scene.context.touch_point, scene.engine, pool.proposed
    matches = scene.matches(proposed.candidates, curation, pool.eligible)
    if placement in OF_THEIR_OWN_ORDER:
        return scene.keep(matches, curation)
    own = engine.merchandising.placement(placement)
    sources = proposed.sources(engine.catalogue.products) if proposed.take_turns else None
    per_type = MIXED.get(placement, 0) if own.per_type is None else own.per_type
    return scene.order(matches, curation, per_type=per_type, sources=sources)


def _written(scene: Scene, ask: RecommendAsk, shelf: Shelf) -> list[Hit]:
    """Write the hits of a shelf, each with who proposed it and why."""
    engine, rows = scene.engine, shelf.ranking.rows[: ask.limit]
    shown = engine.masks.filtered(rows, shelf.eligible.filters).passing
    hits = write_hits(engine, shown, ask.context.language, wanted=scene.fitting(shown))
    titles = cache(partial(_title, engine, ask.context.language))  # a product brings in many
    for place, (hit, row) in enumerate(zip(hits, rows.tolist(), strict=True)):
        hit["recommender"] = shelf.by_whom.get(row, BY_RULE)
        _say_why(ask, shelf, place, hit, titles)
    return hits


def _told(scene: Scene, ask: RecommendAsk, shelf: Shelf, hits: list[Hit]) -> tuple[str, Body]:
    """Return the phrase that names a shelf, and what its hits are together."""
    if ask.placement == FREE_SHIPPING:
        told = gap_told(shelf.gap, len(hits), scene.engine.catalogue.currency)
        return gap_title(shelf.gap), told
    if ask.placement not in TOGETHER:
        return ask.placement, {}
    engine, language = scene.engine, ask.context.language
    product = _row(engine, ask.product_id)
    if ask.placement == BUNDLE:
        return BUNDLE, {"bundle": bundle_told(engine, product, hits, language)}
    slots = slots_told(engine, shelf.ranking, hits, language)
    first = [slot["hits"][0] for slot in slots]
    return SET, {"bundle": bundle_told(engine, product, first, language), "slots": slots}


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


def _placed(engine: Engine, ask: RecommendAsk) -> RecommendAsk:
    """Ask for what the placement shows: as many hits, and only what passes its filters.

    A filter of the page's own on the same facet takes its place: together they would add up.
    """
    placement = engine.merchandising.placement(ask.placement)
    category = [Filter(CATEGORY, ask.category)] if ask.category else []
    asked = (*ask.context.filters, *category)
    taken = {one.facet for one in asked}
    own = (one for one in placement.filters if one.facet not in taken and engine.knows(one))
    context = replace(ask.context, filters=(*asked, *own))
    return replace(ask, context=context, limit=ask.limit or placement.size or OTHERWISE)


def _row(engine: Engine, product_id: str | None) -> int:
    """Return the row of the page's product; one we do not have is like none."""
    rows = _rows(engine, [product_id] if product_id else [])
    return int(rows[0]) if len(rows) else UNKNOWN


def _rows(engine: Engine, ids: Sequence[str]) -> Ints:
    """Return the rows of those products that are still there, in their order (int32)."""
    rows = engine.catalogue.product_rows(list(ids))
    return rows[engine.live.there[rows]]


def _asked(scene: Scene, product: int, ask: RecommendAsk) -> Ask:
    """Turn context and profile into rows, and set aside what must not be recommended now.

    Where the shop has switched one to one off, nothing speaks for a product but the page.
    """
    engine, context, person = scene.engine, scene.context, scene.person
    catalogue, known = engine.catalogue, person.known
    basket = _rows(engine, [one.product_id for one in context.basket] or list(known.basket))
    is_heard = scene.is_heard
    recent = _rows(engine, context.recent or (known.recent if is_heard else ()))
    aside = context_mask(
        ~engine.sold_out,
        np.array([product], dtype=np.int32),
        basket,
        bought_lately(known, catalogue, engine.recommenders.days, context.now),
        disliked(known, catalogue),
        catalogue.product_rows(ask.exclude),
    )
    cared = (person.weights > 0) & is_heard
    return Ask(
        allowed=aside,
        product=product,
        recent=recent,
        basket=basket,
        liked=person.liked[cared],
        liking=person.weights[cared],
        now=context.now.timestamp(),
    )


def _level(scene: Scene, ranking: Ranking, hits: Sequence[Hit]) -> Level:
    """Say which level the answer came from: its candidates' or its order's, the higher."""
    if not hits:
        return Level.BASE
    is_own = scene.is_heard and any(hit["recommender"] in PERSONAL for hit in hits)
    return max(scene.person.level if is_own else Level.PRE, ranking.level)


def _say_why(ask: RecommendAsk, shelf: Shelf, place: int, hit: Hit, title: Titles) -> None:
    """Add to a hit, whose recommender is told, the true reason why it is there."""
    language, ranking = ask.context.language, shelf.ranking
    row, name = int(ranking.rows[place]), hit["recommender"]
    hit["forced"] = row in ranking.pinned
    if name != BY_RULE:
        words = ask.context.referrer_query
        told = words if name == Arrived.name else title(int(ranking.anchor[place]))
        hit["reason"] = reason_of(name, told, language)
    if ask.explain:
        hit.update(explain(ranking, place, language))
    if shelf.trial is not None and row == shelf.trial.tried.row:
        hit["propensity"] = shelf.trial.propensity
        if ask.explain:
            hit["moves"].append({"move": "tried_out", "propensity": hit["propensity"]})


def _title(engine: Engine, language: str, row: int) -> str | None:
    """Return the title of the product that brought another one in."""
    if row == UNKNOWN:
        return None
    title: str = orjson.loads(engine.catalogue.hits[language].raw(row))["title"]
    return title
