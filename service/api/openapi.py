"""The OpenAPI document: FastAPI's routes, those described by hand, and what they share."""

import re
from collections.abc import Iterator, Mapping, Sequence

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api.answer_schemas import ANSWERS
from service.api.event_schema import EVENT
from service.api.question import Parameter
from service.api.shapes import NUMBER, TEXT, Schema, named, shape, some
from service.door.access import needs_key
from service.door.errors import CODES

_METHODS = {"get", "put", "post", "delete", "patch"}
_RAISES = re.compile(r"\s+Raises .*", re.DOTALL)
"""What a docstring says of exceptions: callers are told by the statuses."""

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

PROBLEMS: Mapping[str, Schema] = {
    str(status): {
        "description": "; ".join(
            f"`{code}`: {meaning}" for code, (one, meaning) in CODES.items() if one == status
        ),
        "content": {"application/problem+json": {"schema": named("Problem")}},
    }
    for status, _ in CODES.values()
}
"""What every refusal looks like, by its status."""


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


def refusals(path: str, operation: Schema) -> Iterator[str]:
    """Yield the statuses that may meet a request, apart from its answers."""
    yield "503"
    if needs_key(path):
        yield from ("401", "403", "404", "429")
    parameters = operation.get("parameters", ())
    if parameters or "requestBody" in operation:
        yield "400"
    if "requestBody" in operation:
        yield "413"
    if "if-match" in {one["name"] for one in parameters}:
        yield "412"


def _tidy(operation: Schema) -> None:
    """Take out what is the framework's, and what is said to those who read the code."""
    operation["responses"].pop("422", None)  # with us that is a 400
    if "description" in operation:
        operation["description"] = _RAISES.sub("", operation["description"])


def document(app: FastAPI, paths: Mapping[str, Schema]) -> Schema:
    """Write the one document: FastAPI's routes, the hand-described ones, keys and problems."""
    written = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for operations in written["paths"].values():
        for operation in operations.values():
            _tidy(operation)
    for path, operations in paths.items():
        written["paths"].setdefault(path, {}).update(operations)
    for path, operations in written["paths"].items():
        for method in _METHODS & operations.keys():
            operation = operations[method]
            for status in refusals(path, operation):
                problem = {"$ref": f"#/components/responses/{status}"}
                operation["responses"].setdefault(status, problem)
            if needs_key(path):
                operation["security"] = [{"key": []}]
    components = written.setdefault("components", {})
    schemas = {
        name: one
        for name, one in components.get("schemas", {}).items()
        if name not in {"HTTPValidationError", "ValidationError"}
    }
    components["schemas"] = {**schemas, **SCHEMAS}
    components["responses"] = PROBLEMS
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    return written
