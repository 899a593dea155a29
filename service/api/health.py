"""`/healthz`, `/readyz`, `/metrics`: is it alive, can it serve, and how is it doing?"""

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from knowledge_base.errors import TresenError
from service.api.answers import json_response
from service.edge import Edge, edge_of

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="Is the process alive?")
async def alive() -> Response:
    """Answer as long as there is somebody to answer."""
    return json_response({"status": "ok"})


@router.get("/readyz", summary="Can it serve? Component by component")
def ready(request: Request) -> Response:
    """Say which parts work; without an engine or a database it is not ready."""
    edge = edge_of(request)
    parts = {"engine": _engine(edge), "database": _database(edge)}
    is_ready = all(part == "ok" for part in parts.values())
    body = {"status": "ready" if is_ready else "not_ready", "components": parts}
    return json_response(body, 200 if is_ready else 503)


@router.get("/metrics", summary="Counters in the Prometheus text format")
def metrics(request: Request) -> Response:
    """Expose what was counted, and the state of what is being served."""
    edge = edge_of(request)
    engine = edge.runtime.engine
    gauges = {
        "products": float(engine.catalogue.products),
        "variants": float(engine.catalogue.variants),
        "live_seq": float(engine.live.seq),
        "keys": float(len(edge.door.keyring)),
        "time_seconds": datetime.now(UTC).timestamp(),
    }
    return PlainTextResponse(edge.telemetry.exposition(gauges))


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
    except TresenError as error:
        return error.detail
    return "ok"
