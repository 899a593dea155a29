"""Writes answers of ours the way Algolia's clients read them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from knowledge_base.catalogue import FacetKind
from knowledge_base.catalogue_builder import CATEGORY
from service.api.algolia_filters import facet_of, steps_of
from service.api.algolia_questions import Wish
from service.api.search import DEEPEST

Body = dict[str, Any]

_LEVELS = 10
_TOLD = ("answer_id", "snapshot_id", "interpretation", "content", "level", "fallback")
"""Fields of ours that pass on as they are, for pages that want to say more."""


def written(wish: Wish, body: Body, milliseconds: int) -> Body:
    """Write the answer to a search for hits."""
    ask = wish.ask
    return {
        "hits": [_hit(hit, wish) for hit in body["hits"]],
        "nbHits": body["total"],
        "page": ask.page - 1,
        "nbPages": _pages(body["total"], ask.per_page),
        "hitsPerPage": ask.per_page,
        "query": ask.text,
        "params": "",
        "index": wish.index,
        "processingTimeMS": milliseconds,
        "exhaustive": {"nbHits": True, "facetsCount": True, "typo": True},
        "exhaustiveNbHits": True,
        "exhaustiveFacetsCount": True,
        **_facets(wish, body["facets"]),
        "renderingContent": _rendering(body) if wish.is_main else {},
        **{name: body[name] for name in _TOLD if name in body},
    }


def _pages(total: int, per_page: int) -> int:
    return min(-(-total // per_page), DEEPEST // per_page) if per_page else 0


def _hit(hit: Body, wish: Wish) -> Body:
    """Write a hit: our fields, its id by their name, and its texts with what was found."""
    highlight = hit.pop("highlight")
    words = len(wish.ask.text.split())

    def marked(text: str | None, places: Sequence[Sequence[int]]) -> Body:
        return mark(text or "", places, wish.tags, words)

    variant = highlight.get("variant", {})
    attributes = hit["variant"]["attributes"] if hit["variant"] else {}
    return {
        "objectID": hit["product_id"],
        **hit,
        "_highlightResult": {
            "title": marked(hit["title"], highlight.get("title", ())),
            "brand": marked(hit["brand"], highlight.get("brand", ())),
            "variant": {
                "attributes": {
                    name: marked(value, variant.get(name, ()))
                    for name, value in attributes.items()
                    if isinstance(value, str)
                }
            },
        },
    }


def mark(text: str, places: Sequence[Sequence[int]], tags: tuple[str, str], words: int) -> Body:
    """Put tags around the places (code points, the end not in it) of a text.

    Whoever asks for tags that are markup puts the result into a page as markup, so that the
    text is escaped. Placeholders are asked for by those who escape it themselves.
    """
    before, after = tags
    clean = escape if "<" in before + after else str
    pieces: list[str] = []
    done = 0
    for first, end in places:
        pieces += clean(text[done:first]), before, clean(text[first:end]), after
        done = end
    pieces.append(clean(text[done:]))
    found = [text[first:end] for first, end in places]
    return {
        "value": "".join(pieces),
        "matchLevel": "none" if not found else "full" if len(found) >= words else "partial",
        "matchedWords": [one.casefold() for one in found],
        "fullyHighlighted": found == [text],
    }


def _facets(wish: Wish, facets: Sequence[Body]) -> Body:
    """Write counts by value, and the span of what is a number."""
    by_name = {one["name"]: one for one in facets}
    counts: Body = {}
    stats: Body = {}
    for name, facet, level in _asked(wish, by_name):
        if facet["kind"] == FacetKind.RANGE:
            counts[name] = {}
            stats[name] = {end: float(facet[end]) for end in ("min", "max")}
        else:
            counts[name] = dict(_most(list(_values(facet, level)), wish.most_values))
    return {"facets": counts} | ({"facets_stats": stats} if stats else {})


def _asked(wish: Wish, by_name: Mapping[str, Body]) -> Iterator[tuple[str, Body, int | None]]:
    """Yield the facets there are by the names they are asked by, with the level of a tree."""
    for name in _names(by_name) if wish.facets is None else wish.facets:
        ours, level = facet_of(name)
        if ours in by_name:
            yield name, by_name[ours], level


def _names(by_name: Mapping[str, Body]) -> Iterator[str]:
    """Name facets that nobody asked for by name: a tree by each of its levels."""
    for name, facet in by_name.items():
        if facet["kind"] == FacetKind.TREE:
            deepest = max((one["depth"] for one in facet["values"]), default=-1)
            yield from (f"{name}.lvl{level}" for level in range(min(deepest + 1, _LEVELS)))
        else:
            yield name


def _values(facet: Body, level: int | None) -> Iterator[tuple[str, int]]:
    """Yield the values of a facet with their products if no other value were chosen.

    That is what they ask for: of the facet itself they leave out the filters. Values go by
    their labels, which filters take as well; categories, whose labels do not say which, by
    their paths.
    """
    for one in facet["values"]:
        if facet["name"] != CATEGORY:
            yield one["label"], one["alone"]
        elif level in (None, one["depth"]):
            yield steps_of(one["value"]), one["alone"]


def _most(values: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Return the values that most products have, in the order they were in."""
    if len(values) <= most:
        return values
    by_count = sorted(range(len(values)), key=lambda place: -values[place][1])
    return [values[place] for place in sorted(by_count[:most])]


def _rendering(body: Body) -> Body:
    """Say in which order facets and values stand, and where the words lead."""
    by_name = {one["name"]: one for one in body["facets"]}
    order = list(_names(by_name))
    values = {
        name: {"order": [label for label, _ in _values(facet, level)]}
        for name in order
        for ours, level in [facet_of(name)]
        if "values" in (facet := by_name[ours])
    }
    rendering: Body = {"facetOrdering": {"facets": {"order": order}, "values": values}}
    if body["redirect"]:
        rendering["redirect"] = {"url": body["redirect"]}
    if body["banners"]:
        rendering["widgets"] = {"banners": [_banner(one) for one in body["banners"]]}
    return rendering


def _banner(banner: Body) -> Body:
    image = {"urls": [{"url": banner["image_url"]}], "title": banner["title"]}
    return {"image": image, "link": {"url": banner["url"]}}


def written_values(wish: Wish, body: Body, milliseconds: int) -> Body:
    """Write the answer to a search among the values of a facet."""
    facet, level = facet_of(wish.within or "")
    found = [one for one in body["facets"] if one["name"] == facet and "values" in one]
    values = [value for one in found for value in _values(one, level)]
    sought = re.compile(re.escape(wish.letters), re.IGNORECASE)
    return {
        "facetHits": [
            {
                "value": value,
                "highlighted": mark(value, _places(sought, value), wish.tags, 1)["value"],
                "count": count,
            }
            for value, count in _most(values, wish.most_values)
        ],
        "exhaustiveFacetsCount": True,
        "exhaustive": {"facetsCount": True},
        "processingTimeMS": milliseconds,
    }


def _places(sought: re.Pattern[str], value: str) -> list[tuple[int, int]]:
    found = sought.search(value) if sought.pattern else None
    return [found.span()] if found else []
