"""Counts how many people filter by each facet: in the shop, in a category, after a query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge_base.facet_uses import FacetUse
from knowledge_base.language.words import Analyser
from ranking.facet_order import EVERYWHERE, Uses, after, inside
from ranking.query_keys import key_of_text

FEWEST = 3.0
"""Different people from whom on it is kept that a facet is used somewhere."""
SESSION = 0.5
"""What a session counts for where nobody knows whose it is: it may be the same person again."""
MOST_PLACES = 10_000
"""Queries and categories that are kept, those most people filter in."""


def habits(uses: Iterable[FacetUse], analysers: Sequence[Analyser]) -> Uses:
    """Count each person once for each facet and place; nobody is named, and no few are kept."""
    people: dict[str, dict[str, dict[str, float]]] = {}
    for one in uses:
        for place in _places(one, analysers):
            who = people.setdefault(place, {}).setdefault(one.facet, {})
            who[one.who] = 1.0 if one.is_known else SESSION
    counted = {
        place: {
            facet: number
            for facet, who in sorted(facets.items())
            if (number := sum(who.values())) >= FEWEST
        }
        for place, facets in people.items()
    }
    kept = [(place, facets) for place, facets in counted.items() if facets]
    kept.sort(key=lambda one: (-sum(one[1].values()), one[0]))
    return dict(kept[:MOST_PLACES])


def _places(use: FacetUse, analysers: Sequence[Analyser]) -> Iterator[str]:
    yield EVERYWHERE
    if use.category is not None:
        yield inside(use.category)
    keys = {key_of_text(use.query, one) for one in analysers} if use.query else set()
    yield from (after(one) for one in sorted(keys) if one)


def in_lines(uses: Uses) -> tuple[list[str], list[str], list[float]]:
    """Return places, facets and numbers of people, a line for each pair."""
    lines = [(place, one, n) for place, facets in uses.items() for one, n in facets.items()]
    return [one[0] for one in lines], [one[1] for one in lines], [one[2] for one in lines]


def from_lines(places: Iterable[str], facets: Iterable[str], people: Iterable[float]) -> Uses:
    """Return what `in_lines` took apart."""
    uses: dict[str, Mapping[str, float]] = {}
    for place, facet, number in zip(places, facets, people, strict=True):
        uses[place] = {**uses.get(place, {}), facet: number}
    return uses
