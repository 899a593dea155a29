"""Cuts a log into portions, each with all that some of its people did: memory stays small."""

from collections.abc import Iterator

from knowledge_base.interactions import Interactions
from ranking.persons import hours, persons

AT_ONCE = 1_000_000
"""Interactions of a portion, about: some hundred megabytes while they are looked at."""


def portions(values: Interactions, most: int = AT_ONCE) -> Iterator[Interactions]:
    """Yield all interactions, about `most` at a time, each person's in one portion.

    What is counted person by person, and added up over the portions, is what would be counted
    of all at once.
    """
    parts = -(-len(values) // most)
    if parts <= 1:
        yield values
        return
    part = persons(values, hours(values)) % parts
    for one in range(parts):
        yield values.where(part == one)


def some_people(values: Interactions, most: int) -> Interactions:
    """Return all interactions of some people, about `most`: the same ones each time."""
    return next(portions(values, most))
