"""Turns everything that can go wrong into one wire shape: problem+json (RFC 9457)."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from knowledge_base.errors import (
    BadInput,
    Conflict,
    Fault,
    Outage,
    Refused,
    TresenError,
    Unavailable,
    UnknownName,
)

log = logging.getLogger("tresen")

CODES = {
    "bad_input": (400, "The request cannot be used; `errors` names every place."),
    "unauthorized": (401, "No key came along, or none that is valid here."),
    "refused": (403, "The key is valid, but not for this."),
    "secret_in_browser": (
        403,
        "A private key arrived from a web page: revoke it, it has leaked.",
    ),
    "origin_not_allowed": (403, "The public key is not meant for pages of this origin."),
    "out_of_scope": (403, "The key was made for other resources than this one."),
    "unknown_name": (404, "Something was named that does not exist here."),
    "not_found": (404, "There is nothing at this address."),
    "method_not_allowed": (405, "The address exists, but not for this method; see `Allow`."),
    "conflict": (409, "Somebody else was there first."),
    "version_conflict": (412, "The entry has changed since it was read; read it again."),
    "too_large": (413, "The body is larger than this service takes."),
    "too_many_requests": (429, "Wait for the seconds in `Retry-After`, then go on."),
    "internal_error": (500, "Our fault. The request id finds it in the log."),
    "overloaded": (503, "Too many wait for an answer; come back after `Retry-After`."),
    "unavailable": (503, "Not possible right now; try the same again after `Retry-After`."),
}
"""What a problem's `code` means, and the status that goes with it."""

_STATUS: Sequence[tuple[type[TresenError], int]] = (
    (UnknownName, 404),
    (BadInput, 400),
    (Refused, 403),
    (Conflict, 409),
    (Unavailable, 503),
)
RETRY_AFTER = "1"
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


class TooMany(TresenError):
    """The caller asks more often than its key allows."""

    code = "too_many_requests"

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


def status_of(error: TresenError) -> int:
    """Choose the status: by the code where it is one of ours, else by the kind of error."""
    if error.code in CODES:
        return CODES[error.code][0]
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(
    status: int,
    code: str,
    detail: str,
    faults: Sequence[Fault] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """Write a problem+json answer."""
    body = {
        "type": f"/docs/errors#{code}" if code in CODES else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": [asdict(one) for one in faults],
    }
    return Response(
        orjson.dumps(body),
        status,
        {"Cache-Control": "no-store", **(headers or {})},
        media_type="application/problem+json",
    )


def problem_of(error: TresenError) -> Response:
    """Write the answer to an error of ours."""
    headers = {}
    status = status_of(error)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_AFTER
    if isinstance(error, Outage):
        log.warning("%s", error.detail)
        return problem(status, error.code, error.told_to_callers, headers=headers)
    return problem(status, error.code, error.detail, error.faults, headers)


def faults_in(errors: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Say in our words where pydantic found something wrong."""
    return [Fault(".".join(map(str, one["loc"])), one["msg"], one["type"]) for one in errors]


def unexpected(error: Exception, request_id: str) -> Response:
    """Log what nobody expected, and tell the caller nothing but where to look."""
    log.error("request %s failed", request_id, exc_info=error)
    return problem(500, "internal_error", f"the log knows more under request {request_id}")


async def _ours(_: Request, error: Exception) -> Response:
    if not isinstance(error, TresenError):
        raise error
    return problem_of(error)


def _methods_at(request: Request) -> str:
    """List the methods of all routes at an address: the framework names the first one's."""
    found = (
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    )
    return ", ".join(found)


async def _frameworks(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    by_status = {
        400: "bad_input",
        404: "not_found",
        405: "method_not_allowed",
        413: "too_large",
    }
    code = by_status.get(error.status_code, "bad_input")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _methods_at(request)
    return problem(error.status_code, code, CODES[code][1], headers=headers)


async def _invalid(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    detail = "the request does not have the form that is asked"
    return problem(400, "bad_input", detail, faults_in(error.errors()))


def install(app: FastAPI) -> None:
    """Make an application answer every error in this shape."""
    app.add_exception_handler(TresenError, _ours)
    app.add_exception_handler(HTTPException, _frameworks)
    app.add_exception_handler(RequestValidationError, _invalid)
