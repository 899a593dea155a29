"""`/v1/synonyms/import` and `/v1/synonyms/export`: synonyms as Solr's `synonyms.txt`."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from knowledge_base.errors import BadInput, Fault
from service.api.answers import json_response
from service.api.openapi import FAULT, json_answer
from service.api.shapes import shape, some
from service.door.edge import AtEdge, caller_of, edge_of
from service.intake.entry_import import EntryImport
from service.intake.synonyms import export_synonyms, import_synonyms
from service.unknown_names import check_language

Language = Annotated[
    str | None,
    Query(pattern="^[A-Za-z-]{1,16}$", description="the language the lines hold in; all else"),
]
Lines = Annotated[
    bytes,
    Body(media_type="text/plain", description="`a, b` or `a => b`, a line each, in UTF-8"),
]
_COUNT = {"type": "integer"}
VERDICT = shape(
    {
        "accepted": _COUNT,
        "new": _COUNT,
        "unchanged": _COUNT,
        "refused": some(
            shape({"line": _COUNT, "detail": {"type": "string"}, "errors": some(FAULT)})
        ),
    }
)

router = APIRouter(prefix="/v1/synonyms", tags=["result management"])


@router.post(
    "/import",
    summary="Add synonyms, a line each",
    responses={200: json_answer(VERDICT, "What became of the lines")},
)
def add(request: Request, lines: Lines, language: Language = None) -> Response:
    """Add an entry for every line that can be used; each of the others is named."""
    edge, author = edge_of(request), caller_of(request).name
    check_language(language, edge.settings.languages, "query.language")
    done = import_synonyms(edge.runtime.database, decoded(lines), author, language)
    return json_response(verdict(done))


@router.get(
    "/export",
    summary="Write the synonyms, a line each",
    response_class=PlainTextResponse,
)
def give(edge: AtEdge, language: Language = None) -> Response:
    """Answer with the lines that say what the enabled entries say."""
    lines = export_synonyms(edge.runtime.database, language)
    return PlainTextResponse("".join(f"{line}\n" for line in lines))


def verdict(done: EntryImport) -> dict[str, Any]:
    """Say what became of the lines of a file."""
    refused = [
        {
            "line": one.line,
            "detail": one.detail,
            "errors": [asdict(fault) for fault in one.faults],
        }
        for one in done.refused
    ]
    accepted = done.new + done.unchanged
    counts = {"accepted": accepted, "new": done.new, "unchanged": done.unchanged}
    return {**counts, "refused": refused}


def decoded(raw: bytes) -> str:
    """Read a file of lines. Raises BadInput where it is not written in UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        detail = "is not written in UTF-8"
        raise BadInput(f"line {line} {detail}", Fault(f"line {line}", detail)) from None
