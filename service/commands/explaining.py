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
from service.runtime import Runtime
from service.searching import SearchAsk, search
from service.settings import Settings
from service.unknown_names import check_language

HITS = 10


def explain(
    query: str,
    product: Annotated[
        str | None, typer.Option(help="the id of a product or a variant")
    ] = None,
    visitor: Annotated[str | None, typer.Option(help="as this visitor would see it")] = None,
    language: Annotated[str | None, typer.Option(help="of query and answer")] = None,
) -> None:
    """Say why the first hits of a query stand there, or why a product is where it is."""
    with _running() as (settings, runtime):
        check_language(language, settings.languages, "--language")
        consent = Consent.PERSONALIZATION if visitor else Consent.NONE
        spoken = language or settings.languages[0]
        context = Context(
            datetime.now(UTC), "search", spoken, consent=consent, visitor_id=visitor
        )
        ask = SearchAsk(context, query, per_page=HITS, explain=True)
        profile = asyncio.run(runtime.person(context))
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
        for hit in answer["hits"]:
            say(f"\n{hit['position']}. {hit['title']} ({hit['product_id']})")
            _tell_why(hit)
        return
    told = explain_product(runtime.engine, ask, profile, product)
    say(f"{told['title'] or product}: {_whereabouts(told)}")
    if told["redirect"]:
        say(f"the query leads to {told['redirect']}")
    if told["position"]:
        _tell_why(told)


def _whereabouts(told: dict[str, Any]) -> str:
    if told["missing"]:
        return str(told["missing"]["sentence"])
    return f"{told['position']} / {told['total']}"


def _tell_why(told: dict[str, Any]) -> None:
    points = [
        (f"{one['points']:+.3f}", one["level"], one["signal"], one["reason"])
        for one in told["points"]
    ]
    total = (f"{told['score']:+.3f}", "", "", f"tier {told['tier']['number']}")
    show_table(("points", "level", "signal", "reason"), [*points, total])
    for move in told["moves"]:
        say(f"  {move['reason']}")
