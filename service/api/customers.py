"""`/v1/customers`: what the shop's own books say of a customer."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from knowledge_base.customers import Facts, read_customer
from knowledge_base.errors import UnknownName
from knowledge_base.storage.customers import facts_of, put_customers
from service.api.answers import json_response
from service.api.bodies import StrictRoute
from service.api.visitors import forget
from service.door.edge import AtEdge

_MOST_ID = 64
"""Characters: as many as an event or a customer token may name."""

CustomerId = Annotated[str, Path(max_length=_MOST_ID, description="the shop's own id")]

router = APIRouter(prefix="/v1/customers", tags=["people"], route_class=StrictRoute)


@router.put("/{customer_id}", summary="Keep the facts of a customer")
def put(customer_id: CustomerId, facts: dict[str, Any], edge: AtEdge) -> Response:
    """Keep birthday, group, loyalty status, a child's birthday or age, and facts of your own.

    They take the place of all before.
    """
    today = datetime.now(UTC).date()
    customer_id, known = read_customer({**facts, "customer_id": customer_id}, today=today)
    with edge.runtime.database.write() as connection:
        put_customers(connection, {customer_id: known})
    return _answer(customer_id, known)


@router.get("/{customer_id}", summary="The facts of a customer")
def get(customer_id: CustomerId, edge: AtEdge) -> Response:
    """Return the facts; everything else that is kept of a customer is below /v1/visitors."""
    with edge.runtime.database.read() as connection:
        known = facts_of(connection, customer_id)
    if known is None:
        raise UnknownName(f"there are no facts of '{customer_id}'")
    return _answer(customer_id, known)


@router.delete("/{customer_id}", summary="Erase a customer")
def erase(customer_id: CustomerId, edge: AtEdge) -> Response:
    """Erase every trace, and say how many rows that were."""
    return forget(edge, customer_id)


def _answer(customer_id: str, facts: Facts) -> Response:
    body = {"customer_id": customer_id, "facts": facts.words(datetime.now(UTC).date())}
    return json_response(body, headers={"Cache-Control": "no-store"})
