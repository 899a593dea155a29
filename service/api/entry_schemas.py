"""How rules, synonyms and the like are written: schemas for the OpenAPI document."""

from collections.abc import Mapping

from knowledge_base.compatibility import Fit
from knowledge_base.content import LONGEST_KEYWORD, LONGEST_TEXT, MOST_KEYWORDS
from knowledge_base.devices import Device
from knowledge_base.fields import ADDRESS, LONGEST
from knowledge_base.golden_queries import LAST_PLACE, MOST_EXPECTED
from knowledge_base.hours import HOURS, WEEKDAYS
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
from knowledge_base.synonyms import LONGEST_TEXT as LONGEST_WORDS
from recommenders.serving import RECOMMENDERS, STRATEGIES
from service.api.shapes import Schema, maybe, shape, some

TOUCH_POINTS = ("search", "suggest", *STRATEGIES)
"""Where rules and dials can hold: every list of products we fill."""

_TEXT: Schema = {"type": "string", "maxLength": LONGEST}
_SAID: Schema = {**_TEXT, "pattern": r"\S"}
_FLAG: Schema = {"type": "boolean"}
_MOMENT: Schema = {
    "anyOf": [{"type": "string", "format": "date-time"}, _TEXT],
    "description": "ISO 8601 with its zone; nothing says no more than leaving out",
}
_PLACE: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_PINS}
_ADDRESS: Schema = {**_TEXT, "pattern": rf"^\s*{ADDRESS}\s*$"}
_MAYBE_ADDRESS: Schema = {**_TEXT, "pattern": rf"^\s*({ADDRESS})?\s*$"}
_ZONE: Schema = {**_TEXT, "description": "a time zone, as the IANA names it: Europe/Berlin"}
_FILTER: Schema = {
    **_TEXT,
    "pattern": r"^[^:]+:[\s\S]",
    "description": "facet:value, or price:low..high",
}
_NOTHING: Schema = {"type": "null"}


def _closed(required: Mapping[str, Schema], **more: Schema) -> Schema:
    """Describe an object with no other fields; null says no more than leaving out."""
    optional = {name: maybe(one) for name, one in more.items()}
    return {**shape(required, **optional), "additionalProperties": False}


def _one_of(words: type[Device | Fit | Match | Strength | SoldOut]) -> Schema:
    return {"type": "string", "enum": [one.value for one in words]}


_PUSH = _closed({"filter": _FILTER}, strength=_one_of(Strength))


def _product_or_filter(required: Mapping[str, Schema], **more: Schema) -> Schema:
    """Describe what names either a product or a filter."""
    return {
        "oneOf": [
            _closed({"product_id": _SAID, **required}, filter=_NOTHING, **more),
            _closed({"filter": _FILTER, **required}, product_id=_NOTHING, **more),
        ]
    }


_CONSEQUENCES: Mapping[str, Schema] = {
    "pin": _product_or_filter({"position": _PLACE}, limit=_PLACE),
    "boost": _PUSH,
    "bury": _PUSH,
    "hide": _product_or_filter({}),
    "filter": _FILTER,
    "redirect": _ADDRESS,
    "replace_query": _SAID,
    "banner": _closed({"title": _SAID, "url": _ADDRESS}, image_url=_MAYBE_ADDRESS),
    "facets": maybe(some(_SAID)),
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


_WORDS: Schema = {**_SAID, "maxLength": LONGEST_WORDS}


def _synonym(kind: SynonymKind, required: Mapping[str, Schema], **more: Schema) -> Schema:
    """Describe the entries of one kind."""
    named = {"kind": {"type": "string", "const": kind.value}, **required}
    return _closed(named, **more, language=_TEXT, enabled=_FLAG, note=_TEXT)


def _texts(least: int = 1, most: int = MOST_TEXTS) -> Schema:
    return {**some(_WORDS, most), "minItems": least}


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

_SIDE = _product_or_filter({}, facet=_TEXT)

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
            device=_one_of(Device),
            referrer={
                **_TEXT,
                "description": "a host such as google.com, or a part of its name",
            },
            weekdays=some({"type": "string", "enum": [*WEEKDAYS]}),
            hours={**_TEXT, "pattern": rf"^\s*({HOURS})?\s*$"},
            **{"from": _MOMENT, "until": _MOMENT},
        ),
        enabled=_FLAG,
        priority={"type": "integer", "minimum": -MOST_PRIORITY, "maximum": MOST_PRIORITY},
        note=_TEXT,
    ),
    "segments": _closed(
        {"condition": {**_SAID, "examples": ["views >= 8 and sale_view_share >= 0.5"]}},
        name=_TEXT,
        names={
            "type": "object",
            "additionalProperties": maybe(_TEXT),
        },
        prefer=some(_PUSH, MOST_CONSEQUENCES),
        priority={"type": "integer", "minimum": -MOST_PRIORITY, "maximum": MOST_PRIORITY},
        enabled=_FLAG,
    ),
    "shop": _closed(
        {},
        sold_out=_one_of(SoldOut),
        free_shipping_from={**_TEXT, "description": "an amount of money such as 49.00"},
        time_zone=_ZONE,
        ladder={
            "type": "object",
            "propertyNames": {"enum": [EVERYWHERE, FACETS, *TOUCH_POINTS]},
            "additionalProperties": maybe(_DIALS),
        },
        suggestions=_closed(
            {},
            least_visitors={"type": "integer", "minimum": FEWEST_VISITORS, "maximum": 1_000},
            exclude=some({**_SAID, "maxLength": LONGEST_EXCLUDED}, MOST_EXCLUDED),
        ),
        facets=_closed(
            {},
            first=some(_SAID, MOST_NAMED),
            hidden=some(_SAID, MOST_NAMED),
            by_name=some(_SAID, MOST_NAMED),
        ),
    ),
    "synonyms": {"oneOf": _SYNONYMS},
    "content": _closed(
        {"title": _SAID, "url": _ADDRESS},
        text={"type": "string", "maxLength": LONGEST_TEXT},
        image_url=_MAYBE_ADDRESS,
        language=_TEXT,
        keywords=some({**_SAID, "maxLength": LONGEST_KEYWORD}, MOST_KEYWORDS),
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
            "query": _SAID,
            "expect": {
                **some(
                    _closed(
                        {"product_id": _SAID},
                        at_most={"type": "integer", "minimum": 1, "maximum": LAST_PLACE},
                    ),
                    MOST_EXPECTED,
                ),
                "minItems": 1,
            },
        },
        language=_TEXT,
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
