"""`/v1/products`: a product's page for everybody; put, patch, delete for the shop's server."""

from collections.abc import Callable, Container, Sequence
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any, TypedDict

from fastapi import APIRouter
from fastapi import Body as JsonBody
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.lines import follow, merge_patch, read_product
from knowledge_base.products import Product
from knowledge_base.storage.products import (
    Counts,
    delete_products,
    get_products,
    get_variants,
    put_products,
)
from service.answering.searching import product_page
from service.api.answers import answer, json_response
from service.api.bodies import StrictRoute
from service.api.context import CONTEXT, read_context
from service.api.openapi import json_answer, path_parameter, read_operation
from service.api.question import Question
from service.api.shapes import shape, some
from service.door.edge import AtEdge, Edge, edge_of

MOST_LINES = 1_000

Line = dict[str, Any]
Lines = Annotated[list[Any], JsonBody(max_length=MOST_LINES, description="feed lines")]


class _Shop(TypedDict):
    languages: Sequence[str]
    currency: str


_SEARCHABLE = {
    "searchable_within_seconds": {
        "type": ["integer", "null"],
        "description": "when searches find what is new; null: after `tresen refresh`",
    }
}


def _answer(**more: Any) -> dict[str, Any]:
    return json_answer(
        shape(
            {
                "accepted": {"type": "integer"},
                "new": {"type": "integer"},
                "changed": {"type": "integer"},
                "unchanged": {"type": "integer"},
                "refused": some({"type": "object"}),
                **more,
            }
        ),
        "A verdict for every line",
    )


router = APIRouter(route_class=StrictRoute, tags=["products"])


@dataclass(slots=True)
class _Verdicts:
    """What becomes of each line of one request."""

    accepted: list[Product] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)

    def judge(self, index: int, line: object, read: Callable[[Line], Product]) -> None:
        """Read one line, or note why it cannot be."""
        try:
            self.accepted.append(read(_object(line)))
        except BadInput as error:
            self.refused.append(
                {
                    "index": index,
                    "product_id": _id_of(line),
                    "code": error.code,
                    "detail": error.detail,
                    "errors": [asdict(one) for one in error.faults],
                }
            )

    def answer(self, counts: Counts, **more: Any) -> Response:
        """Say what was done with the lines."""
        done = {"new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged}
        body = {"accepted": len(self.accepted), **done, **more, "refused": self.refused}
        return json_response(body)


def _object(line: object) -> Line:
    if not isinstance(line, dict):
        raise BadInput("a line is an object with the fields of a product")
    return line


async def page(request: Request) -> Response:
    """Answer with everything a product page shows."""
    edge = edge_of(request)
    question = Question(request.query_params, CONTEXT)
    context = read_context(request, edge, question, "product")
    body = product_page(
        edge.runtime.engine, request.path_params["product_id"], context.language
    )
    return answer(request, body, context)


@router.put(
    "/v1/products",
    summary="Add or replace products",
    responses={200: _answer(**_SEARCHABLE)},
)
def put(lines: Lines, edge: AtEdge) -> Response:
    """Add or replace products, a verdict per line.

    Prices, stock and attributes show within a second, new products and new texts as soon as
    the index was refreshed: the answer says when.
    """
    verdicts = _Verdicts()
    shop = _shop(edge)
    for index, line in enumerate(lines):
        verdicts.judge(index, line, lambda raw: read_product(raw, **shop))
    with edge.runtime.database.write() as connection:
        counts = put_products(connection, verdicts.accepted)
    refresher = edge.runtime.refresher
    within = refresher.promise() if refresher else None
    return verdicts.answer(counts, searchable_within_seconds=within)


@router.patch(
    "/v1/products", summary="Change prices, stock and the like", responses={200: _answer()}
)
def patch(lines: Lines, edge: AtEdge) -> Response:
    """Change price, stock, availability or attributes: seen everywhere within a second.

    What is set on a product holds for all its variants.
    """
    verdicts = _Verdicts()
    shop = _shop(edge)
    with edge.runtime.database.write() as connection:
        named = _ids(lines)
        known, variants = get_products(connection, named), get_variants(connection, named)
        touched: dict[str, Product] = {}

        def merge(raw: Line) -> Product:
            product_id = _known_id(raw, known)
            product = merge_patch(touched.get(product_id, known[product_id]), raw, **shop)
            touched[product_id] = product
            for variant in variants.get(product_id, ()):
                now = touched.get(variant.product_id, variant)
                touched[variant.product_id] = follow(now, product, raw, **shop)
            return product

        for index, line in enumerate(lines):
            verdicts.judge(index, line, merge)
        counts = put_products(connection, touched.values())
    return verdicts.answer(counts)


@router.delete("/v1/products/{product_id}", status_code=204, summary="Delete a product")
def delete(product_id: str, edge: AtEdge) -> Response:
    """Take a product out of every answer at once, with its variants."""
    with edge.runtime.database.write() as connection:
        gone = delete_products(connection, [product_id]) if product_id.isprintable() else 0
    if not gone:
        raise UnknownName(f"there is no product '{product_id}'")
    return Response(status_code=204)


def _shop(edge: Edge) -> _Shop:
    return {"languages": edge.settings.languages, "currency": edge.settings.currency}


def _ids(lines: Sequence[object]) -> set[str]:
    """Collect the ids that lines name."""
    return {one for one in map(_id_of, lines) if one is not None}


def _id_of(line: object) -> str | None:
    """Return the id that a line names, as far as it could be one at all."""
    named = line.get("product_id") if isinstance(line, dict) else None
    return named if isinstance(named, str) and named.isprintable() else None


def _known_id(line: Line, known: Container[str]) -> str:
    """Return the id of a patch. Raises UnknownName where there is nothing to patch."""
    product_id = _id_of(line)
    if product_id is not None and product_id in known:
        return product_id
    detail = "there is no such product or variant: PUT it whole, then it can be patched"
    raise UnknownName(detail, Fault("product_id", detail), code="unknown_product")


ROUTES = [Route("/v1/products/{product_id}", page)]
PATHS = {
    "/v1/products/{product_id}": {
        "get": read_operation(
            "Everything a product page shows",
            CONTEXT,
            "ProductPage",
            path_parameter("product_id", "of a product or of one of its variants"),
        )
    }
}
