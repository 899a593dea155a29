"""How rules, synonyms and the like are written: schemas for the OpenAPI document."""

from collections.abc import Mapping

from knowledge_base.compatibility import Fit
from knowledge_base.content import LONGEST_TEXT, MOST_KEYWORDS
from knowledge_base.golden_queries import LAST_PLACE, MOST_EXPECTED
from knowledge_base.placements import BESIDE, MOST_GROUPS, MOST_HITS, MOST_PER_TYPE
from knowledge_base.rules import MOST_CONSEQUENCES, MOST_PINS, MOST_PRIORITY, Match, Strength
from knowledge_base.shop import (
    EVERYWHERE,
    FACETS,
    FEWEST_VISITORS,
    LONGEST_EXCLUDED,
    MOST_EXCLUDED,
    MOST_NAMED,
    SoldOut,
)
from knowledge_base.synonyms import EQUAL, MOST_TEXTS, SynonymKind
from recommenders.serving import RECOMMENDERS, STRATEGIES
from service.api.shapes import Schema, shape, some

TOUCH_POINTS = ("search", "suggest", *STRATEGIES)
"""Where rules and dials can hold: every list of products we fill."""

_TEXT: Schema = {"type": "string", "maxLength": 2_000}
_WORD: Schema = {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"}
_LANGUAGE: Schema = {"type": "string", "pattern": "^[a-z]{2}$"}
_FLAG: Schema = {"type": "boolean"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_PLACE: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_PINS}
_ADDRESS: Schema = {"type": "string", "pattern": "^https?://[a-z0-9.]+/[a-z0-9/]*$"}
_FILTER: Schema = {
    "type": "string",
    "pattern": "^[a-z_]{1,64}:[0-9A-Za-z]{1,100}$",
    "description": "facet:value, or price:low..high",
}


def _closed(required: Mapping[str, Schema], **more: Schema) -> Schema:
    return {**shape(required, **more), "additionalProperties": False}


def _one_of(words: type[Fit | Match | Strength | SoldOut]) -> Schema:
    return {"type": "string", "enum": [one.value for one in words]}


_PUSH = _closed({"filter": _FILTER}, strength=_one_of(Strength))
_HIDE: Schema = {"oneOf": [_closed({"product_id": _WORD}), _closed({"filter": _FILTER})]}
_PIN: Schema = {
    "oneOf": [
        _closed({"product_id": _WORD, "position": _PLACE}),
        _closed({"filter": _FILTER, "position": _PLACE}, limit=_PLACE),
    ]
}
_CONSEQUENCES: Mapping[str, Schema] = {
    "pin": _PIN,
    "boost": _PUSH,
    "bury": _PUSH,
    "hide": _HIDE,
    "filter": _FILTER,
    "redirect": _ADDRESS,
    "replace_query": {**_TEXT, "pattern": "^[a-z]+$"},
    "banner": _closed({"title": {**_TEXT, "pattern": "^[a-z]+$"}, "url": _ADDRESS}),
    "facets": some(_WORD, 20),
}
_THEN = [_closed({name: schema}) for name, schema in _CONSEQUENCES.items()]
_DIAL = _closed({}, on=_FLAG, strength={"type": "integer", "minimum": 0, "maximum": 100})
_DIALS = _closed(
    {},
    pre=_DIAL,
    segment=_DIAL,
    one_to_one=_DIAL,
    exploration=_DIAL,
    margin=_DIAL,
    stock=_DIAL,
    first_tiles={"type": "integer", "minimum": 0, "maximum": 1_000},
)

_SAID: Schema = {"type": "string", "pattern": "^[a-zäöüß]{1,20}$"}


def _synonym(kind: SynonymKind, required: Mapping[str, Schema], **more: Schema) -> Schema:
    """Describe the entries of one kind."""
    named = {"kind": {"type": "string", "const": kind.value}, **required}
    return _closed(named, **more, language=_LANGUAGE, enabled=_FLAG, note=_TEXT)


def _texts(least: int = 1, most: int = MOST_TEXTS) -> Schema:
    return {**some(_SAID, most), "minItems": least}


def _weight(most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most, "description": "per cent"}


_SYNONYMS = [
    _synonym(SynonymKind.TWO_WAY, {"words": _texts(2)}, weight=_weight(EQUAL)),
    _synonym(
        SynonymKind.ONE_WAY, {"from": _texts(), "to": _texts()}, weight=_weight(EQUAL - 1)
    ),
    _synonym(SynonymKind.REPLACEMENT, {"from": _texts(), "to": _texts(1, 1)}),
    _synonym(SynonymKind.STOP_WORDS, {"words": _texts()}),
    _synonym(SynonymKind.PROTECTED_WORDS, {"words": _texts()}),
]

_ANY = "|".join(sorted(RECOMMENDERS))
_GROUP: Schema = {
    "type": "string",
    "pattern": f"^({_ANY})([{BESIDE}]({_ANY}))*$",
    "description": f"a recommender, or several with {BESIDE} between them that take turns",
}

_SIDE: Schema = {
    "oneOf": [
        _closed({"product_id": _WORD}, facet=_WORD),
        _closed({"filter": _FILTER}, facet=_WORD),
    ]
}

SCHEMAS: Mapping[str, Schema] = {
    "rules": _closed(
        {"then": {**some({"oneOf": _THEN}, MOST_CONSEQUENCES), "minItems": 1}},
        name=_TEXT,
        when=_closed(
            {},
            query=_TEXT,
            match=_one_of(Match),
            category=_TEXT,
            placement={"type": "string", "enum": [*TOUCH_POINTS]},
            segment=_TEXT,
            language=_TEXT,
            campaign=_TEXT,
            **{"from": _MOMENT, "until": _MOMENT},
        ),
        enabled=_FLAG,
        priority={"type": "integer", "minimum": -MOST_PRIORITY, "maximum": MOST_PRIORITY},
        note=_TEXT,
    ),
    "segments": _closed(
        {"condition": {**_TEXT, "examples": ["views >= 8 and sale_view_share >= 0.5"]}},
        name=_TEXT,
        names={
            "type": "object",
            "propertyNames": _LANGUAGE,
            "additionalProperties": _TEXT,
        },
        prefer=some(_PUSH, MOST_CONSEQUENCES),
        priority={"type": "integer", "minimum": -MOST_PRIORITY, "maximum": MOST_PRIORITY},
        enabled=_FLAG,
    ),
    "shop": _closed(
        {},
        sold_out=_one_of(SoldOut),
        free_shipping_from={"type": "string", "pattern": "^[0-9]{1,6}[.][0-9]{2}$"},
        ladder={
            "type": "object",
            "propertyNames": {"enum": [EVERYWHERE, FACETS, *TOUCH_POINTS]},
            "additionalProperties": _DIALS,
        },
        suggestions=_closed(
            {},
            least_visitors={"type": "integer", "minimum": FEWEST_VISITORS, "maximum": 1_000},
            exclude=some({**_TEXT, "maxLength": LONGEST_EXCLUDED}, MOST_EXCLUDED),
        ),
        facets=_closed(
            {},
            first=some(_WORD, MOST_NAMED),
            hidden=some(_WORD, MOST_NAMED),
            by_name=some(_WORD, MOST_NAMED),
        ),
    ),
    "synonyms": {"oneOf": _SYNONYMS},
    "content": _closed(
        {"title": {**_TEXT, "pattern": "^[a-z]+$"}, "url": _ADDRESS},
        text={"type": "string", "maxLength": LONGEST_TEXT},
        image_url=_ADDRESS,
        language=_LANGUAGE,
        keywords=some(_SAID, MOST_KEYWORDS),
        enabled=_FLAG,
        **{"from": _MOMENT, "until": _MOMENT},
    ),
    "compatibility": _closed(
        {"product": _SIDE, "with": _SIDE},
        says=_one_of(Fit),
        both_ways=_FLAG,
        enabled=_FLAG,
        note=_TEXT,
    ),
    "golden_queries": _closed(
        {
            "query": {**_TEXT, "pattern": "^[a-z]+$"},
            "expect": {
                **some(
                    _closed(
                        {"product_id": _WORD},
                        at_most={"type": "integer", "minimum": 1, "maximum": LAST_PLACE},
                    ),
                    MOST_EXPECTED,
                ),
                "minItems": 1,
            },
        },
        language=_LANGUAGE,
        enabled=_FLAG,
        note=_TEXT,
    ),
    "placements": _closed(
        {},
        strategy=some(_GROUP, MOST_GROUPS),
        size={"type": "integer", "minimum": 1, "maximum": MOST_HITS},
        filter=_FILTER,
        category=_TEXT,
        per_type={"type": "integer", "minimum": 0, "maximum": MOST_PER_TYPE},
        dials=_DIALS,
        enabled=_FLAG,
        note=_TEXT,
    ),
    "learned": _closed({"veto": {"type": "boolean", "const": True}}, note=_TEXT),
}
