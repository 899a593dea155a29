"""The night's look at everybody: what is usual, which tastes there are, who is in what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import msgspec
import numpy as np

from knowledge_base.cares import Cares
from knowledge_base.catalogue import Catalogue
from knowledge_base.census import Census
from knowledge_base.norms import Norms, Taste
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.profiles import Profile
from knowledge_base.renumbering import Renumbering
from knowledge_base.segments import Segment
from knowledge_base.storage.crowd import everybody
from knowledge_base.storage.database import Database
from knowledge_base.taste_groups import RESPECTS, Vector, taste_vector
from ranking.crowd import Crowd
from ranking.found_tastes import Labels, find_tastes
from ranking.norms import Usual
from ranking.segment_tastes import Halves, SegmentTastes
from ranking.traits import traits_of

CENSUS = "census"
ODDS = "segments/odds"
MOST_ASKED = 20_000
"""People of whom is learned what is usual: with more of them it hardly moves."""
MOST_COMPARED = 5_000
"""People whose tastes are compared to find groups: drawn from all, always the same."""


def study(
    database: Database,
    catalogue: Catalogue,
    segments: Sequence[Segment],
    before: Census,
    *,
    now: datetime,
    robots_from: int,
) -> tuple[Census, Halves]:
    """Look at some for what is usual, and then at everybody for who is in which segment.

    Tastes that were found `before` keep their ids.
    """
    some = everybody(database, robots_from, at_most=MOST_ASKED)
    norms = _norms(some, catalogue, segments, before, now)
    crowd = Crowd.of(everybody(database, robots_from), segments, norms, catalogue, now)
    return crowd.census(norms, traits_of(catalogue))


def _norms(
    people: Iterator[Profile],
    catalogue: Catalogue,
    segments: Sequence[Segment],
    before: Census,
    now: datetime,
) -> Norms:
    usual, compared, chance = Usual(now), list[Vector](), Random(1)  # noqa: S311 - no secret
    seen = 0
    for profile in people:
        usual.take(profile)
        vector = taste_vector(Cares(profile, now.timestamp()))
        if vector:
            seen += 1
            place = len(compared) if seen <= MOST_COMPARED else chance.randrange(seen)
            compared[place : place + 1] = [vector] if place < MOST_COMPARED else []
    known = before.norms.tastes
    tastes = find_tastes(compared, _labels(catalogue), known, _in_use(segments, known))
    return replace(usual.norms(), tastes=tastes)


def _in_use(segments: Sequence[Segment], tastes: Sequence[Taste]) -> set[str]:
    """Name the tastes that a person has switched on: a condition speaks of them."""
    written = " ".join(one.condition.text for one in segments)
    return {one.taste_id for one in tastes if one.taste_id in written}


def _labels(catalogue: Catalogue) -> Labels:
    """Return what values are called in every language, by "facet:value"."""
    return {
        f"{name}:{value}": {language: texts[i] for language, texts in facet.labels.items()}
        for name, facet in catalogue.facets.items()
        if name in RESPECTS
        for i, value in enumerate(facet.values.column.texts())
    }


def write_census(part: PartWriter, census: Census, odds: Halves) -> None:
    """Keep what was counted with what was learned; both are figures of many together."""
    part.facts[CENSUS] = msgspec.to_builtins(census, enc_hook=dict)
    part.array(ODDS, odds)


def no_census(part: PartWriter, products: int) -> None:
    """Keep that nobody was counted yet."""
    write_census(part, Census(), np.zeros((0, products), dtype=np.float16))


def census_in(facts: Mapping[str, Any]) -> Census:
    """Read what was counted from the facts of a learned part."""
    return msgspec.convert(facts[CENSUS], Census)


def carry_census(part: PartWriter, learned: PartReader, renumbering: Renumbering) -> None:
    """Carry over what was learned of segments; of new products it says nothing."""
    part.array(ODDS, renumbering.products.rows(learned.array(ODDS).T).T)


def read_tastes(learned: PartReader, census: Census) -> SegmentTastes:
    """Open what was learned of segments."""
    return SegmentTastes.of(learned.array(ODDS), census)
