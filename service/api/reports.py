"""`/v1/reports`: what people of the shop want to know of the searches."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from service.api.answers import json_response
from service.api.openapi import json_answer
from service.api.shapes import NUMBER, SHARE, TEXT, maybe, shape, some
from service.edge import AtEdge
from service.reports import report_searches

MOST_DAYS = 365
MOST_ROWS = 500

_USES = {"searches": NUMBER, "without_results": maybe(SHARE)}
_SHARES = {**_USES, "click_rate": maybe(SHARE)}
_QUERIES = some(shape({"query": TEXT, **_SHARES, "click_rate_before": maybe(SHARE)}))
_REPORT = shape(
    {
        "since": TEXT,
        "until": TEXT,
        **_SHARES,
        "results_known": maybe(SHARE),
        "clicks_known": maybe(SHARE),
        "top": _QUERIES,
        "without_results_by_query": _QUERIES,
        "falling": _QUERIES,
        "filters_without_results": some(shape({"facet": TEXT, "value": TEXT, **_USES})),
    }
)

router = APIRouter(prefix="/v1/reports", tags=["reports"])


class Asked(BaseModel):
    """Of how many days, and how many rows of each list."""

    model_config = ConfigDict(extra="forbid")

    days: int = Field(30, ge=1, le=MOST_DAYS, description="compared with as many before")
    limit: int = Field(50, ge=1, le=MOST_ROWS, description="rows of each list")


@router.get(
    "/searches",
    summary="What is searched for, what finds nothing, and what is clicked less",
    responses={200: json_answer(_REPORT)},
)
def searches(edge: AtEdge, asked: Annotated[Asked, Query()]) -> Response:
    """Answer with shares that are null where nothing is known of them."""
    report = report_searches(
        edge.runtime.database,
        now=datetime.now(UTC),
        days=asked.days,
        most=asked.limit,
        robots_from=edge.settings.robot_score,
    )
    return json_response(report, headers={"Cache-Control": "no-store"})
