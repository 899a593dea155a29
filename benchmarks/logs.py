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
    """Make columns of a log; `at` and `until` in seconds, nobody where numbers are left out."""
    n = len(product)
    nobody = np.full(n, -1, dtype=np.int32)
    ones = np.ones(n, dtype=np.int32)

    def numbers(given: Numbers | None) -> NDArray[np.int32]:
        return nobody if given is None else given.astype(np.int32)

    return Interactions(
        products=products,
        until=until,
        product=product.astype(np.int32),
        variant=nobody,
        visitor=numbers(visitor),
        session=numbers(session),
        basket=numbers(basket),
        type=np.full(n, kind, dtype=np.int8),
        at=at.astype(np.float64),
        quantity=ones,
        position=nobody,
        placement=nobody,
        answer=nobody,
        query=nobody,
        forced=np.zeros(n, dtype=np.bool_),
        chance=np.ones(n, dtype=np.float32),
        match_grade=np.full(n, UNKNOWN, dtype=np.int32),
        weight=ones.astype(np.float32),
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
