"""`tresen explain`: why products stand where they stand, or why one is missing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from ranking.context import Context
from service.commands.console import say, show_table
from service.commands.opened import opened_database, opened_store
from service.explaining import explain_product
from service.explaining_shelves import explain_on_shelf
from service.recommending import RecommendAsk, recommend
from service.runtime import Runtime
from service.searching import SearchAsk, search
from service.settings import Settings
from service.unknown_names import check_language

HITS = 10


def explain(
    query: Annotated[str, typer.Argument(help="the words searched for")] = "",
    product: Annotated[
        str | None, typer.Option(help="the id of a product or a variant")
    ] = None,
    visitor: Annotated[str | None, typer.Option(help="as this visitor would see it")] = None,
    language: Annotated[str | None, typer.Option(help="of query and answer")] = None,
    placement: Annotated[str | None, typer.Option(help="a shelf instead of a search")] = None,
    page: Annotated[str | None, typer.Option(help="the product whose page it is on")] = None,
) -> None:
    """Say why the first hits of a query or shelf stand there, or why a product does."""
    with _running() as (settings, runtime):
        check_language(language, settings.languages, "--language")
        consent = Consent.PERSONALIZATION if visitor else Consent.NONE
        spoken = language or settings.languages[0]
        touch_point = placement or ("search" if query else "category")
        context = Context(
            datetime.now(UTC), touch_point, spoken, consent=consent, visitor_id=visitor
        )
        profile = asyncio.run(runtime.person(context))
        if placement:
            shelf = RecommendAsk(context, page, limit=HITS, explain=True)
            _tell_shelf(runtime, shelf, profile, product)
        else:
            ask = SearchAsk(context, query, per_page=HITS, explain=True)
            _tell(runtime, ask, profile, product)


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


def _tell(
    runtime: Runtime, ask: SearchAsk, profile: Profile | None, product: str | None
) -> None:
    if product is None:
        answer = search(runtime.engine, ask, profile)
        say(f"{answer['total']} products, by the level {answer['level']}")
        _tell_hits(answer)
        return
    told = explain_product(runtime.engine, ask, profile, product)
    _tell_product(told)
    if told["redirect"]:
        say(f"the query leads to {told['redirect']}")


def _tell_shelf(
    runtime: Runtime, ask: RecommendAsk, profile: Profile | None, product: str | None
) -> None:
    if product is None:
        answer = recommend(runtime.engine, ask, profile)
        say(f"{answer['title']}, by the level {answer['level']}")
        _tell_hits(answer)
        return
    _tell_product(explain_on_shelf(runtime.engine, ask, profile, product))


def _tell_hits(answer: dict[str, Any]) -> None:
    for hit in answer["hits"]:
        say(f"\n{hit['position']}. {hit['title']} ({hit['product_id']})")
        _tell_why(hit)


def _tell_product(told: dict[str, Any]) -> None:
    say(f"{told['title'] or told['product_id']}: {_whereabouts(told)}")
    if told["position"]:
        _tell_why(told)


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
