"""Cuts a log into portions, each with all that some of its people did: memory stays small."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from knowledge_base.interactions import Interactions
from ranking.persons import hours_on

AT_ONCE = 1_000_000
"""Interactions of a portion, about: some hundred megabytes while they are looked at."""
MOST_PORTIONS = 32
"""Portions a log is cut into at most: each is gathered from all over it."""


def portions(values: Interactions, most: int = AT_ONCE) -> Iterator[Interactions]:
    """Yield all interactions, about `most` at a time, each person's in one portion.

    What is counted person by person, and added up over the portions, is what would be counted
    of all at once. Portions of a very long log are larger.
    """
    return _cut(values, min(-(-len(values) // most), MOST_PORTIONS))


def some_people(values: Interactions, most: int) -> Interactions:
    """Return all interactions of some people, about `most`: the same ones each time."""
    return next(_cut(values, -(-len(values) // most)))


def _cut(values: Interactions, parts: int) -> Iterator[Interactions]:
    if parts <= 1:
        yield values
        return
    part = _parts(values, parts)
    for one in range(parts):
        yield values.where(np.flatnonzero(part == one))


def _parts(values: Interactions, parts: int) -> NDArray[np.uint16]:
    """Say in which part each interaction is, one for all of a person (shape (n,))."""
    part = np.empty(len(values), dtype=np.uint16)
    for first in range(0, len(values), AT_ONCE):
        rows = slice(first, first + AT_ONCE)
        some = values.where(rows)
        unnamed = np.where(some.session >= 0, some.session, hours_on(some))
        part[rows] = np.where(some.visitor >= 0, some.visitor, unnamed) % parts
    return part
