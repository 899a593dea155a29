"""`tresen explain`: why products stand where they stand, or why one is missing."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any

import typer

from knowledge_base.consent import Consent
from ranking.context import Context
from service.answering.recommending import RecommendAsk, recommend
from service.answering.searching import SearchAsk, search
from service.answering.suggesting import SuggestAsk, suggest
from service.commands.console import say, show_table
from service.commands.opened import opened_database, opened_store
from service.explaining.searches import explain_product
from service.explaining.shelves import explain_on_shelf
from service.explaining.suggestions import explain_suggestion
from service.runtime import Runtime
from service.settings import Settings
from service.unknown_names import check_language

HITS = 10
SUGGEST = "suggest"
Answers = Callable[..., dict[str, Any]]


def explain(
    query: Annotated[str, typer.Argument(help="the words searched for")] = "",
    product: Annotated[
        str | None, typer.Option(help="the id of a product or a variant")
    ] = None,
    visitor: Annotated[str | None, typer.Option(help="as this visitor would see it")] = None,
    language: Annotated[str | None, typer.Option(help="of query and answer")] = None,
    placement: Annotated[
        str | None, typer.Option(help=f"a shelf instead of a search, or {SUGGEST}")
    ] = None,
    page: Annotated[str | None, typer.Option(help="the product whose page it is on")] = None,
) -> None:
    """Say why the first hits of an answer stand there, or why a product does."""
    with _running() as (settings, runtime):
        check_language(language, settings.languages, "--language")
        consent = Consent.PERSONALIZATION if visitor else Consent.NONE
        spoken = language or settings.languages[0]
        touch_point = placement or ("search" if query else "category")
        context = Context(
            datetime.now(UTC), touch_point, spoken, consent=consent, visitor_id=visitor
        )
        profile = asyncio.run(runtime.person(context))
        answer, explained = _asked(context, query, placement, page)
        if product is None:
            _tell_hits(answer(runtime.engine, profile=profile))
        else:
            _tell_product(explained(runtime.engine, profile=profile, product_id=product))


def _asked(
    context: Context, query: str, placement: str | None, page: str | None
) -> tuple[Answers, Answers]:
    """Return who answers what is asked, and who explains a product of that answer."""
    if placement is None:
        words = SearchAsk(context, query, per_page=HITS, explain=True)
        return partial(search, ask=words), partial(explain_product, ask=words)
    if placement == SUGGEST:
        typed = SuggestAsk(context, query, HITS, explain=True)
        return partial(suggest, ask=typed), partial(explain_suggestion, ask=typed)
    shelf = RecommendAsk(context, page, limit=HITS, explain=True)
    return partial(recommend, ask=shelf), partial(explain_on_shelf, ask=shelf)


@contextmanager
def _running() -> Iterator[tuple[Settings, Runtime]]:
    """Open what is published the way the service does, beside it and without serving."""
    with opened_database() as (settings, database):
        runtime = Runtime(database, opened_store(settings, database), settings.market)
        runtime.profile_seconds = 60
        try:
            runtime.refresh()
            yield settings, runtime
        finally:
            runtime.stop()


def _tell_hits(answer: dict[str, Any]) -> None:
    hits = answer.get("hits", answer.get("products", ()))
    what = answer.get("title") or f"{answer.get('total', len(hits))} products"
    say(f"{what}, by the level {answer['level']}")
    for hit in hits:
        say(f"\n{hit['position']}. {hit['title']} ({hit['product_id']})")
        _tell_why(hit)


def _tell_product(told: dict[str, Any]) -> None:
    say(f"{told['title'] or told['product_id']}: {_whereabouts(told)}")
    if told["position"]:
        _tell_why(told)
    if told.get("redirect"):
        say(f"the query leads to {told['redirect']}")


def _whereabouts(told: dict[str, Any]) -> str:
    if told["missing"]:
        return str(told["missing"]["sentence"])
    return f"{told['position']} / {told['total']}"


def _tell_why(told: dict[str, Any]) -> None:
    if "recommender" in told:
        say(f"  {told['recommender']}: {told['reason']}")
    points = [
        (f"{one['points']:+.3f}", one["level"], one["signal"], one["reason"])
        for one in told["points"]
    ]
    total = (f"{told['score']:+.3f}", "", "", f"tier {told['tier']['number']}")
    show_table(("points", "level", "signal", "reason"), [*points, total])
    for move in told["moves"]:
        say(f"  {move.get('reason', move['move'])}")
