"""What do shoppers see of the catalogue at a glance? The products laid out in columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo.catalogue import Product, Shop
from demo.catalogue.palette import COLOURS, MATERIALS
from demo.catalogue.words import as_text

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

COLOUR_NAMES = tuple(COLOURS)
MATERIAL_NAMES = ("", *MATERIALS)
STYLE_NAMES = ("", "Sporty", "Classic", "Playful", "Minimal")
SYSTEMS = ("lens_mount", "battery_system")
NO_RATING = 3.7  # what shoppers assume of a product nobody has rated
BUZZ_SEED = 7  # fashions of the day: part of the appeal that has no reason


@dataclass(frozen=True, slots=True)
class Assortment:
    """One entry for each of P products, in the order of the shop.

    ``leaf``, ``brand``, ``material`` and ``style`` are codes of names; ``system`` is
    [P, 2], the lens mount and battery system a product is bound to (0 is none); ``colours`` is
    [P, C]; ``price_level`` is the rank of the price within its leaf, 0 to 1; ``discount`` is a
    share; ``appeal`` what the shop itself orders a shelf by. ``shelves`` holds the rows of each
    name that shoppers call things by, ``leaf_rows`` those of a leaf, most appealing first.
    """

    shop: Shop
    leaves: tuple[str, ...]
    brands: tuple[str, ...]
    systems: tuple[tuple[str, ...], ...]
    leaf: IntArray
    brand: IntArray
    material: IntArray
    style: IntArray
    system: IntArray
    colours: BoolArray
    price_level: FloatArray
    discount: FloatArray
    rating: FloatArray
    quality: FloatArray
    appeal: FloatArray
    released: IntArray
    on_stock: BoolArray
    shelves: dict[str, IntArray]
    leaf_rows: tuple[IntArray, ...]


def survey(shop: Shop) -> Assortment:
    """Lay the products of a shop out in columns."""
    products = shop.products
    leaves, leaf = _codes(product.kind.path.de for product in products)
    brands, brand = _codes(product.brand for product in products)
    systems = [
        _codes(["", *(as_text(p.attributes.get(name, "")).en for p in products)])
        for name in SYSTEMS
    ]
    quality = np.array([product.quality for product in products])
    rating = np.array([product.rating or NO_RATING for product in products])
    buzz = np.random.default_rng(BUZZ_SEED).normal(0.0, 1.0, len(products))
    appeal = 0.5 * quality + 0.6 * (rating - NO_RATING) + buzz
    by_appeal = np.argsort(-appeal, kind="stable")
    return Assortment(
        shop=shop,
        leaves=leaves,
        brands=brands,
        systems=tuple(names for names, _ in systems),
        leaf=leaf,
        brand=brand,
        material=np.array([MATERIAL_NAMES.index(product.material) for product in products]),
        style=np.array([STYLE_NAMES.index(product.style) for product in products]),
        system=np.stack([codes[1:] for _, codes in systems], axis=1),
        colours=np.array([[name in p.colours for name in COLOUR_NAMES] for p in products]),
        price_level=_levels(
            leaf, np.array([product.price for product in products], dtype=float)
        ),
        discount=np.array(
            [1 - p.price / p.list_price if p.list_price else 0.0 for p in products]
        ),
        rating=rating,
        quality=quality,
        appeal=appeal,
        released=np.array([product.released.toordinal() for product in products]),
        on_stock=np.array([product.on_stock > 0 for product in products]),
        shelves=_shelves(products, by_appeal),
        leaf_rows=tuple(by_appeal[leaf[by_appeal] == code] for code in range(len(leaves))),
    )


def _codes(names: Iterable[str]) -> tuple[tuple[str, ...], IntArray]:
    """Give each name a number, in order of appearance."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)
    return tuple(numbers), codes


def _levels(leaf: IntArray, price: FloatArray) -> FloatArray:
    """Rank each price within its leaf, from 0 (cheapest) to 1."""
    order = np.lexsort((price, leaf))
    starts = np.searchsorted(leaf[order], leaf)
    counts = np.bincount(leaf)[leaf]
    place = np.empty(len(price))
    place[order] = np.arange(len(price))
    levels: FloatArray = (place - starts) / np.maximum(counts - 1, 1)
    return levels


def _shelves(products: Sequence[Product], by_appeal: IntArray) -> dict[str, IntArray]:
    """Gather the rows that go by the same name."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in by_appeal.tolist():
        found[products[row].phrase.de].append(row)
    return {name: np.array(rows) for name, rows in found.items()}
