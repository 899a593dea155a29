"""Do accessories go with a product, and could alternatives stand in for it? In the demo shop.

`python -m benchmarks.shelves [--size 2000]` trains on the made-up history and looks at the
first five of both shelves of every product that has true complements and true substitutes
(`demo.truth`, which nobody told the shop). Each is also measured against the other's truth: a
shelf that mixed the two up would be as good there. Beside them stands what is popular.
"""

import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.figures import SEED, print_figures
from benchmarks.gap import engine_of
from demo.catalogue import Shop, make
from demo.truth import complements, substitutes
from ranking.context import Context
from service.answering.recommending import RecommendAsk, recommend
from service.engine import Engine

FIRST = 5
Truth = Callable[[Shop, str], frozenset[str]]
SHELVES = ("product_accessories", "product_alternatives", "no_results")
TRUTHS: dict[str, Truth] = {"complements": complements, "substitutes": substitutes}


def shown(engine: Engine, placement: str, product_id: str, now: datetime) -> list[str]:
    """Return the first products of a shelf, as a newcomer sees it on a product's page."""
    context = Context(now, placement, "de")
    body = recommend(engine, RecommendAsk(context, product_id, limit=FIRST), None)
    return [hit["product_id"] for hit in body["hits"]]


def offered(engine: Engine, ids: frozenset[str]) -> frozenset[str]:
    """Keep the products that a shelf may show at all."""
    rows = engine.catalogue.product_rows(sorted(ids))
    names = engine.catalogue.product_ids.column
    return frozenset(names[row] for row in rows[(engine.allowed & ~engine.sold_out)[rows]])


def main() -> None:
    """Print precision@5 of each shelf by both truths, over the products that have them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, help="products in the shop")
    options = parser.parse_args()
    now = datetime.now(UTC)
    shop = make(SEED, options.size, now.date())
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_of(Path(folder), shop, now)[0]
        every = [one.product_id for one in shop.products]
        true = {
            name: {one: offered(engine, truth(shop, one)) for one in every}
            for name, truth in TRUTHS.items()
        }
        asked = [one for one in every if all(true[name][one] for name in TRUTHS)]
        print(f"{len(every)} products, {len(asked)} with true complements and substitutes")
        for placement in SHELVES:
            lists = [shown(engine, placement, one, now) for one in asked]
            print_figures(placement, _precisions(asked, lists, true))


def _precisions(
    asked: list[str], lists: list[list[str]], true: dict[str, dict[str, frozenset[str]]]
) -> dict[str, np.ndarray]:
    """Return by truth the share of the shown that is true, of as many as can be."""
    return {
        name: np.array(
            [
                len(found & of[one]) / min(FIRST, len(of[one]))
                for one, found in zip(asked, map(set, lists), strict=True)
            ]
        )
        for name, of in true.items()
    }


if __name__ == "__main__":
    main()
