"""Reads which recommendations an Algolia client wants, and writes them as it reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge_base.cells import IDENTIFIER_LENGTH
from knowledge_base.filters import Filter
from ranking.context import Context
from service.answering.recommending import OTHERWISE, RecommendAsk
from service.api.algolia_filters import facet_of, path_of, read_filters
from service.api.algolia_params import Params
from service.api.question import unusable
from service.api.recommendations import MOST_HITS
from service.api.search import MOST_LETTERS

Body = dict[str, Any]

PLACEMENTS: Mapping[str, str] = {
    "related-products": "product_alternatives",
    "looking-similar": "product_alternatives",
    "bought-together": "product_bundle",
    "trending-items": "trending",
    "recommended-for-you": "home",
}
"""Which placement of ours answers for which of their models."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One placement asked for, and by which name of an index."""

    ask: RecommendAsk
    index: str

    @property
    def most(self) -> int:
        """Return how many hits that may be."""
        return self.ask.limit or OTHERWISE


def read_shelf(params: Params, context: Context) -> Shelf:
    """Read one request for recommendations. Raises BadInput."""
    model = params.name("model") or ""
    if model not in PLACEMENTS:
        raise unusable(params.at("model"), f"is not one of {', '.join(PLACEMENTS)}")
    inside = params.within("queryParameters")
    filters = (*context.filters, *read_filters(inside), *_value(params))
    context = replace(context, touch_point=PLACEMENTS[model], filters=filters)
    product_id = params.name("objectID", most=IDENTIFIER_LENGTH)
    limit = params.number("maxRecommendations", 0, 0, MOST_HITS)
    index = params.name("indexName", MOST_LETTERS) or ""
    return Shelf(RecommendAsk(context, product_id, limit=limit), index)


def _value(params: Params) -> tuple[Filter, ...]:
    """Read the one value of a facet that trending products may be held to."""
    name, value = params.name("facetName"), params.text("facetValue")
    if not (name and value):
        return ()
    facet, level = facet_of(name)
    return (Filter(facet, value if level is None else path_of(value)),)


def written_shelf(shelf: Shelf, body: Body, milliseconds: int) -> Body:
    """Write the answer: hits in their order, which a score restates from 100 down."""
    hits = body["hits"]
    return {
        "hits": [
            {"objectID": hit["product_id"], **hit, "_score": 100 * (1 - place / len(hits))}
            for place, hit in enumerate(hits)
        ],
        "nbHits": len(hits),
        "page": 0,
        "nbPages": 1,
        "hitsPerPage": shelf.most,
        "query": "",
        "params": "",
        "index": shelf.index,
        "processingTimeMS": milliseconds,
        "exhaustive": {"nbHits": True},
        "exhaustiveNbHits": True,
        "title": body["title"],
        "level": body["level"],
        "answer_id": body["answer_id"],
        "snapshot_id": body["snapshot_id"],
    }
