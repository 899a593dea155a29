"""`GET /v1/explain`: why a product is where it is in a list, or why it is not there."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.api.answers import json_response
from service.api.openapi import read_operation
from service.api.question import Parameter, Question, id_schema, unusable
from service.api.search import PARAMETERS as OF_A_SEARCH
from service.api.search import read_ask
from service.edge import edge_of
from service.explaining import explain_product

PRODUCT = Parameter("product_id", "the product, or one of its variants", id_schema())
PARAMETERS = (PRODUCT, *OF_A_SEARCH)


async def explain(request: Request) -> Response:
    """Answer on a thread of its own: all products are put in order, not a page of them."""
    runtime = edge_of(request).runtime
    question = Question(request.query_params, PARAMETERS)
    product_id = question.name(PRODUCT.name)
    if product_id is None:
        raise unusable(PRODUCT.name, "is missing")
    ask = read_ask(request, question)
    profile = await runtime.person(ask.context)
    body = await run_in_threadpool(explain_product, runtime.engine, ask, profile, product_id)
    return json_response(body, headers={"Cache-Control": "no-store"})


ROUTES = [Route("/v1/explain", explain)]
PATHS = {
    "/v1/explain": {
        "get": read_operation(
            "Say why a product is where it is, or why it is missing", PARAMETERS, "Explanation"
        )
    }
}
