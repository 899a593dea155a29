"""The OpenAPI document's vocabulary: what hand-described routes and FastAPI's share."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from knowledge_base.consent import Consent
from ranking.signals import Level
from service.access import needs_key
from service.api.question import Parameter

Schema = dict[str, Any]

_METHODS = {"get", "put", "post", "delete", "patch"}
_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_NUMBER: Schema = {"type": "integer"}
_LEVEL: Schema = {"type": "string", "enum": [one.word for one in Level]}
CONSENT: Schema = {"type": "string", "enum": [one.word for one in Consent]}


def shape(required: Mapping[str, Schema], **more: Schema) -> Schema:
    """Describe an object by its fields, those it always has first."""
    return {
        "type": "object",
        "properties": {**required, **more},
        "required": list(required),
    }


def some(schema: Schema, most: int | None = None) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": schema} | ({"maxItems": most} if most else {})


def named(name: str) -> Schema:
    """Refer to one of the schemas below."""
    return {"$ref": f"#/components/schemas/{name}"}


FAULT = shape({"place": _TEXT, "detail": _TEXT, "code": _TEXT})

SCHEMAS: Mapping[str, Schema] = {
    "Problem": shape(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": _NUMBER,
            "detail": _TEXT,
            "code": _TEXT,
            "errors": some(FAULT),
        }
    ),
    "Hit": shape(
        {
            "product_id": _TEXT,
            "token": _TEXT,
            "title": _TEXT,
            "price": _MAYBE_TEXT,
            "currency": _TEXT,
            "availability": _TEXT,
        },
        position=_NUMBER,
        brand=_MAYBE_TEXT,
        list_price=_MAYBE_TEXT,
        lowest_price_30d=_MAYBE_TEXT,
        unit_price=_MAYBE_TEXT,
        url=_MAYBE_TEXT,
        image_url=_MAYBE_TEXT,
        category=some(_TEXT),
        attributes={"type": "object"},
        rating={"type": ["number", "null"]},
        variant={"type": ["object", "null"]},
        highlight={"type": "object"},
        reason=_MAYBE_TEXT,
        recommender=_TEXT,
        tier={"type": "object"},
        points=some({"type": "object"}),
        moves=some({"type": "object"}),
    ),
    "Facet": shape(
        {"name": _TEXT, "kind": {"type": "string", "enum": ["values", "range", "tree"]}},
        values=some(
            shape(
                {
                    "value": _TEXT,
                    "label": _TEXT,
                    "count": _NUMBER,
                    "alone": _NUMBER,
                    "selected": {"type": "boolean"},
                },
                depth=_NUMBER,
            )
        ),
        min=_MAYBE_TEXT,
        max=_MAYBE_TEXT,
        buckets=some(shape({"min": _TEXT, "max": _TEXT, "count": _NUMBER})),
    ),
    "SearchAnswer": shape(
        {
            "answer_id": _TEXT,
            "snapshot_id": _MAYBE_TEXT,
            "total": _NUMBER,
            "page": _NUMBER,
            "per_page": _NUMBER,
            "interpretation": {"type": "object"},
            "redirect": _MAYBE_TEXT,
            "banners": some({"type": "object"}),
            "breadcrumbs": some({"type": "object"}),
            "content": some({"type": "object"}),
            "level": _LEVEL,
            "hits": some(named("Hit")),
            "facets": some(named("Facet")),
        }
    ),
    "SuggestAnswer": shape(
        {
            "answer_id": _TEXT,
            "queries": some({"type": "object"}),
            "products": some(named("Hit")),
            "categories": some({"type": "object"}),
            "brands": some({"type": "object"}),
            "content": some({"type": "object"}),
        }
    ),
    "Recommendations": shape(
        {
            "answer_id": _TEXT,
            "placement": _TEXT,
            "title": _TEXT,
            "level": _LEVEL,
            "hits": some(named("Hit")),
        }
    ),
    "ProductPage": shape(
        {"product": {"type": "object"}, "breadcrumbs": some({"type": "object"})}
    ),
    "Event": shape(
        {"event_id": {"type": "string", "maxLength": 64}, "type": _TEXT},
        at={"type": "string", "format": "date-time"},
        sent_at={"type": "string", "format": "date-time"},
        visitor_id=_TEXT,
        session_id=_TEXT,
        customer_token=_TEXT,
        customer_id=_TEXT,
        consent=CONSENT,
        product_id=_TEXT,
        variant_id=_TEXT,
        token=_TEXT,
        query=_TEXT,
        placement=_TEXT,
        quantity={"type": "integer", "minimum": 1},
        price=_TEXT,
        order_id=_TEXT,
        filters={"type": "object"},
        sort=_TEXT,
        seconds={"type": "number"},
        content_id=_TEXT,
    ),
    "EventVerdicts": shape(
        {
            "accepted": _NUMBER,
            "duplicates": _NUMBER,
            "refused": some(shape({"index": _NUMBER, "code": _TEXT, "detail": _TEXT})),
        }
    ),
}

PROBLEM: Schema = {
    "description": "What is wrong, and where",
    "content": {"application/problem+json": {"schema": named("Problem")}},
}


def json_answer(schema: Schema, description: str = "The answer") -> Schema:
    """Describe a JSON answer."""
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def path_parameter(name: str, description: str) -> Schema:
    """Describe a part of the path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", "minLength": 1},
    }


def read_operation(
    summary: str, parameters: Sequence[Parameter], answer: str, *in_path: Schema
) -> Schema:
    """Describe a read that answers with one of the schemas above."""
    return {
        "summary": summary,
        "parameters": [*in_path, *(one.as_openapi() for one in parameters)],
        "responses": {
            "200": json_answer(named(answer)),
            "304": {"description": "As it was: the ETag still holds"},
        },
    }


def document(app: FastAPI, paths: Mapping[str, Schema]) -> Schema:
    """Write the one document: FastAPI's routes, the hand-described ones, keys and problems."""
    written = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for path, operations in paths.items():
        written["paths"].setdefault(path, {}).update(operations)
    for path, operations in written["paths"].items():
        for method in _METHODS & operations.keys():
            responses = operations[method]["responses"]
            responses.pop("422", None)
            responses["default"] = PROBLEM
            if needs_key(path):
                operations[method]["security"] = [{"key": []}]
    components = written.setdefault("components", {})
    schemas = {
        name: one
        for name, one in components.get("schemas", {}).items()
        if name not in {"HTTPValidationError", "ValidationError"}
    }
    components["schemas"] = {**schemas, **SCHEMAS}
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    return written
