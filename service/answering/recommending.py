"""How a placement is answered: its strategy's candidates, both masks, the same ranker."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice
from typing import Any

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.filters import Filter
from knowledge_base.profiles import Profile
from ranking.context import Context
from ranking.curation import Curation
from ranking.explanation import explain
from ranking.pinning import place_pins
from ranking.ranker import Ranking
from ranking.sentences import sentence
from ranking.signals import Level, Reason
from recommenders.arrived import Arrived
from recommenders.bundles import BUNDLE
from recommenders.copurchases import CoPurchases
from recommenders.gap import FREE_SHIPPING, Gap
from recommenders.serving import (
    MIXED,
    OF_THEIR_OWN_ORDER,
    TOGETHER,
)
from recommenders.sets import SET
from service.answering.hits import Hit, title_of_row, write_hits
from service.answering.joint import bundle_told, in_slots, slots_told
from service.answering.phrases import reason_of, title_of
from service.answering.pooling import Pool, pool_of, row_of
from service.answering.scene import Eligible, Scene
from service.answering.shipping import closers, gap_of, gap_title, gap_told
from service.answering.trying import Trial, trial
from service.engine import Engine
from service.watching.timings import stage

Body = dict[str, Any]
Titles = Callable[[int], str | None]

OTHERWISE = 12
"""Hits where neither the asker nor the placement says how many."""
BY_RULE = "rule"
"""Stands for the recommender where nobody but a merchandiser proposed a product."""
AGAIN = "bought_again"
"""Stands for the recommender where the strongest reason is that it was bought before."""
PERSONAL = frozenset(
    {
        "for_you",
        "recently_viewed",
        "reduced_favourites",
        "favourites_back",
        "content_vectors",
        AGAIN,
    }
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
class Shelf:
    """What a placement could show, in order.

    `pools` are what it was filled from, the second behind the first tiles where these alone are
    the asker's. `gap` is what a shelf about shipping closes, `trial` what chance put on one.
    """

    pools: tuple[Pool, ...]
    curation: Curation
    ranking: Ranking
    gap: Gap | None
    trial: Trial | None

    @property
    def eligible(self) -> Eligible:
        """Return what masks and rules leave."""
        return self.pools[0].eligible

    def by_whom(self, places: int) -> dict[int, str]:
        """Name the recommenders of the products on the first places, by row."""
        own, *others = (one.proposed.named() for one in self.pools)
        behind, first = (own | others[0], others[0] | own) if others else (own, own)
        anchored = zip(self.ranking.rows.tolist(), self.ranking.anchor.tolist(), strict=True)
        told = {}
        for place, (row, anchor) in enumerate(islice(anchored, places)):
            name = (first if place < self.ranking.tiles else behind).get(row, BY_RULE)
            told[row] = AGAIN if name == CoPurchases.name and anchor == row else name
        return told


def recommend(engine: Engine, ask: RecommendAsk, profile: Profile | None) -> Body:
    """Answer a placement; the body lacks only the answer's id and the tokens of its hits.

    Raises UnknownName for a placement or a filter that does not exist.
    """
    ask = placed(engine, ask)
    context = ask.context
    scene = Scene.of(engine, context, profile)
    shelf = filled(scene, ask)
    hits = _written(scene, ask, shelf)
    title, more = _told(scene, ask, shelf, hits)
    names = [hit["recommender"] for hit in hits]
    return {
        "snapshot_id": engine.snapshot_id,
        "placement": ask.placement,
        "title": title_of(title, names, context.language),
        "level": level_of(scene, shelf.ranking, names).word,
        "hits": hits,
        **more,
    }


def filled(scene: Scene, ask: RecommendAsk) -> Shelf:
    """Ask the placement's recommenders, apply both masks, and put what is left in order.

    `ask` is as `placed` returns it.
    """
    engine = scene.engine
    curation = scene.curate(None)
    engine.uses.note(curation.rules)
    product = row_of(engine, ask.product_id)
    ask_of = partial(
        pool_of, product=product, exclude=ask.exclude, limit=ask.limit, curation=curation
    )
    pool = ask_of(scene)
    one = None if curation.pins else trial(scene, pool.asked, pool.proposed, ask.limit)
    pools = [pool.trying(one)]
    ranking = _ordered(scene.everywhere(), pools[0], curation)
    if scene.own_tiles:
        pools.append(ask_of(scene.nowhere()).trying(one))
        ranking = _own_first(scene, ranking, pools[1], curation)
    if one is not None:
        ranking = one.stands(ranking)
    if ask.placement == SET:
        ranking = in_slots(engine, ranking, ask.limit)
    gap = gap_of(scene) if ask.placement == FREE_SHIPPING else None
    if ask.placement == FREE_SHIPPING:
        ranking = closers(scene, gap, ranking, pool.eligible, ask.limit)
    return Shelf(tuple(pools), curation, ranking, gap, one)


def _own_first(scene: Scene, own: Ranking, others: Pool, curation: Curation) -> Ranking:
    """Let what a stranger would be shown follow the first places, which are the asker's.

    Of sets and of what closes a gap it is the candidates that stand so.
    """
    strangers = _ordered(scene.nowhere(), others, curation)
    return place_pins(own.followed_by(strangers, scene.own_tiles), curation.pins)


@stage("rank")
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


@stage("page")
def _written(scene: Scene, ask: RecommendAsk, shelf: Shelf) -> list[Hit]:
    """Write the hits of a shelf, each with who proposed it and why."""
    engine, rows = scene.engine, shelf.ranking.rows[: ask.limit]
    shown = engine.masks.filtered(rows, shelf.eligible.filters).passing
    hits = write_hits(engine, shown, ask.context.language, wanted=scene.fitting(shown))
    language = ask.context.language
    titles = cache(lambda row: title_of_row(engine, row, language))  # one brings in many
    by_whom = shelf.by_whom(len(rows))
    for place, (hit, row) in enumerate(zip(hits, rows.tolist(), strict=True)):
        hit["recommender"] = by_whom[row]
        say_why(ask, shelf, place, hit, titles)
    return hits


def _told(scene: Scene, ask: RecommendAsk, shelf: Shelf, hits: list[Hit]) -> tuple[str, Body]:
    """Return the phrase that names a shelf, and what its hits are together."""
    if ask.placement == FREE_SHIPPING:
        told = gap_told(shelf.gap, len(hits), scene.engine.catalogue.currency)
        return gap_title(shelf.gap), told
    if ask.placement not in TOGETHER:
        return ask.placement, {}
    engine, language = scene.engine, ask.context.language
    product = row_of(engine, ask.product_id)
    if ask.placement == BUNDLE:
        return BUNDLE, {"bundle": bundle_told(engine, product, hits, language)}
    slots = slots_told(engine, shelf.ranking, hits, language)
    first = [slot["hits"][0] for slot in slots]
    return SET, {"bundle": bundle_told(engine, product, first, language), "slots": slots}


def placed(engine: Engine, ask: RecommendAsk) -> RecommendAsk:
    """Ask for what the placement shows: as many hits, and only what passes its filters.

    A filter of the page's own on the same facet takes its place: together they would add up.
    """
    placement = engine.merchandising.placement(ask.placement)
    category = [Filter(CATEGORY, ask.category)] if ask.category else []
    asked = (*ask.context.filters, *category)
    taken = {one.facet for one in asked}
    own = (one for one in placement.filters if one.facet not in taken and engine.knows(one))
    filters = (*asked, *own)
    held = filters == ask.context.filters  # as mostly, when there is nothing to copy
    context = ask.context if held else replace(ask.context, filters=filters)
    return replace(ask, context=context, limit=ask.limit or placement.size or OTHERWISE)


def level_of(scene: Scene, ranking: Ranking, recommenders: Collection[str]) -> Level:
    """Say which level the answer came from: its candidates' or its order's, the higher."""
    if not recommenders:
        return Level.BASE
    is_own = scene.is_heard and not PERSONAL.isdisjoint(recommenders)
    return max(scene.person.level if is_own else Level.PRE, ranking.level)


def say_why(ask: RecommendAsk, shelf: Shelf, place: int, hit: Hit, title: Titles) -> None:
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
            why = sentence(Reason("tried_out"), language)
            move = {"move": "tried_out", "propensity": hit["propensity"], "reason": why}
            hit["moves"].append(move)
