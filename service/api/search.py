"""`GET /v1/search`: what was found, in which order, and how to narrow it."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ranking.sorting import Sort
from service.answering.searching import SearchAsk
from service.answering.searching import search as find
from service.api.answers import answer
from service.api.context import CONTEXT, read_context
from service.api.openapi import read_operation
from service.api.question import Parameter, Question, unusable
from service.door.edge import edge_of, sees_numbers
from service.watching.timings import stage

MOST_LETTERS = 500
MOST_HITS = 100
DEEPEST = 10_000
MOST_FACETS = 100
SORTS = tuple(one.value for one in Sort)

PARAMETERS = (
    Parameter("q", f"the query; empty browses; cut after {MOST_LETTERS} letters"),
    Parameter("sort", "the order", {"type": "string", "enum": list(SORTS)}),
    Parameter("page", "from 1", {"type": "integer", "minimum": 1, "maximum": DEEPEST}),
    Parameter(
        "per_page", "hits on a page", {"type": "integer", "minimum": 1, "maximum": MOST_HITS}
    ),
    Parameter(
        "facets",
        "names of the facets wanted, by comma; the useful ones where left out",
    ),
    Parameter(
        "facet_query",
        "facet:letters gives the values of a facet that have a word with these letters; may"
        " be repeated",
        {"type": "array", "items": {"type": "string"}, "maxItems": MOST_FACETS},
    ),
    Parameter(
        "verbatim",
        "take the text as it is: correct nothing, and make no filters of its words",
        {"type": "boolean"},
    ),
    Parameter(
        "without_filter",
        "a removable filter of the interpretation, such as colour:Blau, whose words are to be"
        " searched for as words; may be repeated",
        {"type": "array", "items": {"type": "string"}, "maxItems": MOST_FACETS},
    ),
    Parameter("explain", "say why each hit stands where it does", {"type": "boolean"}),
    *CONTEXT,
)


def read_ask(request: Request, question: Question | None = None) -> SearchAsk:
    """Read what is asked, with more parameters of a `question` that knows them.

    Raises BadInput that names the parameter.
    """
    question = question or Question(request.query_params, PARAMETERS)
    text = question.text("q", MOST_LETTERS).strip()
    page = question.number("page", 1, 1, DEEPEST)
    per_page = question.number("per_page", 24, 1, MOST_HITS)
    if page * per_page > DEEPEST:
        raise unusable("page", f"goes deeper than {DEEPEST} hits")
    return SearchAsk(
        context=read_context(
            request, edge_of(request), question, "search" if text else "category"
        ),
        text=text,
        sort=Sort(question.choice("sort", SORTS)),
        page=page,
        per_page=per_page,
        facets=question.words("facets", MOST_FACETS),
        within=dict(question.each("facet_query", MOST_FACETS, _facet_query)),
        words=question.each("without_filter", MOST_FACETS, lambda value, _: value),
        verbatim=question.flag("verbatim"),
        reasons=question.flag("explain"),
        explain=question.flag("explain") and sees_numbers(request),
    )


def _facet_query(text: str, place: str) -> tuple[str, str]:
    """Read facet:letters. Raises BadInput."""
    facet, colon, letters = text.partition(":")
    if not (facet and colon) or not text.isprintable():
        raise unusable(place, "is not of the form facet:letters")
    return facet, letters[:MOST_LETTERS]


async def search(request: Request) -> Response:
    """Answer a search, or a category page."""
    edge = edge_of(request)
    ask = read_ask(request)
    with stage("person"):
        pace = await edge.pacing.begin(request, edge.runtime, ask.context)
    asked = replace(ask, context=pace.context)
    body = pace.answer(lambda: find(pace.engine, asked, pace.profile))
    edge.telemetry.searched(body["total"])
    return answer(request, body, ask.context)


ROUTES = [Route("/v1/search", search)]
PATHS = {
    "/v1/search": {
        "get": read_operation("Search, or browse a category", PARAMETERS, "SearchAnswer")
    }
}
