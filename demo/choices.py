"""What goes on in a shopper's mind? What to look for, what to open, what to take, which size.

How a mind decides is the world's model (`demo.makes`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from demo.assortment import COLOUR_NAMES, BoolArray, FloatArray, IntArray
from demo.catalogue import Product, Variant
from demo.makes import NOTHING
from demo.world import World

FITS_MY_OWN = 2.0  # what a product gains by going with the one just taken
NEIGHBOUR_SIZE, SLIPS_A_SIZE = 0.3, 0.12


@dataclass(frozen=True, slots=True)
class Wish:
    """What a shopper looks for: something of a leaf, or something that goes with a product."""

    need: int | None = None
    fits: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """Something in the basket."""

    row: int
    variant: Variant | None
    is_right_size: bool

    @property
    def variant_id(self) -> str:
        """Name the variant, if the product has any."""
        return self.variant.variant_id if self.variant else ""


class Mind:
    """The choices of one shopper."""

    def __init__(self, world: World, shopper: int, rng: np.random.Generator) -> None:
        self._world = world
        self._shopper = shopper
        self._rng = rng
        self._colours = dict(
            zip(COLOUR_NAMES, world.shoppers.colour[shopper].tolist(), strict=True)
        )

    def points(self, rows: IntArray, wish: Wish) -> FloatArray:
        """Weigh products against a wish: their utility, and what they gain by fitting."""
        points = self._world.utility_of_rows(self._shopper, rows, wish.need)
        if wish.fits >= 0:
            points = points + FITS_MY_OWN * np.isin(rows, self._world.complements(wish.fits))
        return points

    def need(self) -> int:
        """Think of a leaf to buy from."""
        interest = self._world.shoppers.interest[self._shopper]
        return int(np.searchsorted(np.cumsum(interest), self._rng.random() * interest.sum()))

    def imagine(self, rows: IntArray) -> int:
        """Imagine the product of a group that one would like: utility and Gumbel noise."""
        points = self._world.utility_of_rows(self._shopper, rows)
        return int(rows[np.argmax(points + self._rng.gumbel(size=len(rows)))])

    def look(self, points: FloatArray) -> tuple[BoolArray, BoolArray]:
        """Decide which tiles of a shelf are examined and which of those one would open."""
        return self._world.model.look(points, self._rng)

    def choose(self, seen: Sequence[int], wish: Wish) -> int:
        """Choose among what was opened, or (-1) nothing."""
        rows = np.unique(np.array(seen, dtype=np.int64))
        place = self._world.model.choose(self.points(rows, wish), self._rng)
        return NOTHING if place == NOTHING else int(rows[place])

    def pick(self, product: Product, row: int) -> Line | None:
        """Find the right size in the best liked colour; None when the right size is gone."""
        if not product.variants:
            return Line(row, None, is_right_size=True) if product.stock else None
        on_stock = [variant for variant in product.variants if variant.stock]
        wanted = self.size(product)
        fitting = [v for v in on_stock if not wanted or (v.pack and v.pack.value == wanted)]
        is_right = not wanted or self._rng.random() >= SLIPS_A_SIZE
        if not fitting and self._rng.random() < NEIGHBOUR_SIZE:
            fitting, is_right = on_stock, False
        if not fitting:
            return None
        best = max(fitting, key=lambda variant: self._colours.get(variant.colour, 0.0))
        return Line(row, best, is_right)

    def colour(self, product: Product) -> str:
        """Name the colour of a product that one likes best."""
        return max(product.colours, key=self._colours.__getitem__, default="")

    def size(self, product: Product) -> str:
        """Name one's own size for a product, if it comes in sizes."""
        return self._world.sizes(self._shopper).get(product.kind.sizes, "")
