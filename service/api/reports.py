"""`/v1/reports`: what people of the shop want to know of searches and of segments."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from knowledge_base.census import FEWER
from service.api.answers import json_response
from service.api.openapi import json_answer
from service.api.shapes import FLAG, MAYBE_TEXT, NUMBER, SHARE, TEXT, maybe, shape, some
from service.door.edge import AtEdge
from service.reports import report_searches
from service.segment_report import report_segments

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

_PEOPLE = {"anyOf": [NUMBER, {"type": "string", "const": FEWER}]}
_WORDS = {"type": "object", "additionalProperties": TEXT}
_LIKES = some(shape({"trait": TEXT, "labels": _WORDS, "times": {"type": "number"}}))
_SEGMENTS = shape(
    {
        "counted_at": MAYBE_TEXT,
        "people": _PEOPLE,
        "top_spent": maybe({"type": "number"}),
        "segments": some(
            shape(
                {
                    "id": TEXT,
                    "name": TEXT,
                    "names": _WORDS,
                    "enabled": FLAG,
                    "people": maybe(_PEOPLE),
                    "share": maybe(SHARE),
                    "likes": _LIKES,
                }
            )
        ),
        "overlaps": some(shape({"segments": some(TEXT, 2), "people": NUMBER})),
        "proposed": some(
            shape(
                {
                    "id": TEXT,
                    "names": _WORDS,
                    "people": _PEOPLE,
                    "likes": _LIKES,
                    "entry": shape(
                        {"name": TEXT, "names": _WORDS, "condition": TEXT, "enabled": FLAG}
                    ),
                }
            )
        ),
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


@router.get(
    "/segments",
    summary="How many people are in each segment, what they share, and what could be one",
    responses={200: json_answer(_SEGMENTS)},
)
def segments(edge: AtEdge) -> Response:
    """Answer with what the last training counted; null where it did not count yet."""
    engine = edge.runtime.engine
    opened, now = engine.opened, engine.merchandising.segments
    report = report_segments(opened.census, opened.trained_at, now)
    return json_response(report, headers={"Cache-Control": "no-store"})
