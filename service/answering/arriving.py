"""What was searched for elsewhere before somebody came here, and what we have of it."""

from ranking.query import Stage
from recommenders.arrived import Arrived
from service.answering.scene import Scene

STRONG = (Stage.ALL_WORDS, Stage.SPELLING, Stage.SYNONYMS)
"""How the words must match: words of elsewhere may speak of things we do not have."""


def arrived(scene: Scene) -> Arrived | None:
    """Find the best matches of the words somebody came with; None without any words."""
    words = scene.context.referrer_query
    if not words:
        return None
    searcher = scene.engine.searchers[scene.context.language]
    query = searcher.understand(words)
    found = searcher.find(query)
    passing = scene.engine.masks.products(found.filters)
    matches = found.candidates.where(passing[found.candidates.rows])
    if found.stage not in STRONG or not query.terms or not len(matches):
        return Arrived()
    return Arrived(matches.where(matches.tier == matches.tier.min()))
