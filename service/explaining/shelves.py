"""Says why a product stands on a shelf, by whose proposal, or why it does not stand there."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from knowledge_base.profiles import Profile
from ranking.absence import Absence, Gone
from service.answering.hits import title_of_row
from service.answering.pooling import strategy_at
from service.answering.recommending import (
    RecommendAsk,
    Shelf,
    filled,
    level_of,
    placed,
    say_why,
)
from service.answering.scene import Scene
from service.engine import Engine
from service.explaining.keeping_out import filtered, hidden, unavailable, unknown
from service.rule_uses import RuleUses

Body = dict[str, Any]


def explain_on_shelf(
    engine: Engine, ask: RecommendAsk, profile: Profile | None, product_id: str
) -> Body:
    """Fill a shelf as it is served, and look for a product among all that could stand on it.

    Raises UnknownName for a placement or a filter that does not exist.
    """
    apart = replace(engine, uses=RuleUses())
    ask = replace(placed(apart, ask), explain=True)
    scene = Scene.of(apart, ask.context, profile)
    shelf, language = filled(scene, ask), ask.context.language
    row = engine.catalogue.product_row(product_id)
    told = {
        "product_id": product_id,
        "title": title_of_row(engine, row, language),
        "placement": ask.placement,
        "strategy": ["+".join(group) for group in strategy_at(engine, ask.placement)],
        "total": len(shelf.ranking),
        "level": level_of(scene, shelf.ranking, shelf.by_whom(ask.limit).values()).word,
        "rules": [{"id": one.rule_id, "name": one.name} for one in shelf.curation.rules],
    }
    place = np.flatnonzero(shelf.ranking.rows == row)
    if not len(place):
        absence = first_reason(scene, shelf, row)
        return {**told, "position": None, "missing": absence.told(language)}
    position = int(place[0]) + 1
    late = Absence(Gone.LATER_PLACE, {"position": position, "places": ask.limit})
    hit: Body = {"recommender": shelf.by_whom(position)[row]}
    say_why(ask, shelf, position - 1, hit, lambda row: title_of_row(engine, row, language))
    return {
        **told,
        "position": position,
        "missing": late.told(language) if position > ask.limit else None,
        "evidence": _evidence(engine, shelf, position - 1, language),
        **hit,
    }


def _evidence(engine: Engine, shelf: Shelf, place: int, language: str) -> Body | None:
    """Tell what the recommender said: how strongly, in which group, and because of what.

    None for what only a rule brought here.
    """
    row, anchor = int(shelf.ranking.rows[place]), int(shelf.ranking.anchor[place])
    pools = shelf.pools if place < shelf.ranking.tiles else shelf.pools[::-1]
    for proposed in (one.proposed.candidates for one in pools):
        for at in np.flatnonzero(proposed.rows == row).tolist():
            because = title_of_row(engine, anchor, language)
            ids = engine.catalogue.product_ids.column
            return {
                "group": int(proposed.tier[at]) + 1,
                "score": float(proposed.score[at]),
                "because_of": because and {"product_id": ids[anchor], "title": because},
            }
    return None


def first_reason(scene: Scene, shelf: Shelf, row: int) -> Absence:
    """Return what kept a product off a shelf first, in the order in which that is filled."""
    engine, curation = scene.engine, shelf.curation
    looks: tuple[Callable[[], Absence | None], ...] = (
        lambda: unknown(engine, row),
        lambda: unavailable(scene, row),
        lambda: Absence(Gone.NOT_TO_BE_HAD) if engine.sold_out[row] else None,
        lambda: _set_aside(shelf, row),
        lambda: hidden(engine, curation, row),
        lambda: filtered(scene, curation, shelf.eligible.filters, row),
        lambda: _unproposed(engine, scene.context.touch_point, shelf, row),
    )
    chosen = Absence(Gone.NOT_CHOSEN, {"products": len(shelf.pools[0].proposed.candidates)})
    return next(filter(None, (look() for look in looks)), chosen)


def _set_aside(shelf: Shelf, row: int) -> Absence | None:
    why = (why for why, rows in shelf.pools[0].aside.items() if row in rows)
    return next(map(Absence, why), None)


def _unproposed(engine: Engine, placement: str, shelf: Shelf, row: int) -> Absence | None:
    if any(row in one.proposed.candidates.rows for one in shelf.pools):
        return None
    names = [name for group in strategy_at(engine, placement) for name in group]
    facts = {"recommenders": [*dict.fromkeys(names)], "places": shelf.pools[0].many}
    return Absence(Gone.NOT_PROPOSED, facts)
