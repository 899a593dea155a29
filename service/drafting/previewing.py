"""Shows an answer before and after a draft of a rule, and what became of each product."""

from typing import Any

from knowledge_base.profiles import Profile
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, order_of, search
from service.drafting.drafts import Draft
from service.engine import Engine

Body = dict[str, Any]
Ask = SearchAsk | RecommendAsk

_SHOWN = ("product_id", "title", "position", "price", "availability", "image_url", "moves")
_TOLD = ("total", "title", "interpretation", "redirect", "banners", "level")


def preview(engine: Engine, draft: Draft, ask: Ask, profile: Profile | None) -> Body:
    """Answer the same question twice, the way it is served, and compare.

    Raises UnknownName for a filter or a placement that does not exist.
    """
    as_it_is, as_it_would_be = draft.beside(engine)
    before, after = (_answer(one, ask, profile) for one in (as_it_is, as_it_would_be))
    places = [
        _places(one, ask, profile, answer)
        for one, answer in ((as_it_is, before), (as_it_would_be, after))
    ]
    return {
        "before": _told(before),
        "after": _told(after),
        "changes": _changes(before["hits"], after["hits"], *places),
    }


def _answer(engine: Engine, ask: Ask, profile: Profile | None) -> Body:
    if isinstance(ask, RecommendAsk):
        return recommend(engine, ask, profile)
    return search(engine, ask, profile)


def _told(answer: Body) -> Body:
    """Leave out what a preview needs not: tokens, highlights, values of facets."""
    told = {name: answer[name] for name in _TOLD if name in answer}
    hits = [{name: hit[name] for name in _SHOWN if name in hit} for hit in answer["hits"]]
    facets = [one["name"] for one in answer.get("facets", ())]
    return {**told, "hits": hits, "facets": facets}


def _places(engine: Engine, ask: Ask, profile: Profile | None, answer: Body) -> dict[str, int]:
    """Return where products stand, from 1: of a search all of them, not one page."""
    if isinstance(ask, SearchAsk):
        every = order_of(engine, ask, profile)
        return {product_id: place for place, product_id in enumerate(every, 1)}
    return {hit["product_id"]: hit["position"] for hit in answer["hits"]}


def _changes(
    before: list[Body], after: list[Body], was: dict[str, int], will_be: dict[str, int]
) -> list[Body]:
    """Say what becomes of each product that is shown before or after, and does move."""
    shown = {hit["product_id"]: hit["title"] for hit in (*after, *before)}
    return [
        {
            "product_id": one,
            "title": title,
            "change": _change(was.get(one), will_be.get(one)),
            "before": was.get(one),
            "after": will_be.get(one),
        }
        for one, title in shown.items()
        if was.get(one) != will_be.get(one)
    ]


def _change(was: int | None, will_be: int | None) -> str:
    if was is None:
        return "new"
    if will_be is None:
        return "gone"
    return "up" if will_be < was else "down"
