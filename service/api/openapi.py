"""The OpenAPI document: FastAPI's routes, those described by hand, and what they share."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.access import needs_key
from service.api.answer_schemas import ANSWERS
from service.api.event_schema import EVENT
from service.api.question import Parameter
from service.api.shapes import NUMBER, TEXT, Schema, named, shape, some

_METHODS = {"get", "put", "post", "delete", "patch"}

FAULT = shape({"place": TEXT, "detail": TEXT, "code": TEXT})

SCHEMAS: Mapping[str, Schema] = {
    "Problem": shape(
        {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "code": TEXT,
            "errors": some(FAULT),
        }
    ),
    **ANSWERS,
    "Event": EVENT,
    "EventVerdicts": shape(
        {
            "accepted": NUMBER,
            "duplicates": NUMBER,
            "refused": some(shape({"index": NUMBER, "code": TEXT, "detail": TEXT})),
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
            responses.setdefault("default", PROBLEM)
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
