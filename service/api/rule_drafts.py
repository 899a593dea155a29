"""`/v1/rules/preview` and `/v1/rules/replay`: what a rule would do, before it does it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AwareDatetime, Field
from starlette.requests import Request
from starlette.responses import Response

from knowledge_base.consent import Consent
from knowledge_base.devices import Device
from knowledge_base.errors import BadInput, Conflict, Fault, UnknownName
from knowledge_base.filters import parse_filter
from knowledge_base.placements import MOST_HITS
from knowledge_base.profiles import Profile
from knowledge_base.referrers import host_of
from knowledge_base.storage.people import read_profile
from ranking.context import Context
from ranking.sorting import Sort
from recommenders.serving import STRATEGIES
from service.answering.recommending import RecommendAsk
from service.answering.searching import SearchAsk
from service.api.answers import json_response
from service.api.bodies import Body, StrictRoute
from service.api.openapi import PROBLEMS, json_answer
from service.api.question import MOST_ID
from service.api.shapes import FLAG, NUMBER, TEXT, maybe, shape, some
from service.door.edge import Edge, edge_of
from service.drafting.drafts import Draft, read_draft
from service.drafting.previewing import Ask, preview
from service.drafting.rule_replay import Limits, replay
from service.unknown_names import check_language

Text = Annotated[str, Field(max_length=500)]
Id = Annotated[str, Field(max_length=MOST_ID)]

_REPLAYING = Lock()
_PLACE = maybe(NUMBER)
_SIDE = shape({"hits": some({"type": "object"}), "facets": some(TEXT)})
_PREVIEW = shape(
    {
        "before": _SIDE,
        "after": _SIDE,
        "changes": some(
            shape(
                {
                    "product_id": TEXT,
                    "title": TEXT,
                    "change": {"type": "string", "enum": ["up", "down", "new", "gone"]},
                    "before": _PLACE,
                    "after": _PLACE,
                }
            )
        ),
    }
)
_COUNTED = shape({"searches": NUMBER, "queries": NUMBER})
_SUMS = shape({"made": NUMBER, "up": NUMBER, "down": NUMBER, "gone": NUMBER})
_MEASURE = maybe({"type": "number"})
_REPLAY = shape(
    {
        "since": TEXT,
        "until": TEXT,
        "searches": NUMBER,
        "queries": NUMBER,
        "looked_at": shape({"searches": NUMBER, "queries": NUMBER, "complete": FLAG}),
        "touched": _COUNTED,
        "top_ten": shape({"overlap": _MEASURE, "moved": _MEASURE}),
        "clicks": _SUMS,
        "purchases": _SUMS,
        "touched_queries": some({"type": "object"}),
        "moved_down": some(shape({"query": TEXT, "product_id": TEXT, "after": _PLACE})),
    }
)

router = APIRouter(prefix="/v1/rules", route_class=StrictRoute, tags=["result management"])


class DraftBody(Body):
    """A rule to be added, or with the `id` of one to take its place; none removes it."""

    id: Id | None = None
    rule: dict[str, Any] | None = None
    language: Annotated[str, Field(max_length=16)] | None = None


class PreviewBody(DraftBody):
    """What to ask, and as whom: a stranger, one of a segment, or a visitor.

    With a `placement` that shelf is asked, else search, or without a query a category's page.
    `at` is the moment as which it is answered.
    """

    query: Text = ""
    filter: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    sort: Sort = Sort.RELEVANCE
    placement: Id | None = None
    product_id: Id | None = None
    per_page: Annotated[int, Field(ge=1, le=100)] = 24
    segment: Id | None = None
    visitor_id: Id | None = None
    campaign: Id | None = None
    device: Device | None = None
    referrer: Text = ""
    at: AwareDatetime | None = None


class ReplayBody(DraftBody):
    """How many days, and how many rows of each list."""

    days: Annotated[int, Field(ge=1, le=90)] = 7
    limit: Annotated[int, Field(ge=1, le=500)] = 50


@router.post(
    "/preview",
    summary="Show an answer before and after a rule, and where products go",
    responses={200: json_answer(_PREVIEW)},
)
def show(request: Request, asked: PreviewBody) -> Response:
    """Answer twice, by the code that serves; nothing is kept."""
    edge, now = edge_of(request), datetime.now(UTC)
    draft = _draft(edge, asked, now)
    context = _context(edge, asked, now)
    body = preview(edge.runtime.engine, draft, _ask(asked, context), _profile(edge, context))
    return json_response(body, headers={"Cache-Control": "no-store"})


@router.post(
    "/replay",
    summary="Say what a rule would have done to the searches of the last days",
    responses={200: json_answer(_REPLAY), 409: PROBLEMS["409"]},
)
def play(request: Request, asked: ReplayBody) -> Response:
    """Answer after 20 seconds or little more. Raises Conflict while another one is played."""
    edge, now = edge_of(request), datetime.now(UTC)
    draft, language = _draft(edge, asked, now), _language(edge, asked)
    limits = Limits(now - timedelta(days=asked.days), now, edge.settings.robot_score)
    if not _REPLAYING.acquire(blocking=False):
        raise Conflict("another replay is running; ask again when it has ended")
    try:
        runtime = edge.runtime
        body = replay(runtime.engine, runtime.database, draft, limits, language, asked.limit)
    finally:
        _REPLAYING.release()
    return json_response(body, headers={"Cache-Control": "no-store"})


def _draft(edge: Edge, asked: DraftBody, now: datetime) -> Draft:
    return read_draft(edge.runtime.engine, asked.id, asked.rule, now)


def _language(edge: Edge, asked: DraftBody) -> str:
    check_language(asked.language, edge.settings.languages, "language")
    return asked.language or edge.settings.languages[0]


def _context(edge: Edge, asked: PreviewBody, now: datetime) -> Context:
    """Make the context of a preview. Raises UnknownName for a segment that is not there."""
    segments = [one.segment_id for one in edge.runtime.engine.merchandising.segments]
    _check_name("segment", asked.segment, segments)
    _check_name("placement", asked.placement, list(STRATEGIES))
    if asked.segment and asked.visitor_id:
        detail = "a preview is for a segment or for a visitor, not for both"
        raise BadInput(detail, Fault("visitor_id", detail))
    return Context(
        now=asked.at or now,
        touch_point=asked.placement or ("search" if asked.query else "category"),
        language=_language(edge, asked),
        consent=Consent.PERSONALIZATION if asked.visitor_id else Consent.NONE,
        visitor_id=asked.visitor_id,
        filters=tuple(parse_filter(one) for one in asked.filter),
        campaign=asked.campaign,
        device=asked.device,
        referrer=host_of(asked.referrer),
        segment=asked.segment,
    )


def _check_name(place: str, name: str | None, known: Sequence[str]) -> None:
    if name is not None and name not in known:
        detail = f"there is no {place} '{name}'; there are {', '.join(sorted(known))}"
        raise UnknownName(detail, Fault(place, detail, f"unknown_{place}"))


def _ask(asked: PreviewBody, context: Context) -> Ask:
    if asked.placement is not None:
        limit = min(asked.per_page, MOST_HITS)
        return RecommendAsk(context, asked.product_id, limit=limit, explain=True)
    return SearchAsk(
        context, asked.query, sort=asked.sort, per_page=asked.per_page, explain=True
    )


def _profile(edge: Edge, context: Context) -> Profile | None:
    """Read the visitor as far as his consent goes: events without it are in no profile."""
    if context.visitor_id is None:
        return None
    with edge.runtime.database.read() as connection:
        return read_profile(connection, visitor_id=context.visitor_id, customer_id=None)
