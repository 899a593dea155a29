"""Does every address let in exactly the keys that are meant for it?"""

from collections.abc import Iterable
from urllib.parse import quote

import pytest

from service.door.auth import KeyClass
from tests.service.api.conftest import Served

PUBLIC, SERVER, MERCHANDISER = KeyClass.PUBLIC, KeyClass.PRIVATE, KeyClass.MERCHANDISER
EVERYBODY = set(KeyClass)
ENTRIES = {"GET", "POST", "PUT", "DELETE"}

DOORS = {
    "GET /v1/search": EVERYBODY,
    "GET /v1/suggest": EVERYBODY,
    "GET /v1/recommendations/{placement}": EVERYBODY,
    "POST /v1/recommendations": EVERYBODY,
    "GET /v1/products/{product_id}": EVERYBODY,
    "PUT /v1/products": {SERVER},
    "PATCH /v1/products": {SERVER},
    "DELETE /v1/products/{product_id}": {SERVER},
    "POST /v1/events": {PUBLIC, SERVER},
    "GET /v1/visitors/{person_id}": {SERVER},
    "DELETE /v1/visitors/{person_id}": {SERVER},
    "GET /v1/customers/{customer_id}": {SERVER},
    "PUT /v1/customers/{customer_id}": {SERVER},
    "DELETE /v1/customers/{customer_id}": {SERVER},
    "GET /v1/shop": {MERCHANDISER},
    "PUT /v1/shop": {MERCHANDISER},
    "GET /v1/shop/history": {MERCHANDISER},
    "POST /v1/shop/undo": {MERCHANDISER},
    **{
        f"{operation}": {MERCHANDISER}
        for kind in (
            "rules",
            "segments",
            "synonyms",
            "content",
            "compatibility",
            "golden_queries",
        )
        for operation in (
            f"GET /v1/{kind}",
            f"POST /v1/{kind}",
            f"GET /v1/{kind}/{{entry_id}}",
            f"PUT /v1/{kind}/{{entry_id}}",
            f"DELETE /v1/{kind}/{{entry_id}}",
            f"GET /v1/{kind}/{{entry_id}}/history",
            f"POST /v1/{kind}/{{entry_id}}/undo",
        )
    },
    **{
        f"{operation}": {MERCHANDISER}
        for operation in (
            "GET /v1/placements",
            "GET /v1/placements/{entry_id}",
            "PUT /v1/placements/{entry_id}",
            "DELETE /v1/placements/{entry_id}",
            "GET /v1/placements/{entry_id}/history",
            "POST /v1/placements/{entry_id}/undo",
        )
    },
    "POST /v1/rules/preview": {MERCHANDISER},
    "GET /v1/rules/problems": {MERCHANDISER},
    "POST /v1/rules/import": {MERCHANDISER},
    "GET /v1/rules/export": {MERCHANDISER},
    "POST /v1/rules/replay": {MERCHANDISER},
    "POST /v1/synonyms/import": {MERCHANDISER},
    "GET /v1/synonyms/export": {MERCHANDISER},
    "GET /v1/learned": {MERCHANDISER},
    "GET /v1/learned/{kind}/{key}": {MERCHANDISER},
    "PUT /v1/learned/{kind}/{key}": {MERCHANDISER},
    "DELETE /v1/learned/{kind}/{key}": {MERCHANDISER},
    "GET /v1/learned/{kind}/{key}/history": {MERCHANDISER},
    "GET /v1/explain": {MERCHANDISER},
    "GET /v1/reports/searches": {MERCHANDISER},
    "GET /v1/reports/segments": {MERCHANDISER},
    **{
        f"POST /algolia/1/{path}": {PUBLIC, SERVER}
        for path in (
            "events",
            "indexes/*/queries",
            "indexes/*/recommendations",
            "indexes/{index}/query",
            "indexes/{index}/facets/{facet}/query",
        )
    },
    "GET /metrics": {SERVER, MERCHANDISER},
    "GET /healthz": None,
    "GET /readyz": None,
}
"""For each operation the classes of keys that may; None where no key is needed."""

GUARDED = [operation for operation, who in DOORS.items() if who is not None]


def knock(served: Served, operation: str, key: str | None, ending: str = "") -> int:
    """Ask for something with a key; return the status."""
    method, path = operation.split()
    path = path.format(
        placement="home",
        product_id="s1",
        person_id="nobody",
        customer_id="nobody",
        entry_id="none",
        kind="compound",
        key="none",
        index="products",
        facet="brand",
    )
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    lists = method in {"POST", "PUT", "PATCH"} and "recommendations" not in path
    answer = served.client.request(
        method, path + ending, headers=headers, json=[] if lists else None
    )
    return answer.status_code


def refusals(served: Served, operation: str, ending: str = "") -> dict[KeyClass | None, int]:
    """Return the status for each class of keys and for nobody, where that is a refusal."""
    callers: Iterable[KeyClass | None] = (None, *KeyClass)
    answers = {
        one: knock(served, operation, served.keys[one] if one else None, ending)
        for one in callers
    }
    return {who: status for who, status in answers.items() if status in {401, 403}}


def test_every_operation_there_is_stands_in_the_table(read_only: Served) -> None:
    document = read_only.client.get("/openapi.json").json()
    offered = {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert offered == DOORS.keys()


@pytest.mark.parametrize("operation", DOORS)
def test_an_operation_is_open_to_its_own_keys_only(lasting: Served, operation: str) -> None:
    allowed = DOORS[operation]
    refused = {} if allowed is None else dict.fromkeys(EVERYBODY - allowed, 403) | {None: 401}
    assert refusals(lasting, operation) == refused


@pytest.mark.parametrize("operation", GUARDED)
def test_no_sign_behind_an_address_opens_it(read_only: Served, operation: str) -> None:
    for who in (None, *KeyClass):
        key = read_only.keys[who] if who else None
        for ending in ("\n", "\r", "\0", "\u2028"):
            assert knock(read_only, operation, key, quote(ending)) == 404


@pytest.mark.parametrize(
    "path", ["/v1/nothing", "/v1/Rules", "/v1/rules ", "/v1//rules", "/v1/"]
)
def test_whoever_has_a_key_is_told_that_there_is_nothing(read_only: Served, path: str) -> None:
    assert refusals(read_only, f"GET {quote(path)}") == {None: 401}
