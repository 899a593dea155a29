"""How far a basket is from free shipping, and what closes the gap."""

from typing import Any

import numpy as np

from knowledge_base.money import money_text
from knowledge_base.selection import Selection
from ranking.ranker import Ranking
from recommenders.gap import FREE_SHIPPING, Gap, closing, relevance_of
from service.answering.hits import offers
from service.answering.pooling import strategy_at
from service.answering.scene import Eligible, Scene
from service.engine import Engine

Body = dict[str, Any]


def gap_of(scene: Scene) -> Gap | None:
    """Return how far the basket is from the shop's threshold, None where there is none.

    The basket is that of the request, or else what the person is known to have in it, at the
    prices of this moment. What the shop no longer has adds nothing.
    """
    threshold = scene.engine.merchandising.shop.free_shipping_from
    if threshold is None:
        return None
    sent = [(one.product_id, one.quantity) for one in scene.context.basket]
    lines = sent or scene.person.known.basket.items()
    return Gap(threshold, sum(_price(scene.engine, one) * number for one, number in lines))


def _price(engine: Engine, line: str) -> int:
    """Return what a line's variant costs, in cents; of a product the one that is offered."""
    catalogue, live = engine.catalogue, engine.live
    variant, row = catalogue.variant_ids.row(line), catalogue.product_row(line)
    if variant < 0 <= row:
        rows = np.array([row], dtype=np.int32)
        offered = offers(live, Selection.of(catalogue, rows, ~live.gone))
        variant = offered[0] if offered else variant
    if variant < 0 or live.gone[variant]:
        return 0
    return max(int(live.price[variant]), 0)


def closers(
    scene: Scene, gap: Gap | None, ranking: Ranking, eligible: Eligible, most: int
) -> Ranking:
    """Keep of some candidates, in order, the one or two, at `most`, that best close the gap.

    What fits the basket or the person goes before what is merely popular, and what people like
    to take before what they leave.
    """
    engine, rows = scene.engine, ranking.rows
    if gap is None or not len(rows):
        return ranking.taken(np.zeros(0, dtype=np.intp))
    shown = engine.masks.filtered(rows, eligible.filters).passing
    price = engine.live.price[offers(engine.live, shown)]
    strategy = strategy_at(engine, FREE_SHIPPING)
    fit = relevance_of(ranking.tier, strategy, engine.recommenders.acceptance[rows])
    return ranking.taken(closing(gap, price, fit, engine.catalogue.leaf[rows], most))


def gap_told(gap: Gap | None, found: int, currency: str) -> Body:
    """Say how far free shipping is, and whether anything that fits closes the gap."""
    if gap is None:
        return {"threshold": None, "gap": None, "currency": currency, "closable": False}
    return {
        "threshold": money_text(gap.threshold),
        "gap": money_text(gap.cents),
        "currency": currency,
        "closable": not gap.cents or found > 0,
    }


def gap_title(gap: Gap | None) -> str:
    """Name the phrase that stands over the placement."""
    if gap is None:
        return f"{FREE_SHIPPING}_unknown"
    return FREE_SHIPPING if gap.cents else f"{FREE_SHIPPING}_reached"
