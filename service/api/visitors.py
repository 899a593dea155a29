"""`/v1/visitors`: all that is kept of a person, and its erasure (Art. 15, 17, 20 GDPR)."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from knowledge_base.errors import UnknownName
from knowledge_base.storage.people import export_person
from service.api.answers import json_response
from service.api.question import MOST_ID
from service.door.edge import AtEdge, Edge
from service.erasing import erase

PersonId = Annotated[
    str, Path(max_length=MOST_ID, description="a visitor's or a customer's id")
]

router = APIRouter(prefix="/v1/visitors", tags=["people"])


@router.get("/{person_id}", summary="Everything that is kept of a person")
def export(person_id: PersonId, edge: AtEdge) -> Response:
    """Export every fact and every event."""
    with edge.runtime.database.read() as connection:
        kept = export_person(connection, person_id)
    if not kept["events"] and not kept["facts"]:
        raise UnknownName(f"nothing is kept of '{person_id}'")
    return json_response(kept, headers={"Cache-Control": "no-store"})


@router.delete("/{person_id}", summary="Erase a person")
def erase_visitor(person_id: PersonId, edge: AtEdge) -> Response:
    """Erase every trace, and say how many rows that were."""
    return forget(edge, person_id)


def forget(edge: Edge, person_id: str) -> Response:
    """Erase a visitor or customer, once nothing about the person waits to be written."""
    edge.runtime.events.submit([]).result()
    folder = edge.settings.data_dir
    erased = erase(edge.runtime.database, folder, person_id, now=datetime.now(UTC))
    return json_response({"erased": erased})
