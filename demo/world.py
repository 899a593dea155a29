"""What is true in the made-up world: who would like what, what goes together?

How its shoppers decide is a model that can be replaced (`demo.makes`, `docs/simulator.md`).
"""

from collections.abc import Sequence

import numpy as np

from demo.assortment import Assortment, FloatArray, IntArray, survey
from demo.catalogue import Shop
from demo.catalogue.sizes import SYSTEMS
from demo.makes import USUAL, ShopperModel, load_model
from demo.shoppers import Shoppers, meet
from demo.truth import complements, substitutes


class World:
    """A shop and its shoppers, with everything that is true about them."""

    def __init__(self, assortment: Assortment, shoppers: Shoppers, model: ShopperModel) -> None:
        self.assortment = assortment
        self.shoppers = shoppers
        self.model = model
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
        return self.model.utility(self.assortment, self.shoppers, shopper, rows, need)

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


def populate(shop: Shop, seed: int, count: int, model: str = USUAL) -> World:
    """Bring ``count`` shoppers, who decide by a model, into a shop."""
    assortment = survey(shop)
    return World(assortment, meet(assortment, seed, count), load_model(model))
