"""What the reads answer: described field by field for the OpenAPI document."""

from collections.abc import Mapping

from knowledge_base.catalogue import FacetKind
from knowledge_base.products import Availability
from ranking.absence import Gone
from ranking.query import Stage, Why
from ranking.signals import Level
from service.api.shapes import (
    FLAG,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    Schema,
    maybe,
    named,
    shape,
    some,
)
from service.door.pace import WITHOUT

_LEVEL: Schema = {"type": "string", "enum": [one.word for one in Level]}
_STAGE: Schema = {"type": "string", "enum": [one.value for one in Stage]}
_PLACES: Schema = {
    **some({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}),
    "description": "first character and the one behind the last, counted in code points",
}
_READ_AS = shape(
    {"text": TEXT, "means": TEXT, "why": {"type": "string", "enum": [one.value for one in Why]}}
)
_CATEGORY = shape({"value": TEXT, "label": TEXT})
_BUNDLE = shape(
    {"product": {"type": "object"}, "price": TEXT, "list_price": MAYBE_TEXT, "currency": TEXT}
)
_COUNTED = shape({"value": TEXT, "label": TEXT, "count": NUMBER, "path": some(TEXT)})
_CONTENT = shape(
    {"content_id": TEXT, "title": TEXT, "url": TEXT, "image_url": MAYBE_TEXT},
    highlight=shape({"title": _PLACES}, snippet=_PLACES),
    snippet={**TEXT, "description": "the piece of the page that says it"},
)
_FACET = {"name": TEXT, "kind": {"type": "string", "enum": [one.value for one in FacetKind]}}
_STANDING: Schema = {
    **shape(
        {
            **{name: {"type": "number"} for name in ("score", "worth", "used", "cared")},
            "level": _LEVEL,
        }
    ),
    "description": "why it stands there, for people of the shop: the score is how well it"
    " splits the hits, times how people use it here, times how the person cares",
}
_DEGRADED: Schema = {
    **some({"type": "string", "enum": list(WITHOUT)}),
    "description": "what this answer goes without, because there was no time for it",
}
_ATTRIBUTES: Schema = {
    "type": "object",
    "additionalProperties": {"anyOf": [TEXT, some(TEXT)]},
    "description": "a text, or a list where there are several",
}
_EXPLAINED: Mapping[str, Schema] = {
    "product_id": TEXT,
    "title": MAYBE_TEXT,
    "total": NUMBER,
    "level": _LEVEL,
    "rules": some(shape({"id": TEXT, "name": TEXT})),
    "position": maybe(NUMBER),
    "missing": {
        **maybe(
            shape(
                {
                    "code": {"type": "string", "enum": [one.value for one in Gone]},
                    "sentence": TEXT,
                },
                words=some(TEXT),
                products=NUMBER,
                date=TEXT,
                name=TEXT,
                source=TEXT,
                filters=some(TEXT),
                recommenders=some(TEXT),
                position=NUMBER,
                places=NUMBER,
                page=NUMBER,
            )
        ),
        "description": "the first reason why it is not on the page or shelf asked for",
    },
}

_WHY: Mapping[str, Schema] = {
    "tier": shape({"number": NUMBER}),
    "score": {"type": "number"},
    "points": some(
        shape({"signal": TEXT, "level": _LEVEL, "points": {"type": "number"}, "reason": TEXT})
    ),
    "moves": some(
        shape(
            {"move": TEXT, "reason": TEXT},
            places=NUMBER,
            per_type=NUMBER,
            position=NUMBER,
            source=TEXT,
            name=TEXT,
            propensity={"type": "number"},
        )
    ),
}
"""What people of the shop are told of a place: `points` add up to `score`."""

ANSWERS: Mapping[str, Schema] = {
    "Hit": shape(
        {
            "product_id": TEXT,
            "token": TEXT,
            "title": TEXT,
            "price": MAYBE_TEXT,
            "currency": TEXT,
            "availability": {"type": "string", "enum": [one.word for one in Availability]},
        },
        position=NUMBER,
        brand=MAYBE_TEXT,
        list_price=MAYBE_TEXT,
        lowest_price_30d=MAYBE_TEXT,
        unit_price=MAYBE_TEXT,
        delivery_days={"type": ["integer", "null"]},
        url=MAYBE_TEXT,
        image_url=MAYBE_TEXT,
        category=some(TEXT),
        attributes=_ATTRIBUTES,
        rating={"type": ["number", "null"]},
        rating_count={"type": ["integer", "null"]},
        variant=maybe(shape({"product_id": TEXT, "attributes": _ATTRIBUTES})),
        highlight=shape(
            {},
            title=_PLACES,
            brand=_PLACES,
            variant={"type": "object", "additionalProperties": _PLACES},
        ),
        reason=MAYBE_TEXT,
        recommender=TEXT,
        **_WHY,
    ),
    "FacetOfValues": shape(
        {
            **_FACET,
            "kind": {"type": "string", "enum": [FacetKind.VALUES, FacetKind.TREE]},
            "values": some(
                shape(
                    {
                        "value": TEXT,
                        "label": TEXT,
                        "count": {**NUMBER, "description": "hits after a click on it"},
                        "alone": {
                            **NUMBER,
                            "description": "hits if no other value were chosen",
                        },
                        "selected": FLAG,
                    },
                    depth={**NUMBER, "description": "in a tree, 0 at its root"},
                )
            ),
        },
        order=_STANDING,
        lifts={
            "type": "object",
            "additionalProperties": {"type": "number"},
            "description": "how many times as much the person wants a value, with explain=true",
        },
    ),
    "FacetOfNumbers": shape(
        {
            **_FACET,
            "kind": {"type": "string", "const": FacetKind.RANGE},
            "unit": MAYBE_TEXT,
            "min": TEXT,
            "max": TEXT,
            "buckets": some(
                {
                    **shape({"min": TEXT, "max": TEXT, "count": NUMBER}),
                    "description": "both ends in: filter=name:min..max leaves `count` hits",
                }
            ),
        },
        order=_STANDING,
    ),
    "Facet": {"oneOf": [named("FacetOfValues"), named("FacetOfNumbers")]},
    "Interpretation": shape(
        {
            "text": TEXT,
            "stage": _STAGE,
            "corrected": MAYBE_TEXT,
            "did_you_mean": MAYBE_TEXT,
            "dropped": some(TEXT),
            "without": some(TEXT),
            "lacking": some(TEXT),
            "synonyms": some(_READ_AS),
            "splits": some(_READ_AS),
            "units": some(shape({"text": TEXT, "means": TEXT, "of": TEXT})),
            "codes": some(TEXT),
            "filters": some(
                shape(
                    {"facet": TEXT, "value": TEXT, "removable": FLAG},
                    label=TEXT,
                    words=TEXT,
                )
            ),
            "per_word": some(shape({"text": TEXT, "products": NUMBER})),
            "steps": some(shape({"stage": _STAGE, "products": NUMBER, "dropped": some(TEXT)})),
        }
    ),
    "SearchAnswer": shape(
        {
            "answer_id": TEXT,
            "snapshot_id": MAYBE_TEXT,
            "total": NUMBER,
            "page": NUMBER,
            "per_page": NUMBER,
            "interpretation": named("Interpretation"),
            "redirect": MAYBE_TEXT,
            "banners": some(shape({"title": TEXT, "url": TEXT, "image_url": MAYBE_TEXT})),
            "breadcrumbs": some(_CATEGORY),
            "content": some(_CONTENT),
            "level": _LEVEL,
            "hits": some(named("Hit")),
            "facets": some(named("Facet")),
            "fallback": {
                **maybe(
                    shape(
                        {
                            "title": TEXT,
                            "category": maybe(_CATEGORY),
                            "placement": TEXT,
                            "level": _LEVEL,
                            "hits": some(named("Hit")),
                        }
                    )
                ),
                "description": "what to show instead where there are no hits, null otherwise",
            },
        },
        degraded=_DEGRADED,
    ),
    "ExplainedHit": shape(
        {
            **_EXPLAINED,
            "interpretation": named("Interpretation"),
            "redirect": MAYBE_TEXT,
        },
        page={**maybe(NUMBER), "description": "of a search; suggestions have none"},
        **_WHY,
    ),
    "ExplainedTile": shape(
        {**_EXPLAINED, "placement": TEXT, "strategy": some(TEXT)},
        recommender={**TEXT, "description": "who proposed it, or `rule`"},
        evidence=maybe(
            shape(
                {
                    "group": {**NUMBER, "description": "of the strategy, from 1"},
                    "score": {"type": "number", "description": "what the recommender gave"},
                    "because_of": maybe(shape({"product_id": TEXT, "title": TEXT})),
                }
            )
        ),
        reason=MAYBE_TEXT,
        forced=FLAG,
        propensity={"type": "number"},
        **_WHY,
    ),
    "Explanation": {"oneOf": [named("ExplainedHit"), named("ExplainedTile")]},
    "SuggestAnswer": shape(
        {
            "answer_id": TEXT,
            "snapshot_id": TEXT,
            "corrected": {
                **MAYBE_TEXT,
                "description": "what was typed, put right, where nothing begins as typed",
            },
            "level": _LEVEL,
            "queries": some(shape({"text": TEXT, "category": maybe(_CATEGORY)})),
            "products": some(named("Hit")),
            "categories": some(_COUNTED),
            "brands": some(_COUNTED),
            "content": some(_CONTENT),
        },
        degraded=_DEGRADED,
    ),
    "Recommendations": shape(
        {
            "answer_id": TEXT,
            "snapshot_id": TEXT,
            "placement": TEXT,
            "title": TEXT,
            "level": _LEVEL,
            "hits": some(named("Hit")),
        },
        degraded=_DEGRADED,
        threshold=MAYBE_TEXT,
        gap=MAYBE_TEXT,
        currency=TEXT,
        closable=FLAG,
        bundle=maybe(_BUNDLE),
        slots=some(shape({"name": TEXT, "category": TEXT, "hits": some(named("Hit"))})),
    ),
    "ProductPage": shape({"product": {"type": "object"}, "breadcrumbs": some(_CATEGORY)}),
}
"""The answers by name, as the document refers to them."""
