"""`/v1/recommendations`: what one placement shows, or several at once without repeats."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from knowledge_base.cells import IDENTIFIER_LENGTH
from ranking.context import Context
from recommenders.serving import STRATEGIES
from service.answering.recommending import OTHERWISE, RecommendAsk, recommend
from service.api.answers import answer, json_response, sealed
from service.api.bodies import Body, read_body
from service.api.context import CONTEXT, read_context
from service.api.openapi import json_answer, path_parameter, read_operation
from service.api.question import MOST_ID, Parameter, Question, id_schema
from service.api.shapes import named, shape, some
from service.door.edge import edge_of, sees_numbers
from service.watching.timings import stage

MOST_HITS = 100
MOST_PLACEMENTS = 20
MOST_TOGETHER = 200

PARAMETERS = (
    Parameter("product_id", "the product the page is about", id_schema(IDENTIFIER_LENGTH)),
    Parameter("category", "the category the page is about, as in the filter"),
    Parameter("limit", "hits", {"type": "integer", "minimum": 1, "maximum": MOST_HITS}),
    Parameter("explain", "say why each hit stands where it does", {"type": "boolean"}),
    *CONTEXT,
)


class Wish(Body):
    """One placement among several."""

    placement: str = Field(max_length=MOST_ID)
    product_id: str | None = Field(None, max_length=IDENTIFIER_LENGTH)
    category: str | None = Field(None, max_length=500)
    limit: int | None = Field(None, ge=1, le=MOST_HITS)

    def ask(self, context: Context, shown: Sequence[str]) -> RecommendAsk:
        """Make it what the engine is asked, when some products are shown already."""
        return RecommendAsk(
            context=replace(context, touch_point=self.placement),
            product_id=self.product_id,
            category=self.category,
            limit=self.limit or 0,
            exclude=tuple(shown),
        )


class Wishes(Body):
    """Several placements of one page."""

    placements: list[Wish] = Field(min_length=1, max_length=MOST_PLACEMENTS)

    @field_validator("placements")
    @classmethod
    def _bounded(cls, wishes: list[Wish]) -> list[Wish]:
        """Ask for no more than one request may take of everybody's time."""
        if sum(wish.limit or OTHERWISE for wish in wishes) > MOST_TOGETHER:
            msg = f"ask for at most {MOST_TOGETHER} hits together"
            raise ValueError(msg)
        return wishes


async def one_placement(request: Request) -> Response:
    """Answer one placement."""
    edge = edge_of(request)
    question = Question(request.query_params, PARAMETERS)
    context = read_context(request, edge, question, request.path_params["placement"])
    ask = RecommendAsk(
        context=context,
        product_id=question.name("product_id", most=IDENTIFIER_LENGTH),
        category=question.name("category", most=500),
        limit=question.number("limit", 0, 1, MOST_HITS),
        explain=question.flag("explain") and sees_numbers(request),
    )
    with stage("person"):
        pace = await edge.pacing.begin(request, edge.runtime, ask.context)
    asked = ask if pace.context is context else replace(ask, context=pace.context)
    body = pace.answer(lambda: recommend(pace.engine, asked, pace.profile))
    return answer(request, body, context)


async def several_placements(request: Request) -> Response:
    """Answer several placements in their order; what one shows the next ones leave out."""
    edge = edge_of(request)
    question = Question(request.query_params, CONTEXT)
    context = read_context(request, edge, question, "several")
    wishes = read_body(Wishes, await request.body()).placements
    with stage("person"):
        pace = await edge.pacing.begin(request, edge.runtime, context)
    shown: list[str] = []
    answers = []
    for wish in wishes:
        ask = wish.ask(pace.context, shown)
        body = pace.told(recommend(pace.engine, ask, pace.profile))
        shown += [hit["product_id"] for hit in body["hits"]]
        answers.append(sealed(request, body, ask.context))
    headers = {"Cache-Control": "no-store"}
    return json_response({"placements": answers}, headers=headers)


_WISHES = shape({"placements": some(Wish.model_json_schema(), MOST_PLACEMENTS)})
_PLACEMENT = path_parameter("placement", "its name")
_PLACEMENT["schema"] = {"type": "string", "enum": list(STRATEGIES)}

ROUTES = [
    Route("/v1/recommendations/{placement}", one_placement),
    Route("/v1/recommendations", several_placements, methods=["POST"]),
]
PATHS = {
    "/v1/recommendations/{placement}": {
        "get": read_operation(
            "Recommend for one placement",
            PARAMETERS,
            "Recommendations",
            _PLACEMENT,
        )
    },
    "/v1/recommendations": {
        "post": {
            "summary": "Recommend for several placements, no product twice",
            "parameters": [one.as_openapi() for one in CONTEXT],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _WISHES}},
            },
            "responses": {
                "200": json_answer(shape({"placements": some(named("Recommendations"))}))
            },
        }
    },
}
