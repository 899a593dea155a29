"""How a search is answered: words, rules, masks, filters, facets, order, one page of hits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from knowledge_base.errors import Fault, UnknownName
from knowledge_base.filters import PRICE
from knowledge_base.profiles import Profile
from knowledge_base.selection import Selection
from knowledge_base.shop import FACETS
from ranking.candidates import Candidates
from ranking.context import Context
from ranking.curation import Curation
from ranking.explanation import explain, public_reason
from ranking.exploration import raised
from ranking.facet_order import after, inside
from ranking.match_grades import match_grades
from ranking.query import Query, Stage
from ranking.query_keys import key_of
from ranking.ranker import Ranking, rank
from ranking.signals import Level
from ranking.sorting import Sort
from search.facets import FacetAsk, count_facets
from search.highlighting import Place
from search.searcher import Found
from service.answering.fallback import instead
from service.answering.hits import Hit, breadcrumbs, write_hits, write_variants
from service.answering.scene import Matches, Scene, category_of
from service.answering.understood import leads_to, said_of
from service.engine import Engine
from service.watching.timings import stage

Body = dict[str, Any]

MOST_PAGES = 3
"""Content pages beside the hits."""


@dataclass(frozen=True, slots=True)
class SearchAsk:
    """A search, or with an empty text a category page.

    `facets` names the facets wanted, None for the useful ones; `within` holds for a facet
    the letters that its values are searched for; with a `per_page` of 0 nothing is put in
    order, and only counted. `words` are values ("colour:Blau") that are
    not to be filters though the text names them; with `verbatim` the text is taken as it is
    and nothing in it corrected. `reasons` asks for the sentences a shopper may read,
    `explain` for the numbers, which only staff may see.
    """

    context: Context
    text: str = ""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 24
    facets: Sequence[str] | None = None
    within: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Sequence[str] = ()
    verbatim: bool = False
    reasons: bool = False
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A search carried out: what the words meant, which rules held, and the order."""

    scene: Scene
    found: Found
    curation: Curation
    matches: Matches
    ranking: Ranking


def search(engine: Engine, ask: SearchAsk, profile: Profile | None) -> Body:
    """Answer a search; the body lacks only the answer's id and the tokens of its hits.

    Raises UnknownName for a facet that the catalogue does not have.
    """
    engine.masks.check_names(ask.facets or (), "facets")
    engine.masks.check_names(ask.within, "facet_query")
    done = carry_out(engine, ask, profile)
    curation, language = done.curation, ask.context.language
    found_nothing = not len(done.matches.candidates)
    names = ask.facets if ask.facets is not None else (curation.facets or None)
    with stage("facets"):
        facets = count_facets(done.matches.every, _facets_asked(done, ask, names))
    return {
        "snapshot_id": engine.snapshot_id,
        "total": len(done.matches.candidates),
        "page": ask.page,
        "per_page": ask.per_page,
        "interpretation": said_of(ask.text, done.found, curation, engine),
        "redirect": curation.redirect
        or leads_to(ask.text, engine, language, done.matches.candidates.rows),
        "banners": [asdict(one) for one in curation.banners],
        "breadcrumbs": _path(engine, ask.context),
        "content": engine.content[language].search(
            done.found.query, ask.context.now, MOST_PAGES
        ),
        "level": level_of(done.ranking, ask.sort).word,
        "hits": page(done, ask) if ask.per_page else [],
        "facets": facets,
        "fallback": instead(done.scene, done.found, profile, explain=ask.explain)
        if found_nothing and ask.per_page
        else None,
    }


def _facets_asked(done: Answered, ask: SearchAsk, names: Sequence[str] | None) -> FacetAsk:
    """Say which facets are wanted, in which order for this query, category and person."""
    scene, query, engine = done.scene, done.found.query, done.scene.engine
    settings, dials = engine.merchandising.shop.facets, engine.merchandising.dials(FACETS)
    category = category_of(done.matches.eligible.filters)
    keys = [inside(category)] if category else []
    keys += [after(key_of(query))] if query.terms else []
    return FacetAsk(
        ask.context.language,
        names,
        ask.within,
        engine.ladder.facet_order(scene.person, keys, settings, dials),
        settings.by_name,
        ask.explain,
    )


def order_of(
    engine: Engine, ask: SearchAsk, profile: Profile | None, most: int | None = None
) -> list[str]:
    """Return the ids of what a search finds, in order: the first `most` of them, or all."""
    many = max(1, engine.catalogue.products) if most is None else most
    done = carry_out(engine, replace(ask, page=1, per_page=many), profile)
    ids = engine.catalogue.product_ids.column
    return [ids[row] for row in done.ranking.rows[:many].tolist()]


def carry_out(engine: Engine, ask: SearchAsk, profile: Profile | None) -> Answered:
    """Understand, curate, find, mask, filter and rank."""
    scene = Scene.of(engine, ask.context, profile)
    query, curation = understood(scene, ask.text, verbatim=ask.verbatim)
    return answered(scene, find(scene, query, curation, ask.words), curation, ask)


def answered(scene: Scene, found: Found, curation: Curation, ask: SearchAsk) -> Answered:
    """Mask, filter and rank what was found."""
    engine = scene.engine
    with stage("filter"):
        eligible = scene.eligible(engine.allowed, curation, found.filters)
        matches = scene.matches(found.candidates, curation, eligible)
    return Answered(
        scene, found, curation, matches, _ranked(scene, found, curation, matches, ask)
    )


@stage("rank")
def _ranked(
    scene: Scene, found: Found, curation: Curation, matches: Matches, ask: SearchAsk
) -> Ranking:
    most = ask.page * ask.per_page
    if not most:
        return rank(Candidates.joined(), [])
    if ask.sort is Sort.RELEVANCE:
        return scene.order(matches, curation, query=found.query, most=most)
    return scene.sort(matches, ask.sort, most=most, strong=found.strong)


@stage("understand")
def understood(scene: Scene, text: str, *, verbatim: bool = False) -> tuple[Query, Curation]:
    """Understand the words and gather the rules in force; let them replace the words once."""
    searcher = scene.engine.searchers[scene.context.language]
    query = searcher.understand(text, verbatim=verbatim)
    curation = scene.curate(query)
    if curation.replace_query:
        typed, query = query, searcher.understand(curation.replace_query)
        curation = scene.curate(query, typed)
    scene.engine.uses.note(curation.rules)
    return query, curation


@stage("match")
def find(scene: Scene, query: Query, curation: Curation, words: Sequence[str] = ()) -> Found:
    """Find what matches; filters in the words that must not be are words again."""
    if query.limit and any(one.facet == PRICE for one in scene.context.filters):
        words = (*words, str(query.limit.filter))  # who sets a price means that one
    if not query.terms:
        if query.text.strip() and not query.limit:
            # signs without a word in them mean nothing to us, and not the whole catalogue
            return Found(Candidates.joined(), Stage.FALLBACK, query)
        everything = np.arange(scene.engine.catalogue.products, dtype=np.int32)
        limit = query.limit_beside(words)
        return Found(Candidates.of(everything), Stage.ALL_WORDS, query, limit=limit)
    searcher = scene.engine.searchers[scene.context.language]
    found = searcher.find(query, words)
    filters = found.filters
    if filters and not scene.may_filter(found.candidates, curation, filters):
        return searcher.find(query, (*words, *map(str, filters)))
    return found


def _path(engine: Engine, context: Context) -> list[Hit]:
    """Write the breadcrumbs of the category being looked at."""
    category, tree = category_of(context.filters), engine.catalogue.facets.get(CATEGORY)
    if category is None or tree is None:
        return []
    return breadcrumbs(tree, tree.code(category), context.language)


def level_of(ranking: Ranking, sort: Sort) -> Level:
    """Say which level the order came from; a sorting by popularity is everybody's."""
    return Level.PRE if sort is Sort.POPULAR else ranking.level


@stage("page")
def page(done: Answered, ask: SearchAsk) -> list[Hit]:
    """Write the hits of one page."""
    engine, query, ranking = done.scene.engine, done.found.query, done.ranking
    first = (ask.page - 1) * ask.per_page
    rows = ranking.rows[first : first + ask.per_page]
    language = ask.context.language
    searcher = engine.searchers[language]
    shown = engine.masks.filtered(rows, done.matches.eligible.filters).passing
    wanted = None
    if query.terms and shown.owner is not None:
        wanted = searcher.wanted(done.found, engine.live, shown.variants)
    wanted = done.scene.fitting(shown, wanted, first=first)
    places = searcher.marked(query)
    hits = write_hits(engine, shown, language, first=first + 1, wanted=wanted)
    tiles = range(first, first + len(hits))
    raised_by = raised(ranking, tiles, engine.opened.untried)
    grades = match_grades(ranking, tiles)
    for place, hit in enumerate(hits, first):
        hit["forced"] = int(ranking.rows[place]) in ranking.pinned
        hit["propensity"] = raised_by[place - first]
        hit["match_grade"] = grades[place - first]
        if query.terms:
            hit["highlight"] = _highlight(hit, places)
        if ask.reasons:
            hit["reason"] = public_reason(ranking, place, language)
        if ask.explain:
            hit.update(explain(ranking, place, language))
    return hits


def _highlight(hit: Hit, places: Callable[[str], Sequence[Place]]) -> Body:
    """Mark what was searched for in title, brand, and what sets the variant shown apart."""
    variant = hit["variant"]["attributes"] if hit["variant"] else {}
    marked = {
        name: found
        for name, value in variant.items()
        if isinstance(value, str) and (found := places(value))
    }
    brand = places(hit["brand"]) if hit["brand"] else []
    return {"title": places(hit["title"]), "brand": brand, "variant": marked}


def product_page(engine: Engine, product_id: str, language: str) -> Body:
    """Answer with one product, by its own id or a variant's. Raises UnknownName."""
    catalogue = engine.catalogue
    row = catalogue.product_row(product_id)
    variants = write_variants(engine, row, language) if row != UNKNOWN else []
    if not variants:
        detail = f"there is no product '{product_id}'"
        raise UnknownName(detail, Fault("product_id", detail, "unknown_product"))
    rows: Ints = np.array([row], dtype=np.int32)
    shown = Selection.of(catalogue, rows, ~engine.live.gone)
    hit = write_hits(engine, shown, language)[0]
    tree = catalogue.facets.get(CATEGORY)
    leaf = int(catalogue.leaf[row])
    page = orjson.loads(catalogue.texts[language].raw(row))
    return {
        "snapshot_id": engine.snapshot_id,
        "product": {**hit, **page, "variants": variants},
        "breadcrumbs": breadcrumbs(tree, leaf, language) if tree else [],
    }
