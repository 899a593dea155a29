"""What is true in the made-up world: who would like what, who sees what, what goes together?

The choices of shoppers follow three documented models, each replaceable by itself:

* **Utility** is linear. For shopper s and product p it is the sum of: taste for the brand, for
  the best liked of the product's colours, for material and style (points drawn per shopper);
  0.6 x hidden quality; 0.5 x (rating - 3.7); minus price weight x distance between the price
  rank of p in its leaf and the rank s looks for; bargain points x discount; minus 3 for a lens
  mount or battery system that s does not own. With a need, products of another leaf lose 4;
  without one, interest in the leaf adds 0.5 x log(interest x number of leaves), within +-2.
* **Examination** is position based: position k is looked at with probability
  1 / (1 + 0.15 (k - 1)), independent of what stands there.
* **Noise** in choices is logistic for a click on an examined tile, Gumbel for the choice among
  products that were looked at (a multinomial logit with an outside option).
"""

from collections.abc import Sequence

import numpy as np

from demo.assortment import NO_RATING, Assortment, FloatArray, IntArray, survey
from demo.catalogue import Shop
from demo.catalogue.sizes import SYSTEMS
from demo.shoppers import Shoppers, meet
from demo.truth import complements, substitutes

QUALITY, RATING = 0.6, 0.5
WRONG_SYSTEM, WRONG_LEAF = 3.0, 4.0
INTEREST, INTEREST_LIMIT = 0.5, 2.0
EXAMINATION_DECAY = 0.15


class World:
    """A shop and its shoppers, with everything that is true about them."""

    def __init__(self, assortment: Assortment, shoppers: Shoppers) -> None:
        self.assortment = assortment
        self.shoppers = shoppers
        self.shop = assortment.shop
        self._complements: dict[int, IntArray] = {}
        self._substitutes: dict[int, IntArray] = {}

    def utility(
        self, shopper: int, product_ids: Sequence[str], leaf: str | None = None
    ) -> FloatArray:
        """Tell how much a shopper would like products, in points, shape [len(product_ids)].

        ``leaf`` is the German category path of what the shopper needs just now, if anything.
        """
        rows = np.array(
            [self.shop.rows[product_id] for product_id in product_ids], dtype=np.int64
        )
        need = None if leaf is None else self.assortment.leaves.index(leaf)
        return self.utility_of_rows(shopper, rows, need)

    def utility_of_rows(
        self, shopper: int, rows: IntArray, need: int | None = None
    ) -> FloatArray:
        """Tell the same for rows of the assortment and the code of a leaf."""
        goods, people = self.assortment, self.shoppers
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

    def sizes(self, shopper: int) -> dict[str, str]:
        """Name the size that fits a shopper (or the shopper's child), for each size system."""
        return {
            name: run[int(self.shoppers.body[shopper, column] * len(run))]
            for column, (name, run) in enumerate(SYSTEMS.items())
        }

    def complements(self, row: int) -> IntArray:
        """Give the rows of what goes with a product, the most appealing first."""
        if row not in self._complements:
            product_id = self.shop.products[row].product_id
            self._complements[row] = self._by_appeal(complements(self.shop, product_id))
        return self._complements[row]

    def substitutes(self, row: int) -> IntArray:
        """Give the rows of what could stand in for a product, the most appealing first."""
        if row not in self._substitutes:
            product_id = self.shop.products[row].product_id
            self._substitutes[row] = self._by_appeal(substitutes(self.shop, product_id))
        return self._substitutes[row]

    def _by_appeal(self, product_ids: frozenset[str]) -> IntArray:
        rows = np.array(sorted(self.shop.rows[each] for each in product_ids), dtype=np.int64)
        return rows[np.argsort(-self.assortment.appeal[rows], kind="stable")]


def populate(shop: Shop, seed: int, count: int) -> World:
    """Bring ``count`` shoppers into a shop."""
    assortment = survey(shop)
    return World(assortment, meet(assortment, seed, count))


def examination(position: IntArray | int) -> FloatArray:
    """Give the probability that somebody looks at a position, counted from 1."""
    return np.asarray(1.0 / (1.0 + EXAMINATION_DECAY * (np.asarray(position) - 1)))
