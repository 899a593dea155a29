"""How do shoppers decide? Models that can be replaced: what is wanted, seen, opened, taken.

``docs/simulator.md`` documents those that are shipped. One of another make has the methods of
``ShopperModel``, and is chosen as ``module:Class`` wherever a model has a name.
"""

from importlib import import_module
from typing import Protocol, cast

import numpy as np

from demo.assortment import NO_RATING, Assortment, BoolArray, FloatArray, IntArray
from demo.shoppers import Shoppers

QUALITY, RATING = 0.6, 0.5
WRONG_SYSTEM, WRONG_LEAF = 3.0, 4.0
INTEREST, INTEREST_LIMIT = 0.5, 2.0
CLICK_BIAS, BUY_BAR = -1.5, 2.4
EXAMINATION_DECAY = 0.15
PASSES_ON, GOES_ON = 0.94, 0.7  # to the next tile, after one passed over and one opened
USUALLY_OPENED = 0.25
NOTHING = -1


class ShopperModel(Protocol):
    """How shoppers of one make decide; it keeps nothing from one decision to the next."""

    def utility(
        self,
        goods: Assortment,
        people: Shoppers,
        shopper: int,
        rows: IntArray,
        need: int | None,
    ) -> FloatArray:
        """Tell how much a shopper would like products, in points, shape [len(rows)].

        ``need`` is the code of the leaf that the shopper needs something of, if any.
        """

    def examination(self, tiles: int) -> FloatArray:
        """Tell how probably each place of a shelf is looked at, shape [tiles]."""

    def look(self, points: FloatArray, rng: np.random.Generator) -> tuple[BoolArray, BoolArray]:
        """Decide which tiles of a shelf are examined, and which of those tempt to open them.

        ``points`` are what the tiles are worth, in their order; both arrays have their shape.
        """

    def choose(self, points: FloatArray, rng: np.random.Generator) -> int:
        """Choose one of the products that were opened by its place, or NOTHING."""


class _Linear:
    """What all shipped models share: utility is linear, choices are logits."""

    def utility(
        self,
        goods: Assortment,
        people: Shoppers,
        shopper: int,
        rows: IntArray,
        need: int | None,
    ) -> FloatArray:
        """Add up tastes, quality, price, discount and whether the need is met."""
        leaf = goods.leaf[rows]
        if need is None:
            interest = np.log(people.interest[shopper, leaf] * len(goods.leaves))
            fit = np.clip(INTEREST * interest, -INTEREST_LIMIT, INTEREST_LIMIT)
        else:
            fit = np.where(leaf == need, 0.0, -WRONG_LEAF)
        colours = np.where(goods.colours[rows], people.colour[shopper], -np.inf).max(axis=1)
        system = goods.system[rows]
        is_strange = ((system > 0) & (system != people.system[shopper])).any(axis=1)
        points: FloatArray = (
            fit
            + people.brand[shopper, goods.brand[rows]]
            + np.where(np.isfinite(colours), colours, 0.0)
            + people.material[shopper, goods.material[rows]]
            + people.style[shopper, goods.style[rows]]
            + QUALITY * goods.quality[rows]
            + RATING * (goods.rating[rows] - NO_RATING)
            - people.price_weight[shopper]
            * np.abs(goods.price_level[rows] - people.price_level[shopper])
            + people.bargain[shopper] * goods.discount[rows]
            - WRONG_SYSTEM * is_strange
        )
        return points

    def choose(self, points: FloatArray, rng: np.random.Generator) -> int:
        """Choose by a multinomial logit with an outside option."""
        worth = np.append(points, BUY_BAR) + rng.gumbel(size=len(points) + 1)
        best = int(np.argmax(worth))
        return best if best < len(points) else NOTHING


class PositionBased(_Linear):
    """Shoppers who look at each place by a chance of its own, whatever stands there."""

    def examination(self, tiles: int) -> FloatArray:
        """Look at place k with the chance 1 / (1 + 0.15 (k - 1))."""
        return np.asarray(1.0 / (1.0 + EXAMINATION_DECAY * np.arange(tiles)))

    def look(self, points: FloatArray, rng: np.random.Generator) -> tuple[BoolArray, BoolArray]:
        """Toss a coin for each tile, and open those that are worth it with logistic noise."""
        is_examined = rng.random(len(points)) < self.examination(len(points))
        noise = rng.logistic(size=len(points))
        return is_examined, is_examined & (points + CLICK_BIAS + noise > 0)


class Cascade(_Linear):
    """Shoppers who go from tile to tile until they have had enough, sooner after a find."""

    def examination(self, tiles: int) -> FloatArray:
        """Look as far as one does where a quarter of the tiles is opened."""
        goes_on = USUALLY_OPENED * GOES_ON + (1 - USUALLY_OPENED) * PASSES_ON
        return np.asarray(goes_on ** np.arange(tiles))

    def look(self, points: FloatArray, rng: np.random.Generator) -> tuple[BoolArray, BoolArray]:
        """Walk along the shelf up to the tile behind which one gives up."""
        would_open = points + CLICK_BIAS + rng.logistic(size=len(points)) > 0
        stops = rng.random(len(points)) >= np.where(would_open, GOES_ON, PASSES_ON)
        last = int(np.argmax(stops)) if stops.any() else len(points)
        is_examined = np.arange(len(points)) <= last
        return is_examined, is_examined & would_open


SHIPPED: dict[str, type[ShopperModel]] = {"position": PositionBased, "cascade": Cascade}
USUAL = "position"


def load_model(name: str) -> ShopperModel:
    """Make the model of a name: a shipped one, or ``module:Class``.

    Raises ValueError for a name that is neither.
    """
    if name in SHIPPED:
        return SHIPPED[name]()
    module, colon, made = name.partition(":")
    if not colon:
        raise ValueError(f"'{name}' is none of {', '.join(SHIPPED)} and no module:Class")
    return cast("ShopperModel", getattr(import_module(module), made)())
