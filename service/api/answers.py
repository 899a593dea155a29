"""Writes answers: ids and hit tokens put in last, so that the rest can be known by an ETag."""

import secrets
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from ranking.context import Context
from service.door.edge import edge_of
from service.door.tokens import Shown

Body = dict[str, Any]


def json_response(
    body: Any, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Write a JSON answer."""
    return Response(orjson.dumps(body), status, headers, media_type="application/json")


def is_personal(context: Context) -> bool:
    """Say whether an answer was made for one person, so that nothing may keep it."""
    who = context.visitor_id or context.customer_id or context.session_id
    return bool(who or context.recent or context.basket)


def answer(request: Request, body: Body, context: Context) -> Response:
    """Give an answer its id and its tokens, and say for how long it may be kept."""
    if is_personal(context):
        return json_response(
            sealed(request, body, context), headers={"Cache-Control": "no-store"}
        )
    etag = f'"{blake2b(orjson.dumps(body), digest_size=12).hexdigest()}"'
    headers = {
        "Cache-Control": "private, no-cache",
        "ETag": etag,
        "Vary": "Authorization, DNT, Sec-GPC",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return json_response(sealed(request, body, context), headers=headers)


def sealed(request: Request, body: Body, context: Context) -> Body:
    """Put the answer's id and a token for every hit into an answer."""
    answer = secrets.randbits(64)
    tokens = edge_of(request).tokens
    at = int(context.now.timestamp())
    for placement, hit in _hits(body, context.touch_point):
        hit["token"] = tokens.sign(
            Shown(
                answer=answer,
                at=at,
                position=hit["position"],
                product_id=hit["product_id"],
                placement=placement,
                snapshot_id=body["snapshot_id"],
                forced=hit.pop("forced"),
                explored=(propensity := hit.pop("propensity", None)) is not None,
                propensity=1.0 if propensity is None else propensity,
                match_grade=hit.pop("match_grade", None),
            )
        )
    return {"answer_id": f"{answer:016x}", **body}


def _hits(body: Body, touch_point: str) -> Iterator[tuple[str, Body]]:
    """Yield the hits of an answer with where they stand: suggestions call them products."""
    for hit in body.get("hits") or body.get("products") or ():
        yield touch_point, hit
    if shelf := body.get("fallback"):
        for hit in shelf["hits"]:
            yield shelf["placement"], hit
