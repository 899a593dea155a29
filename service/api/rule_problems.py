"""`GET /v1/rules/problems`: rules that collide, that do nothing, and how often all held."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from knowledge_base.storage.merchandising import entries
from knowledge_base.storage.rule_uses import read_rule_uses
from service.api.answers import json_response
from service.api.openapi import json_answer
from service.api.shapes import NUMBER, TEXT, shape, some
from service.door.edge import AtEdge
from service.drafting.rule_problems import problems_of

_PROBLEMS = shape(
    {
        "problems": some(
            shape({"rule": TEXT, "code": TEXT, "detail": TEXT, "others": some(TEXT)})
        ),
        "uses": {
            "type": "object",
            "additionalProperties": shape({"uses": NUMBER, "last_on": TEXT}),
            "description": "for how many answers each rule held, by its id",
        },
    }
)

router = APIRouter(prefix="/v1/rules", tags=["result management"])


@router.get(
    "/problems",
    summary="List what is wrong with the rules, and how often each held",
    responses={200: json_answer(_PROBLEMS)},
)
def problems(
    edge: AtEdge,
    days: Annotated[int, Query(ge=1, le=365, description="without any use")] = 30,
) -> Response:
    """Answer with the rules in the order of their precedence."""
    now, idle, runtime = datetime.now(UTC), timedelta(days=days), edge.runtime
    with runtime.database.read() as connection:
        written = entries(connection, "rules")
        uses = read_rule_uses(connection, now - idle)
    found = problems_of(runtime.engine, written, uses, now, idle)
    told = {rule_id: asdict(use) for rule_id, use in uses.items()}
    return json_response(
        {"problems": found, "uses": told}, headers={"Cache-Control": "no-store"}
    )
