"""`/v1/rules/import` and `/v1/rules/export`: rules as querqy's `rules.txt`."""

from typing import Annotated

from fastapi import APIRouter, Body
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from service.api.answers import json_response
from service.api.openapi import json_answer
from service.api.synonym_files import VERDICT, Language, decoded, verdict
from service.door.edge import AtEdge, caller_of, edge_of
from service.intake.querqy import export_rules, import_rules
from service.unknown_names import check_language

Rules = Annotated[
    bytes, Body(media_type="text/plain", description="querqy's common rules, in UTF-8")
]

router = APIRouter(prefix="/v1/rules", tags=["result management"])


@router.post(
    "/import",
    summary="Add the rules of a rules.txt",
    responses={
        200: json_answer(
            {**VERDICT, "properties": {**VERDICT["properties"], "synonyms": VERDICT}},
            "What became of the rules, and of the synonyms among them",
        )
    },
)
def add(request: Request, lines: Rules, language: Language = None) -> Response:
    """Add a rule for every input that can be used; each of the others is named."""
    edge, author = edge_of(request), caller_of(request).name
    check_language(language, edge.settings.languages, "query.language")
    done = import_rules(edge.runtime.database, decoded(lines), author, language)
    return json_response({**verdict(done.rules), "synonyms": verdict(done.synonyms)})


@router.get("/export", summary="Write all rules", response_class=PlainTextResponse)
def give(edge: AtEdge) -> Response:
    """Answer with a rules.txt in the order of precedence."""
    lines = export_rules(edge.runtime.database)
    return PlainTextResponse("".join(f"{line}\n" for line in lines))
