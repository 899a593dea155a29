"""What an answer that found nothing offers instead: what is wanted in the likely category."""

from dataclasses import replace
from typing import Any

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.events import same_words
from knowledge_base.profiles import Profile
from search.likely_category import category_of_rows, likely_category
from search.searcher import Found
from service.answering.phrases import wanted_in
from service.answering.recommending import RecommendAsk, recommend
from service.answering.scene import Scene, category_of

Body = dict[str, Any]

PLACEMENT = "no_results"
MOST_HITS = 12


def instead(scene: Scene, found: Found, profile: Profile | None, *, explain: bool) -> Body:
    """Answer with the placement for searches without results, in the likely category.

    That is where most of what was found is that filters or masks have left out, or else where
    others came to after the same words, or what the words hint at; without a filter of the
    asker's. Where there is no such category, or nothing in it can be shown, it is what the
    whole shop wants.
    """
    context = replace(scene.context, touch_point=PLACEMENT, filters=())
    ask = RecommendAsk(context, limit=MOST_HITS, explain=explain)
    category = _likely(scene, found)
    if category is not None:
        body = recommend(scene.engine, replace(ask, category=category["value"]), profile)
        if body["hits"]:
            title = wanted_in(category["label"], context.language)
            return _body(body, category, title)
    body = recommend(scene.engine, ask, profile)
    return _body(body, None, body["title"])


def _body(body: Body, category: Body | None, title: str) -> Body:
    kept = {name: body[name] for name in ("placement", "level", "hits")}
    return {"title": title, "category": category, **kept}


def _likely(scene: Scene, found: Found) -> Body | None:
    """Return the likely category as facets name it."""
    catalogue, language = scene.engine.catalogue, scene.context.language
    tree = catalogue.facets.get(CATEGORY)
    if tree is None:
        return None
    looked_at = category_of(scene.context.filters)
    if looked_at is not None:
        code = tree.code(looked_at)
    elif len(found.candidates):
        best = found.candidates.tier == found.candidates.tier.min()
        code = category_of_rows(found.candidates.rows[best], catalogue)
    elif meant := scene.engine.opened.meant.get(same_words(found.query.text)):
        code = tree.code(meant)
    else:
        lexicon = scene.engine.searchers[language].lexicon
        code = likely_category(found.query, lexicon, catalogue)
    if code == UNKNOWN:
        return None
    value, label = tree.words[language][code]
    return {"value": value, "label": label}
