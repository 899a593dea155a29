"""Writes the two parts of a snapshot: what follows from the feed, and what was learned."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import CATEGORY, build_catalogue
from knowledge_base.catalogue_files import save_catalogue
from knowledge_base.columns import TextColumn
from knowledge_base.drafts import Draft
from knowledge_base.families import Family, families
from knowledge_base.fingerprints import fingerprints
from knowledge_base.interactions import Interactions, no_interactions
from knowledge_base.manifest import LEARNED
from knowledge_base.market import Market
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.renumbering import Renumbering
from knowledge_base.storage.change_log import last_seq
from knowledge_base.storage.database import Database
from knowledge_base.storage.growing import rest
from knowledge_base.storage.price_history import NO_CHANGES, OfferChanges, offer_changes
from knowledge_base.storage.products import all_products
from ranking.demand import Demand
from ranking.evidence import Evidence
from ranking.facet_order import Uses
from ranking.habits import from_lines, in_lines
from ranking.learning import Popularity
from ranking.weighing import Weighing
from recommenders.content_vectors import ContentVectors
from recommenders.for_you import ForYou
from recommenders.recommender import Arrays, Learner
from recommenders.serving import LEARNERS
from recommenders.similar import Similar
from search.asked import Queries
from search.index import build_index
from search.likely_category import category_of_rows
from search.suggestions import build_suggestions
from service.building.crowd import carry_census, no_census
from service.building.offer_news import MEMORY, OFFERS, offer_news

FINGERPRINTS = "fingerprints"
_QUERIES = "queries"
_HABITS = "facet_habits"
_LEARNERS: tuple[Learner, ...] = (Popularity(), Demand(), Weighing(), Evidence(), *LEARNERS)

Progress = Callable[[str], None]
Fit = Callable[[Interactions, Catalogue], Arrays]
"""Learns what one of _LEARNERS does, in another way."""
_AS_EVER: Mapping[str, Fit] = {}


@dataclass(frozen=True, slots=True)
class Read:
    """All products as they were at a moment, the last change before it, and lately's offers."""

    kin: Sequence[Family]
    seq: int
    at: datetime
    offers: OfferChanges = NO_CHANGES


def read_products(database: Database, now: datetime) -> Read:
    """Read the whole catalogue, in the order in which its products first arrived."""
    with database.read() as connection:
        seq = last_seq(connection)
        offers = offer_changes(connection, now - MEMORY)
        return Read(list(families(all_products(connection))), seq, now, offers)


@dataclass(frozen=True, slots=True)
class Searched:
    """What visitors searched for with success, by query the products they came to.

    `habits` says how many filtered by which facets, there and elsewhere.
    """

    queries: Queries = ()
    found: Mapping[str, Sequence[str]] = field(default_factory=dict)
    habits: Uses = field(default_factory=dict)


class Stages:
    """Announces each stage and measures it."""

    def __init__(self, progress: Progress = lambda _: None) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure what is done inside."""
        self._progress(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def write_catalogue(part: PartWriter, read: Read, market: Market, to: Stages) -> Catalogue:
    """Write the part that follows from the feed alone."""
    catalogue = write_columns(part, read, market, to)
    write_indexes(part, read, market, to)
    write_likeness(part, catalogue, to)
    return catalogue


def write_columns(part: PartWriter, read: Read, market: Market, to: Stages) -> Catalogue:
    """Write what products are, and what became of their prices: all that learning needs."""
    kin = read.kin
    with to.stage("columns"):
        catalogue = build_catalogue(
            kin,
            languages=market.languages,
            currency=market.currency,
            numbering=uuid4().hex,
        )
        save_catalogue(catalogue, part)
        part.array(FINGERPRINTS, fingerprints(kin))
        part.facts |= {"seq": read.seq, "read_at": read.at.isoformat()}
    _write(part, OFFERS, offer_news(read.offers, catalogue, read.at))
    return catalogue


def write_indexes(part: PartWriter, read: Read, market: Market, to: Stages) -> None:
    """Write what products are found by."""
    for language in market.languages:
        with to.stage(f"text index {language}"):
            build_index(read.kin, language, market.languages, part)


def write_likeness(part: PartWriter, catalogue: Catalogue, to: Stages) -> None:
    """Write how products are like each other, and what all of the part took."""
    for compared in (Similar, ContentVectors):
        with to.stage(f"compare {compared.name}"):
            _write(part, compared.name, compared.compared(catalogue))
    part.facts["seconds"] = sum(to.seconds.values())


def write_learned(
    part: PartWriter,
    catalogue: Catalogue,
    values: Interactions,
    to: Stages,
    instead: Mapping[str, Fit] = _AS_EVER,
) -> None:
    """Write what follows from what visitors did.

    `instead` are by name the learners that go on from what they had learned before.
    """
    part.facts |= {
        "numbering": catalogue.numbering,
        "interactions": len(values),
        "training": uuid4().hex,
        "trained_at": datetime.fromtimestamp(values.until, UTC).isoformat(),
        "is_carried": False,
    }
    for learner in _LEARNERS:
        with to.stage(f"learn {learner.name}"):
            fit = instead.get(learner.name, learner.fit)
            _write(part, learner.name, fit(values, catalogue))
        rest(values.columns().values())


def write_searched(
    part: PartWriter, catalogue: Catalogue, searched: Searched, to: Stages
) -> None:
    """Write what follows from what visitors searched for, and by what they filtered."""
    meant = _categories(searched.found, catalogue)
    _write_queries(part, catalogue, searched.queries, meant, to)
    _write_habits(part, searched.habits)


def write_nothing_learned(
    draft: Draft, catalogue: Catalogue, now: datetime, to: Stages
) -> None:
    """Write the learned part of a shop that has never trained."""
    part = draft.part(LEARNED)
    nothing = replace(no_interactions(now), products=catalogue.products)
    write_learned(part, catalogue, nothing, to)
    write_searched(part, catalogue, Searched(), to)
    no_census(part, catalogue.products)
    part.facts["trained_at"] = ""


def going_on(catalogue: Catalogue, before: Catalogue, learned: PartReader) -> dict[str, Fit]:
    """Return the learners that go on from what was learned over an older catalogue."""
    moves = Renumbering.between(before, catalogue).products
    factors = moves.rows(learned.array(f"{ForYou.name}/factors"))
    return {ForYou.name: partial(ForYou.fit, start=factors)}


def _categories(found: Mapping[str, Sequence[str]], catalogue: Catalogue) -> Mapping[str, str]:
    """Return for queries the category that most of the products found are in."""
    tree = catalogue.facets.get(CATEGORY)
    codes = {
        query: category_of_rows(catalogue.product_rows(list(ids)), catalogue)
        for query, ids in found.items()
    }
    return {query: tree.values[one] for query, one in codes.items() if tree and one != UNKNOWN}


def carry_over(
    draft: Draft, catalogue: Catalogue, before: Catalogue, learned: PartReader, to: Stages
) -> None:
    """Write the learned part of an older catalogue in the numbers of another."""
    part = draft.part(LEARNED)
    part.facts |= {**learned.facts, "numbering": catalogue.numbering, "is_carried": True}
    with to.stage("carry over"):
        renumbering = Renumbering.between(before, catalogue)
        for learner in _LEARNERS:
            arrays = learned.arrays(learner.name)
            _write(part, learner.name, learner.renumbered(arrays, renumbering))
        carry_census(part, learned, renumbering)
    _write_queries(part, catalogue, read_queries(learned), read_meant(learned), to)
    _write_habits(part, read_habits(learned))


def _write(part: PartWriter, folder: str, arrays: Arrays) -> None:
    for name, array in arrays.items():
        part.array(f"{folder}/{name}", array)


def read_queries(learned: PartReader) -> Queries:
    """Read the successful queries that were written with what was learned."""
    visitors = learned.array(f"{_QUERIES}/visitors").tolist()
    return list(zip(learned.texts(f"{_QUERIES}/text").texts(), visitors, strict=True))


def read_meant(learned: PartReader) -> Mapping[str, str]:
    """Read by query the category in which visitors found what they had searched for."""
    texts, values = (learned.texts(f"{_QUERIES}/{one}").texts() for one in ("text", "category"))
    return {text: value for text, value in zip(texts, values, strict=True) if value}


def read_habits(learned: PartReader) -> Uses:
    """Read how many people filter by which facets where."""
    places, facets = (learned.texts(f"{_HABITS}/{one}").texts() for one in ("place", "facet"))
    return from_lines(places, facets, learned.array(f"{_HABITS}/people").tolist())


def _write_habits(part: PartWriter, habits: Uses) -> None:
    places, facets, people = in_lines(habits)
    part.texts(f"{_HABITS}/place", TextColumn.of(places))
    part.texts(f"{_HABITS}/facet", TextColumn.of(facets))
    part.array(f"{_HABITS}/people", np.array(people, dtype=np.float64))


def _write_queries(
    part: PartWriter,
    catalogue: Catalogue,
    queries: Queries,
    meant: Mapping[str, str],
    to: Stages,
) -> None:
    """Write what may be suggested, and the queries themselves for the next catalogue."""
    part.texts(f"{_QUERIES}/text", TextColumn.of(text for text, _ in queries))
    part.texts(
        f"{_QUERIES}/category", TextColumn.of(meant.get(text, "") for text, _ in queries)
    )
    visitors = np.array([number for _, number in queries], dtype=np.float64)
    part.array(f"{_QUERIES}/visitors", visitors)
    for language in catalogue.languages:
        with to.stage(f"suggestions {language}"):
            build_suggestions(catalogue, language, queries, part)
