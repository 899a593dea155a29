"""`GET /v1/explain`: why a product is where it is in an answer, or why it is not."""

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from knowledge_base.cells import IDENTIFIER_LENGTH
from ranking.context import Context
from recommenders.serving import STRATEGIES
from service.answering.recommending import RecommendAsk
from service.api.answers import json_response
from service.api.context import read_context
from service.api.openapi import read_operation
from service.api.question import Parameter, Question, id_schema, unusable
from service.api.recommendations import MOST_HITS as MOST
from service.api.search import MOST_LETTERS, read_ask
from service.api.search import PARAMETERS as OF_A_SEARCH
from service.api.suggest import TOUCH_POINT, read_suggest_ask
from service.door.edge import edge_of
from service.explaining.searches import explain_product
from service.explaining.shelves import explain_on_shelf
from service.explaining.suggestions import explain_suggestion

Explain = Callable[..., dict[str, Any]]
PLACES = [*STRATEGIES, TOUCH_POINT]
PRODUCT = Parameter(
    "product_id", "the product, or one of its variants", id_schema(IDENTIFIER_LENGTH)
)
PLACEMENT = Parameter(
    "placement",
    f"the shelf to explain, instead of a search, or {TOUCH_POINT} for what q suggests",
    {"type": "string", "enum": PLACES},
)
PAGE = Parameter(
    "page_product_id", "the product whose page the shelf is on", id_schema(IDENTIFIER_LENGTH)
)
OF_A_SHELF = (
    PLACEMENT,
    PAGE,
    Parameter("category", "the category whose page the shelf is on"),
    Parameter(
        "limit", "places of the shelf", {"type": "integer", "minimum": 1, "maximum": MOST}
    ),
)
PARAMETERS = (PRODUCT, *OF_A_SHELF, *OF_A_SEARCH)


async def explain(request: Request) -> Response:
    """Answer on a thread of its own: all products are put in order, not a page of them."""
    runtime = edge_of(request).runtime
    question = Question(request.query_params, PARAMETERS)
    product_id = question.name(PRODUCT.name, most=IDENTIFIER_LENGTH)
    if product_id is None:
        raise unusable(PRODUCT.name, "is missing")
    context, told = _asked(request, question)
    profile = await runtime.person(context)
    explained = partial(told, runtime.engine, profile=profile, product_id=product_id)
    body = await run_in_threadpool(explained)
    return json_response(body, headers={"Cache-Control": "no-store"})


def _asked(request: Request, question: Question) -> tuple[Context, Explain]:
    """Read what is to be explained; return who asks, and who explains that."""
    if not question.name(PLACEMENT.name):
        search = read_ask(request, question)
        return search.context, partial(explain_product, ask=search)
    placement = question.choice(PLACEMENT.name, PLACES)
    if placement == TOUCH_POINT:
        typed = read_suggest_ask(request, question)
        return typed.context, partial(explain_suggestion, ask=typed)
    shelf = _read_shelf(request, question, placement)
    return shelf.context, partial(explain_on_shelf, ask=shelf)


def _read_shelf(request: Request, question: Question, placement: str) -> RecommendAsk:
    """Read which shelf is meant. Raises BadInput for what only a search has."""
    if question.text("q", MOST_LETTERS):
        raise unusable(
            PLACEMENT.name, "is of a shelf, and q of a search: either can be explained"
        )
    return RecommendAsk(
        read_context(request, edge_of(request), question, placement),
        product_id=question.name(PAGE.name, most=IDENTIFIER_LENGTH),
        category=question.name("category", most=500),
        limit=question.number("limit", 0, 1, MOST),
    )


ROUTES = [Route("/v1/explain", explain)]
PATHS = {
    "/v1/explain": {
        "get": read_operation(
            "Say why a product is where it is, or why it is missing", PARAMETERS, "Explanation"
        )
    }
}
