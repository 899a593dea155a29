"""What keeps a product out of any list: no such product, not out yet, rules, filters."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.filters import Filter
from ranking.absence import Absence, Gone
from ranking.curation import Curation
from service.answering.scene import Scene
from service.engine import Engine

_DAY = 86_400
ASKED, IN_THE_WORDS = "asked", "words"
"""Who filters, where it is no rule."""


def unknown(engine: Engine, row: int) -> Absence | None:
    """Say whether there is no such product (any more)."""
    is_there = row != UNKNOWN and engine.live.there[row]
    return None if is_there else Absence(Gone.NOT_IN_CATALOGUE)


def unavailable(scene: Scene, row: int) -> Absence | None:
    """Say whether a product is not shown anywhere, because of its day or its stock."""
    engine = scene.engine
    if engine.allowed[row]:
        return None
    released = int(engine.catalogue.released[row])
    if released > scene.context.now.timestamp() // _DAY:
        date = datetime.fromtimestamp(released * _DAY, UTC).date()
        return Absence(Gone.NOT_RELEASED, {"date": date.isoformat()})
    return Absence(Gone.SOLD_OUT)


def hidden(engine: Engine, curation: Curation, row: int) -> Absence | None:
    """Name the rule that hides a product."""
    hiding = (one for one in curation.rules if engine.rules.hidden_by(one)[row])
    rule = next(hiding, None)
    if rule is None:
        return None
    return Absence(Gone.HIDDEN, {"name": rule.name, "source": f"rule:{rule.rule_id}"})


def filtered(
    scene: Scene, curation: Curation, filters: Sequence[Filter], row: int
) -> Absence | None:
    """Say which facet's filters keep a product out by themselves, and whose they are.

    Where none does alone, it is all of them together, on one variant.
    """
    masks = scene.engine.masks
    for facet in dict.fromkeys(one.facet for one in filters):
        group = [one for one in filters if one.facet == facet]
        if not masks.products(group)[row]:
            facts = {"filters": _told(group), "source": _whose(scene, curation, group[0])}
            return Absence(Gone.FILTERED, facts)
    if filters and not masks.products(filters)[row]:
        return Absence(Gone.FILTERED_TOGETHER, {"filters": _told(filters)})
    return None


def _told(filters: Sequence[Filter]) -> Any:
    return [*map(str, filters)]


def _whose(scene: Scene, curation: Curation, one: Filter) -> str:
    if one in scene.context.filters:
        return ASKED
    ruled = (rule.rule_id for rule in curation.rules if one in rule.then.filters)
    rule_id = next(ruled, None)
    return IN_THE_WORDS if rule_id is None else f"rule:{rule_id}"
