"""Says why a product is suggested while somebody types, or why it is not."""

from dataclasses import replace
from typing import Any

from knowledge_base.profiles import Profile
from ranking.absence import Absence, Gone
from service.answering.scene import Scene
from service.answering.searching import Answered, answered, understood
from service.answering.suggesting import LOOKED_AT, SuggestAsk, ranked_ahead
from service.engine import Engine
from service.explaining.searches import first_reason, tell
from service.rule_uses import RuleUses

Body = dict[str, Any]


def explain_suggestion(
    engine: Engine, ask: SuggestAsk, profile: Profile | None, product_id: str
) -> Body:
    """Answer a keystroke as it is served, and look for a product among all looked at."""
    scene = Scene.of(replace(engine, uses=RuleUses()), ask.context, profile)
    query, curation = understood(scene, ask.text)
    found = ranked_ahead(scene, query, curation, ask.products).found
    every = replace(ask.products, per_page=max(1, engine.catalogue.products))
    told = tell(answered(scene, found, curation, every), every, product_id, _first_reason)
    position = told["position"]
    if position is not None and position > ask.limit:
        late = Absence(Gone.LATER_PLACE, {"position": position, "places": ask.limit})
        told["missing"] = late.told(ask.context.language)
    return told


def _first_reason(done: Answered, row: int) -> Absence:
    """Return what kept a product out first; that may be that only the best are looked at."""
    absence, looked_at = first_reason(done, row), len(done.found.candidates)
    is_cut = not done.found.query.terms or looked_at >= LOOKED_AT
    if absence.why is Gone.BELOW_THE_CUT and is_cut:
        return Absence(Gone.NOT_LOOKED_AT, absence.facts)
    return absence
