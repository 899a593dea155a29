"""Reads what an Algolia client asks as a search of ours."""

from dataclasses import dataclass, replace

from knowledge_base.consent import Consent
from knowledge_base.filters import ALWAYS
from knowledge_base.live import LiveFacts
from ranking.context import Context
from ranking.sorting import Sort
from service.answering.searching import SearchAsk
from service.api.algolia_filters import facet_of, read_filters
from service.api.algolia_params import Params
from service.api.question import unusable
from service.api.search import DEEPEST, MOST_FACETS, MOST_HITS, MOST_LETTERS

HITS_OTHERWISE = 20
"""Hits on a page where nobody says how many, there as here."""
VALUES_OTHERWISE, MOST_VALUES = 100, 1_000
EVERY_FACET = "*"
RESTRICTING = (
    "tagFilters",
    "aroundLatLng",
    "aroundLatLngViaIP",
    "insideBoundingBox",
    "insidePolygon",
    "similarQuery",
    "offset",
    "length",
)
"""Parameters that would make it another answer, and that we have nothing for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One request of several: our question, and how they want the answer written.

    `facets` names the wanted ones as they call them, None for the useful ones; `within` is
    the facet whose values alone are asked for. With `clicks` the answer gets a query id.
    """

    ask: SearchAsk
    index: str
    facets: tuple[str, ...] | None
    most_values: int = VALUES_OTHERWISE
    tags: tuple[str, str] = ("<em>", "</em>")
    clicks: bool = False
    within: str | None = None
    letters: str = ""

    @property
    def is_main(self) -> bool:
        """Say whether somebody sees hits, rather than counts beside other hits."""
        return self.ask.per_page > 0


def read_wish(params: Params, context: Context, live: LiveFacts, index: str = "") -> Wish:
    """Read one request; `live` tells which facets there are. Raises BadInput."""
    _check(params)
    index = index or params.name("indexName", MOST_LETTERS) or ""
    if params.text("type") == "facet" or "facetQuery" in params:
        return read_facet_wish(params, context, index, params.name("facet") or "")
    page = params.number("page", 0, 0, DEEPEST) + 1
    per_page = params.number("hitsPerPage", HITS_OTHERWISE, 0, MOST_HITS)
    if page * per_page > DEEPEST:
        raise unusable(params.at("page"), f"goes deeper than {DEEPEST} hits")
    facets = _facets(params)
    ours = None if facets is None else _known(facets, live)
    ask = _ask(params, context)
    return Wish(
        replace(ask, sort=sort_of(index), page=page, per_page=per_page, facets=ours),
        index,
        facets,
        params.number("maxValuesPerFacet", VALUES_OTHERWISE, 0, MOST_VALUES),
        _tags(params),
        params.flag("clickAnalytics"),
    )


def read_facet_wish(params: Params, context: Context, index: str, facet: str) -> Wish:
    """Read a search among the values of one facet. Raises BadInput."""
    _check(params)
    name, letters = facet_of(facet)[0], params.text("facetQuery", MOST_LETTERS).strip()
    if not name:
        raise unusable(params.at("facet"), "is missing")
    ask = replace(
        _ask(params, context),
        per_page=0,
        facets=(name,),
        within={name: letters} if letters else {},
    )
    return Wish(
        ask,
        index,
        (facet,),
        params.number("maxFacetHits", 10, 1, 100),
        _tags(params),
        within=facet,
        letters=letters,
    )


def sort_of(index: str) -> Sort:
    """Read the order from the name of an index: its copies end in how they are sorted."""
    endings = (one for one in Sort if index.endswith((f"_{one.value}", f"-{one.value}")))
    return next(endings, Sort.RELEVANCE)


def known_as(context: Context, token: str | None) -> Context:
    """Take a user token for the visitor, where that was consented to and nobody is named."""
    if context.consent is not Consent.PERSONALIZATION or context.visitor_id:
        return context
    return replace(context, visitor_id=token)


def _ask(params: Params, context: Context) -> SearchAsk:
    """Read the words and the filters; without words it is a category page."""
    text = params.text("query", MOST_LETTERS).strip()
    touch_point = "search" if text else "category"
    filters = (*context.filters, *read_filters(params))
    context = replace(context, touch_point=touch_point, filters=filters)
    return SearchAsk(context, text)


def _check(params: Params) -> None:
    for name in RESTRICTING:
        if name in params and not (name == "aroundLatLngViaIP" and not params.flag(name)):
            raise unusable(params.at(name), "is nothing this service has")


def _facets(params: Params) -> tuple[str, ...] | None:
    """Return the facets wanted by their names, None for those that are useful."""
    names = params.listed("facets")
    if len(names) > MOST_FACETS or not all(isinstance(one, str) for one in names):
        raise unusable(params.at("facets"), f"is not a list of at most {MOST_FACETS} names")
    return None if EVERY_FACET in names else tuple(dict.fromkeys(names))


def _known(facets: tuple[str, ...], live: LiveFacts) -> tuple[str, ...]:
    """Return our names of those facets that there are; others are passed over, as there."""
    ours = dict.fromkeys(facet_of(one)[0] for one in facets)
    return tuple(one for one in ours if one in ALWAYS or live.facet(one) is not None)


def _tags(params: Params) -> tuple[str, str]:
    before, after = params.text("highlightPreTag", 100), params.text("highlightPostTag", 100)
    return before or "<em>", after or "</em>"
