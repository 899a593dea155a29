"""`/healthz`, `/readyz`, `/metrics`: is it alive, can it serve, and how is it doing?"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from knowledge_base.errors import Outage, TresenError
from service.api.answers import json_response
from service.door.edge import Edge, edge_of
from service.door.vitals import look

JSON = "application/json"
router = APIRouter(tags=["operation"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Is the process alive?")
async def alive() -> Response:
    """Answer as long as there is somebody to answer."""
    return json_response({"status": "ok"})


@router.head("/readyz", include_in_schema=False)
@router.get(
    "/readyz",
    summary="Can it serve? Component by component",
    responses={503: {"description": "Not yet: the same answer", "content": {JSON: {}}}},
)
def ready(request: Request) -> Response:
    """Say which parts work; reads need nothing but the engine, so only that decides."""
    edge = edge_of(request)
    published, refresher = edge.runtime.published, edge.runtime.refresher
    events = "ok" if edge.runtime.events.is_alive else "the event writer has stopped"
    parts = {
        "engine": _engine(edge),
        "snapshot": published.trouble or published.away or "ok",
        "refresh": (refresher.trouble if refresher else "") or "ok",
        "database": _database(edge),
        "events": events,
    }
    if parts["engine"] != "ok":
        status = "not_ready"
    else:
        status = "ready" if {*parts.values()} == {"ok"} else "degraded"
    body = {"status": status, "components": parts}
    return json_response(body, 503 if status == "not_ready" else 200)


@router.get(
    "/metrics",
    summary="Counters in the Prometheus text format",
    response_class=PlainTextResponse,
)
async def metrics(request: Request) -> Response:
    """Expose what was counted, and the state of what is being served."""
    edge = edge_of(request)
    await look(edge)
    return PlainTextResponse(edge.telemetry.exposition())


def _engine(edge: Edge) -> str:
    try:
        edge.runtime.engine.snapshot_id  # noqa: B018 - raises while there is none
    except TresenError as error:
        return error.detail
    return "ok"


def _database(edge: Edge) -> str:
    try:
        with edge.runtime.database.read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Outage as outage:
        return outage.told_to_callers  # anybody may ask
    return "ok"
