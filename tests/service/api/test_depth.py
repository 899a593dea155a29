"""Does no body, however deep, take anything down: neither the bottomless nor the just deep?"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pytest

from service.api.bodies import MOST_DEPTH
from tests.service.api.conftest import Served
from tests.service.api.test_doors import DOORS, GUARDED

DEPTHS = (50, 150, 1_000, 10_000)
TAKING = [one for one in GUARDED if one.split()[0] in {"POST", "PUT", "PATCH"}]
PATH = {
    "product_id": "s1",
    "customer_id": "c",
    "kind": "compound",
    "key": "haustuer",
    "index": "products",
    "facet": "brand",
}


def nested(depth: int) -> Iterator[bytes]:
    """Yield lists in lists and objects in objects."""
    yield b"[" * depth + b"]" * depth
    yield b'{"a":' * depth + b"1" + b"}" * depth


def fields(document: Mapping[str, Any], operation: str) -> list[str]:
    """Name the fields that bodies have, whichever form they take."""
    method, path = operation.split()
    content = document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    found: set[str] = set()
    waiting = [one["schema"] for one in content.values()]
    while waiting:
        schema = waiting.pop()
        if "$ref" in schema:
            waiting.append(document["components"]["schemas"][schema["$ref"].split("/")[-1]])
        found |= schema.get("properties", {}).keys()
        waiting += [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        if "items" in schema:
            waiting.append(schema["items"])
    return sorted(found)


def bodies(document: Mapping[str, Any], operation: str, depth: int) -> Iterator[bytes]:
    """Yield what is deep as a whole, and what is deep in one of its fields."""
    for deep in nested(depth):
        yield deep
        for name in fields(document, operation):
            field = b"{" + orjson.dumps(name) + b":" + deep + b"}"
            yield from (field, b"[" + field + b"]")


@pytest.mark.parametrize("operation", TAKING)
def test_a_deep_body_is_judged_and_one_that_is_too_deep_refused(
    read_only: Served, operation: str
) -> None:
    document = read_only.client.get("/openapi.json").json()
    method, path = operation.split()
    named = {part: PATH.get(part, "none") for part in ("entry_id", *PATH)}
    (who, *_) = sorted(DOORS[operation] or ())
    for depth in DEPTHS:
        for body in bodies(document, operation, depth):
            headers = {"Content-Type": "application/json"}
            answer = read_only.ask(
                method, path.format(**named), who, content=body, headers=headers
            )
            assert answer.status_code < 500, (depth, body[:60], answer.text)
            if depth > MOST_DEPTH and reads_json(document, operation):
                assert answer.status_code == 400, (body[:60], answer.text)


def reads_json(document: Mapping[str, Any], operation: str) -> bool:
    """Say whether an operation has a body, and that as JSON."""
    method, path = operation.split()
    body = document["paths"][path][method.lower()].get("requestBody", {})
    return "application/json" in body.get("content", {})
