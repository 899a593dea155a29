"""The application: every route, and what surrounds them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from typing import Any

import orjson
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount

from knowledge_base.errors import BadInput, Fault, TresenError
from knowledge_base.storage.change_log import Topic
from knowledge_base.storage.database import open_database
from service.api import (
    algolia,
    customers,
    events,
    explain,
    health,
    learned,
    merchandising,
    openapi,
    products,
    recommendations,
    reports,
    rule_drafts,
    rule_files,
    rule_problems,
    search,
    suggest,
    synonym_files,
    visitors,
)
from service.api.algolia_manners import AlgoliaManners
from service.door import docs_page, errors
from service.door.access import Door
from service.door.cors import Cors
from service.door.edge import Edge
from service.door.key_cabinet import KeyCabinet
from service.door.line import LINE, Line
from service.door.middleware import BodyLimit, ConsentSignals, Envelope, Gate
from service.door.pace import Pacing, Turnstile
from service.door.refusals import Refusals
from service.door.vitals import keep_telling
from service.erasing import ErasuresElsewhere, replay
from service.lock import Lock
from service.refresher import Refresher
from service.runtime import Runtime
from service.scripts.files import WidgetFiles
from service.settings import BAD_SETTINGS, Settings, variable
from service.stores import open_store
from service.watching.telemetry import Telemetry

_READS = (search, suggest, recommendations, products, events, explain, algolia)
_ROUTERS = (
    products.router,
    rule_drafts.router,  # before the entries, among which "preview" would be an id
    rule_files.router,
    rule_problems.router,
    synonym_files.router,
    *merchandising.ROUTERS,
    learned.router,
    reports.router,
    visitors.router,
    customers.router,
    health.router,
)
_DESCRIPTION = "The sales assistant behind the counter of a web shop."


def make_app(
    runtime: Runtime,
    settings: Settings,
    extra_routes: Sequence[BaseRoute] = (),
    telemetry: Telemetry | None = None,
) -> FastAPI:
    """Put a running service together; it starts and stops the runtime with itself."""
    edge = _make_edge(runtime, settings, telemetry or Telemetry())
    app = FastAPI(
        title="Tresen",
        version=version("tresen"),
        description=_DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # ours name nobody
        middleware=[
            *_traced(settings),
            Middleware(AlgoliaManners),
            Middleware(Envelope, telemetry=edge.telemetry),
            Middleware(Cors, door=edge.door),
            Middleware(Turnstile, pacing=edge.pacing),
            Middleware(BodyLimit, limit=settings.max_body),
            Middleware(ConsentSignals),
            Middleware(Gate, door=edge.door),
        ],
    )
    app.state.edge = edge
    errors.install(app)
    for module in _READS:
        app.router.routes.extend(module.ROUTES)
    for router in _ROUTERS:
        app.include_router(router)
    _document(app)
    app.router.routes += [Mount("/widgets", WidgetFiles()), *extra_routes]
    return app


def _traced(settings: Settings) -> list[Middleware]:
    """Trace requests where somebody wants to know. Raises BadInput where that is not there."""
    if not settings.traces:
        return []
    try:
        from service.door.tracing import Traced, exporting  # noqa: PLC0415 - an extra, for those who have it
    except ImportError:
        detail = "traces need what `pip install tresen[otel]` brings"
        fault = Fault(variable("traces"), detail, BAD_SETTINGS)
        raise BadInput(detail, fault, code=BAD_SETTINGS) from None
    return [Middleware(Traced, provider=exporting(settings.traces, settings.trace_share))]


def open_runtime(settings: Settings) -> Runtime:
    """Open the database, bring it up to date, and make a runtime around it.

    Its tables get the newest shape, and who was erased after the backup it may come from is
    erased again. Raises Conflict when the database serves one process and another one has it,
    Unavailable where there is nothing to serve yet, and it cannot be fetched.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = Lock(settings.data_dir) if settings.embedded else None
    database = open_database(settings.database_url, listening=True)
    database.migrate()
    replay(database, settings.data_dir)
    store, poll_seconds = open_store(settings, database), settings.poll_seconds
    refresher = Refresher.of(settings) if settings.refresh_every else None
    runtime = Runtime(database, store, settings.market, poll_seconds, lock, refresher)
    runtime.watch(Topic.PEOPLE, ErasuresElsewhere(database, settings.data_dir).hear)
    try:
        runtime.published.fetch_first()
    except TresenError:
        runtime.stop()
        raise
    return runtime


def _make_edge(runtime: Runtime, settings: Settings, telemetry: Telemetry) -> Edge:
    """Read keys and secrets, and follow them when they change."""
    runtime.events.listen(telemetry.committed)
    cabinet = KeyCabinet(runtime.database)
    runtime.watch(Topic.KEYS, cabinet.follow)
    return Edge(
        runtime=runtime,
        settings=settings,
        door=Door(cabinet.keyring, settings),
        cabinet=cabinet,
        tokens=cabinet.tokens,
        customer_secrets=cabinet.customer_secrets,
        telemetry=telemetry,
        pacing=Pacing(settings.answer_seconds),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, Line]]:
    edge: Edge = app.state.edge
    edge.runtime.start()
    tasks = [
        asyncio.create_task(one) for one in (edge.cabinet.keep_tending(), keep_telling(edge))
    ]
    refusals = Refusals(edge.pacing, edge.telemetry, edge.door)
    yield {LINE: Line(edge.pacing.is_too_late, refusals)}
    for one in tasks:
        one.cancel()
    edge.cabinet.tend()
    edge.runtime.stop()


def _document(app: FastAPI) -> None:
    """Serve the one OpenAPI document, and pages that show it.

    They are written once: they are large, and open to everybody.
    """
    paths = {path: one for module in _READS for path, one in module.PATHS.items()}

    @cache
    def written() -> dict[str, Any]:
        return openapi.document(app, paths)

    @cache
    def told() -> bytes:
        return orjson.dumps(written())

    @cache
    def shown() -> str:
        return docs_page.render_api(written())

    app.openapi = written  # type: ignore[method-assign]  # the way FastAPI documents for this

    @app.get("/openapi.json", include_in_schema=False)
    async def document() -> Response:
        return Response(told(), media_type="application/json")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return HTMLResponse(shown(), headers=docs_page.HEADERS)

    @app.get("/docs/errors", include_in_schema=False)
    async def codes() -> Response:
        return HTMLResponse(docs_page.render_errors(), headers=docs_page.HEADERS)
