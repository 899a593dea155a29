"""What `/algolia/1/…` takes and answers, described for the OpenAPI document."""

from collections.abc import Mapping, Sequence

from service.api.algolia_recommendations import PLACEMENTS
from service.api.context import CONTEXT
from service.api.openapi import json_answer, path_parameter
from service.api.shapes import MAYBE_TEXT, NUMBER, TEXT, Schema, named, shape, some

_COUNTS: Schema = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": NUMBER},
    "description": "products by facet and value, if no other value of the facet were chosen",
}
_SPANS: Schema = {
    "type": "object",
    "additionalProperties": shape({"min": {"type": "number"}, "max": {"type": "number"}}),
}
_HIT = shape(
    {"objectID": TEXT, "token": TEXT, "title": TEXT}, _highlightResult={"type": "object"}
)
_FACET_HITS = shape(
    {
        "facetHits": some(shape({"value": TEXT, "highlighted": TEXT, "count": NUMBER})),
        "exhaustiveFacetsCount": {"type": "boolean"},
        "processingTimeMS": NUMBER,
    }
)
_PAGE: Mapping[str, Schema] = {
    "hits": some(_HIT),
    "nbHits": NUMBER,
    "page": {**NUMBER, "description": "from 0"},
    "nbPages": NUMBER,
    "hitsPerPage": NUMBER,
    "query": TEXT,
    "index": TEXT,
    "processingTimeMS": NUMBER,
}
_RESULTS = shape(
    {**_PAGE, "facets": _COUNTS, "renderingContent": {"type": "object"}},
    facets_stats=_SPANS,
    queryID={**TEXT, "description": "signed proof of what was shown; events send it back"},
    interpretation=named("Interpretation"),
)
_SHELF = shape({**_PAGE, "queryID": TEXT, "title": TEXT})
_ERROR = json_answer(
    shape({"message": TEXT, "status": NUMBER}), "What is wrong, in Algolia's shape"
)
_ERRORS = ("400", "401", "403", "404", "413", "429", "503")
_OBJECT: Schema = {"type": "object"}


def _operation(
    summary: str,
    body: Schema,
    answer: Schema,
    *in_path: Schema,
    errors: Sequence[str] = _ERRORS,
) -> Schema:
    content = {kind: {"schema": body} for kind in ("application/json", "text/plain")}
    content["text/plain"] = {"schema": TEXT}
    return {
        "post": {
            "summary": summary,
            "parameters": [*in_path, *(one.as_openapi() for one in CONTEXT)],
            # Where nothing need be said, as in a search for everything, no body says it too.
            "requestBody": {"required": "required" in body, "content": content},
            "responses": {"200": json_answer(answer), **dict.fromkeys(errors, _ERROR)},
        }
    }


_INDEX = path_parameter("index", "any name; its ending (_price_asc, …) is the order")
_FACET = path_parameter("facet", "a facet, or a level of the categories: category.lvl0")
_MODEL: Schema = {"type": "string", "enum": list(PLACEMENTS)}

PATHS: Mapping[str, Schema] = {
    "/algolia/1/indexes/*/queries": _operation(
        "Several searches at once, as InstantSearch asks them",
        shape({"requests": some(_OBJECT)}),
        shape({"results": some({"anyOf": [_RESULTS, _FACET_HITS]})}),
    ),
    "/algolia/1/indexes/{index}/query": _operation("One search", _OBJECT, _RESULTS, _INDEX),
    "/algolia/1/indexes/{index}/facets/{facet}/query": _operation(
        "Search among the values of a facet", _OBJECT, _FACET_HITS, _INDEX, _FACET
    ),
    "/algolia/1/indexes/*/recommendations": _operation(
        "Recommendations by the name of a model",
        shape({"requests": some(shape({"model": _MODEL}, objectID=MAYBE_TEXT))}),
        shape({"results": some(_SHELF)}),
    ),
    "/algolia/1/events": _operation(
        "What visitors did, as search-insights tells it",
        shape({"events": some(_OBJECT)}),
        shape({"message": TEXT, "status": NUMBER}),
        errors=(*_ERRORS, "422"),
    ),
}
