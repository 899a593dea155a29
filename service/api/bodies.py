"""Reads JSON bodies strictly: no NaN, no lone surrogates, no bottomless nesting."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.errors import BadInput, Fault
from service.door.errors import faults_in


class Body(BaseModel):
    """A JSON object with the fields named here and no others."""

    model_config = ConfigDict(extra="forbid")


M = TypeVar("M", bound=Body)

MOST_DEPTH = 100
"""Lists and objects in each other: whoever looks into more would run out of stack."""
_CONTAINERS = (dict, list)


def read_json(raw: bytes) -> Any:
    """Decode JSON. Raises BadInput that names the place."""
    try:
        value = _decoded(raw)
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        raise BadInput("the body is not JSON", Fault(place, error.msg, "not_json")) from None
    return value


def _decoded(raw: bytes) -> Any:
    """Decode JSON. Raises JSONDecodeError, also for what is nested too deep."""
    value = orjson.loads(raw)
    level = [value] if isinstance(value, _CONTAINERS) else []
    for _ in range(MOST_DEPTH):
        level = [
            inside
            for one in level
            for inside in (one.values() if isinstance(one, dict) else one)
            if isinstance(inside, _CONTAINERS)
        ]
        if not level:
            return value
    raise orjson.JSONDecodeError(f"nests deeper than {MOST_DEPTH} levels", "", 0)


def read_body(model: type[M], raw: bytes) -> M:
    """Decode JSON into a body of known form. Raises BadInput with a fault per field."""
    try:
        return model.model_validate(read_json(raw))
    except ValidationError as error:
        detail = "the body does not have the form that is asked"
        raise BadInput(detail, *faults_in(error.errors())) from None


class _StrictRequest(Request):
    async def json(self) -> Any:
        """Decode the body the strict way, for FastAPI."""
        return _decoded(await self.body())


class StrictRoute(APIRoute):
    """A FastAPI route whose body is read like all the others."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Hand FastAPI a request that decodes strictly."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(_StrictRequest(request.scope, request.receive))

        return strict
