"""`/v1/learned`: what the machine learned of the shop's words, and people's veto."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from knowledge_base.learned import LONGEST_KEY, LearnedKind, canonical, read_veto, veto_id
from knowledge_base.storage.merchandising import entries
from service.api.answers import json_response
from service.api.merchandising import IfMatch, Kind, Written, new_router, taking
from service.api.openapi import json_answer
from service.api.shapes import FLAG, MAYBE_TEXT, NUMBER, TEXT, shape, some
from service.door.edge import AtEdge
from service.learned import KIND, LearnedAsk, list_learned

MOST_PER_PAGE = 500
MOST_PAGES = 10_000

Key = Annotated[str, Path(max_length=LONGEST_KEY, description="the word or unit, as listed")]
_FACT = shape(
    {
        "kind": TEXT,
        "key": TEXT,
        "language": MAYBE_TEXT,
        "what": MAYBE_TEXT,
        "evidence": {"type": "object"},
        "vetoed": FLAG,
        "note": MAYBE_TEXT,
        "author": MAYBE_TEXT,
        "version": NUMBER,
    }
)
_LISTED = shape({"total": NUMBER, "page": NUMBER, "per_page": NUMBER, KIND: some(_FACT)})

_kind = Kind(KIND, read_veto)
router = new_router(KIND)


class Asked(BaseModel):
    """Which facts are wanted, and which page of them."""

    model_config = ConfigDict(extra="forbid")

    kind: LearnedKind | None = None
    language: str | None = Field(None, max_length=16)
    q: str = Field("", max_length=LONGEST_KEY, description="letters of the word or its parts")
    vetoed: bool | None = None
    page: int = Field(1, ge=1, le=MOST_PAGES)
    per_page: int = Field(50, ge=1, le=MOST_PER_PAGE)


@router.get("", summary="List what was learned of words", responses={200: json_answer(_LISTED)})
def every(edge: AtEdge, asked: Annotated[Asked, Query()]) -> Response:
    """Answer with one page of the facts, with their evidence and with whose veto."""
    with edge.runtime.database.read() as connection:
        stored = entries(connection, KIND)
    ask = LearnedAsk(asked.kind, asked.language, asked.q, asked.vetoed)
    found = list_learned(edge.runtime.engine.opened, stored, ask)
    first = (asked.page - 1) * asked.per_page
    shown = {"total": len(found), "page": asked.page, "per_page": asked.per_page}
    return json_response({**shown, KIND: found[first : first + asked.per_page]})


@router.get("/{kind}/{key:path}/history", summary="Show all versions of a veto")
def versions(edge: AtEdge, kind: LearnedKind, key: Key) -> Response:
    """Answer with every version there was, the newest first, and whose it is."""
    return _kind.versions(edge, veto_id(kind, canonical(kind, key)))


@router.get("/{kind}/{key:path}", summary="Show a veto")
def get(edge: AtEdge, kind: LearnedKind, key: Key) -> Response:
    """Answer with a veto."""
    return _kind.get(edge, veto_id(kind, canonical(kind, key)))


@router.put("/{kind}/{key:path}", summary="Veto what was learned", **taking(KIND))
def put(
    request: Request, kind: LearnedKind, key: Key, written: Written, if_match: IfMatch = None
) -> Response:
    """Keep a fact from being used, in every process within a second."""
    return _kind.put(request, veto_id(kind, canonical(kind, key)), written, if_match)


@router.delete("/{kind}/{key:path}", status_code=204, summary="Take a veto back")
def delete(request: Request, kind: LearnedKind, key: Key, if_match: IfMatch = None) -> Response:
    """Let a fact be used again."""
    return _kind.delete(request, veto_id(kind, canonical(kind, key)), if_match)
