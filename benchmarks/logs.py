"""Makes columns of interactions, and catalogues of nameless products, of real logs."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.events import EventType
from knowledge_base.families import families
from knowledge_base.interactions import Interactions
from knowledge_base.products import Product

Numbers = NDArray[np.integer]


def nameless(products: int) -> Catalogue:
    """Return a catalogue of products of which nothing is known."""
    lines = [Product(f"p{row}", title={"en": f"p{row}"}) for row in range(products)]
    return build_catalogue(
        list(families(lines)), languages=("en",), currency="EUR", numbering="benchmark"
    )


def interactions(  # noqa: PLR0913 — one argument a column
    product: Numbers,
    at: NDArray[np.float64],
    *,
    products: int,
    until: float,
    kind: EventType = EventType.VIEW,
    session: Numbers | None = None,
    basket: Numbers | None = None,
    visitor: Numbers | None = None,
) -> Interactions:
    """Make columns of a log; `at` and `until` in seconds, nobody where numbers are left out.

    Columns that say the same of everything take no memory.
    """
    n = len(product)
    nobody = np.broadcast_to(np.int32(UNKNOWN), n)

    def numbers(given: Numbers | None) -> NDArray[np.int32]:
        return nobody if given is None else given.astype(np.int32, copy=False)

    return Interactions(
        products=products,
        until=until,
        product=numbers(product),
        visitor=numbers(visitor),
        session=numbers(session),
        basket=numbers(basket),
        type=np.broadcast_to(np.int8(kind), n),
        at=at.astype(np.float64, copy=False),
        position=nobody,
        placement=nobody,
        answer=nobody,
        query=nobody,
        forced=np.broadcast_to(np.False_, n),
        chance=np.broadcast_to(np.float32(1), n),
        match_grade=nobody,
        weight=np.broadcast_to(np.float32(1), n),
        trace=np.arange(n, dtype=np.int64),
    )


def runs(*keys: Numbers) -> Iterator[slice]:
    """Yield the slice of each run of equal keys."""
    fresh = np.zeros(len(keys[0]) + 1, dtype=np.bool_)
    fresh[[0, -1]] = True
    for key in keys:
        fresh[1:-1] |= key[1:] != key[:-1]
    edges = np.flatnonzero(fresh)
    for start, stop in pairwise(edges):
        yield slice(int(start), int(stop))
