"""What an answer says of the query: how it was read, what it filters by, where it leads."""

from collections.abc import Iterator
from typing import Any

import orjson

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.columns import Ints
from knowledge_base.filters import Filter
from ranking.curation import Curation
from ranking.query import Tag
from search.interpretation import interpretation
from search.searcher import Found
from service.engine import Engine

Body = dict[str, Any]


def said_of(text: str, found: Found, curation: Curation, engine: Engine) -> Body:
    """Say what was made of the words, with the filters of rules and of the words."""
    return {
        "text": text,
        **interpretation(found),
        "filters": [
            *(_ruled(one) for one in curation.filters),
            *(_chip(one, found, engine) for one in found.chips),
            *_limit(found),
        ],
    }


def _ruled(one: Filter) -> Body:
    return {"facet": one.facet, "value": str(one).partition(":")[2], "removable": False}


def _chip(one: Tag, found: Found, engine: Engine) -> Body:
    """Write a filter that was found in the words, with what it is called and those words."""
    query, facet = found.query, engine.catalogue.facets[one.facet]
    label = facet.labels[query.language][facet.code(one.value)]
    words = query.text[query.terms[one.first].start : query.terms[one.end - 1].end]
    return {
        "facet": one.facet,
        "value": one.value,
        "label": label,
        "words": words,
        "removable": True,
    }


def _limit(found: Found) -> Iterator[Body]:
    """Write the limit of the price that the words name, if it holds."""
    limit = found.limit
    if limit:
        words = found.query.text[limit.start : limit.end]
        yield {**_ruled(limit.filter), "words": words, "removable": True}


def leads_to(text: str, engine: Engine, language: str, rows: Ints) -> str | None:
    """Return the page of the one product that a text is the whole article number of.

    A variant's own page where the number is a variant's. None unless the product is among the
    `rows` (int32) that the answer shows, and for words, which may be somebody's id by chance.
    """
    if not any(map(str.isdigit, text)):
        return None
    numbered = engine.searchers[language].lexicon.codes.exact(text)
    if len(numbered.rows) != 1 or numbered.rows[0] not in rows:
        return None
    catalogue, variant = engine.catalogue, int(numbered.variants[0])
    own = catalogue.variant_hits[language].raw(variant) if variant != UNKNOWN else b"{}"
    shared = catalogue.hits[language].raw(int(numbered.rows[0]))
    url: str | None = orjson.loads(own).get("url") or orjson.loads(shared)["url"]
    return url
