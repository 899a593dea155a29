"""What does a shopper get to see? Shelves, from a plain shop or from a real service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from demo.assortment import COLOUR_NAMES, IntArray
from demo.queries import Query
from demo.world import World

PER_PAGE, PER_SHELF = 24, 8
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a placement shows: rows of the assortment in order, and the token of each hit."""

    placement: str
    rows: IntArray
    tokens: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks: identity and context as the API takes it, and the day."""

    identity: Mapping[str, str]
    language: str
    day: int
    filters: Mapping[str, str] = field(default_factory=dict)
    basket: Sequence[tuple[str, int]] = ()
    recent: Sequence[str] = ()


class Shelves(Protocol):
    """Where shelves come from."""

    def search(self, query: Query, request: Request) -> Shelf:
        """Answer a query."""

    def category(self, leaf: str, request: Request) -> Shelf:
        """Show a category by its German path."""

    def recommended(self, placement: str, row: int, request: Request) -> Shelf:
        """Fill a placement, for a product or (row -1) for none."""

    def hear(self, events: Sequence[Event]) -> None:
        """Take note of what happened since the last call."""


class PlainShelves:
    """A shop without a sales assistant: exact names, and what appeals to most comes first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._goods = world.assortment
        self._audience = np.array([product.kind.audience for product in world.shop.products])
        self._top = np.argsort(-self._goods.appeal, kind="stable")

    def search(self, query: Query, request: Request) -> Shelf:
        """Show what goes by the name in the query; colour and brand come first if asked for."""
        rows = self._available(self._goods.shelves[query.phrase], request)
        if query.audience:
            rows = rows[self._audience[rows] == query.audience]
        wanted = np.zeros(len(rows), dtype=np.int64)
        if query.colour:
            wanted += self._goods.colours[rows, COLOUR_NAMES.index(query.colour)]
        if query.brand:
            wanted += self._goods.brand[rows] == self._goods.brands.index(query.brand)
        return Shelf("search", rows[np.argsort(-wanted, kind="stable")][:PER_PAGE])

    def category(self, leaf: str, request: Request) -> Shelf:
        """Show what hangs in a category."""
        rows = self._available(self._goods.leaf_rows[self._goods.leaves.index(leaf)], request)
        return Shelf(f"category:{leaf.replace(' > ', '/')}", rows[:PER_PAGE])

    def recommended(self, placement: str, row: int, request: Request) -> Shelf:
        """Show true alternatives or accessories of a product, or what appeals to most."""
        sources = {
            "product_alternatives": self._world.substitutes,
            "product_accessories": self._world.complements,
        }
        rows = sources[placement](row) if placement in sources else self._top
        return Shelf(placement, self._available(rows, request)[:PER_SHELF])

    def hear(self, events: Sequence[Event]) -> None:
        """Learn nothing: this shop has no memory."""

    def _available(self, rows: IntArray, request: Request) -> IntArray:
        goods = self._goods
        keep = goods.on_stock[rows] & (goods.released[rows] <= request.day)
        if "colour" in request.filters:
            keep &= goods.colours[rows, COLOUR_NAMES.index(request.filters["colour"])]
        return rows[keep]
