"""`GET /v1/suggest`: words, products, categories and brands while somebody types."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.answering.suggesting import SuggestAsk
from service.answering.suggesting import suggest as propose
from service.api.answers import answer
from service.api.context import CONTEXT, read_context
from service.api.openapi import read_operation
from service.api.question import Parameter, Question
from service.door.edge import edge_of, sees_numbers
from service.watching.timings import stage

TOUCH_POINT = "suggest"
MOST_LETTERS = 200
MOST = 20

PARAMETERS = (
    Parameter("q", "what was typed so far; empty gives what is popular"),
    Parameter("limit", "of each kind", {"type": "integer", "minimum": 1, "maximum": MOST}),
    Parameter("explain", "say why each product stands where it does", {"type": "boolean"}),
    *CONTEXT,
)


def read_suggest_ask(request: Request, question: Question | None = None) -> SuggestAsk:
    """Read what was typed, with more parameters of a `question` that knows them."""
    question = question or Question(request.query_params, PARAMETERS)
    return SuggestAsk(
        context=read_context(request, edge_of(request), question, TOUCH_POINT),
        text=question.text("q", MOST_LETTERS),
        limit=question.number("limit", 6, 1, MOST),
        reasons=question.flag("explain"),
        explain=question.flag("explain") and sees_numbers(request),
    )


async def suggest(request: Request) -> Response:
    """Answer one keystroke."""
    edge, ask = edge_of(request), read_suggest_ask(request)
    with stage("person"):
        pace = await edge.pacing.begin(request, edge.runtime, ask.context)
    asked = replace(ask, context=pace.context)
    body = pace.answer(lambda: propose(pace.engine, asked, pace.profile))
    return answer(request, body, ask.context)


ROUTES = [Route("/v1/suggest", suggest)]
PATHS = {
    "/v1/suggest": {"get": read_operation("Suggest while typing", PARAMETERS, "SuggestAnswer")}
}
