"""Which other lines are in this basket: co-purchases beside well-known models, on real orders.

`python -m benchmarks.baskets [--log hm]` fits every model on the same orders and asks for the
other half of each later basket of four lines or more, of customers. What knowing who asks adds,
by what he bought before, stands last. `--back N` moves the test N times its length into the
past: what is tuned is tuned there. A product of `hm` is a style, its colours are variants.
"""

import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import (
    BM25Recommender,
    CosineRecommender,
    ItemItemRecommender,
    TFIDFRecommender,
)
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.figures import print_figures, print_paired
from benchmarks.logs import Numbers, interactions, nameless, runs
from benchmarks.shops import data_folder
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from ranking.metrics import Doubles
from recommenders.copurchases import CoPurchases
from recommenders.evaluation import SHOWN, Ranked, answered, into_basket
from recommenders.held_out import LEAST_LINES, Question, other_halves
from recommenders.recommender import Ask

DAYS = 28
_COLOUR = 3
"""Last digits of an article number of `hm`: the colour of a style."""
EASE_RIDGES = (100.0, 300.0, 1000.0)
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Orders:
    """Lines of orders; a line is a product, in a basket, of a customer, at a time (seconds)."""

    product: Numbers
    basket: Numbers
    customer: Numbers
    at: NDArray[np.float64]

    def where(self, mask: NDArray[np.bool_]) -> "Orders":
        """Return the lines of a mask."""
        return Orders(self.product[mask], self.basket[mask], self.customer[mask], self.at[mask])


def uci_orders() -> tuple[Orders, int]:
    """Read the orders of customers, and how many products there are."""
    table = pq.read_table(data_folder("uci_retail") / "events.parquet")
    bought = (table["type"].to_numpy() == "purchase") & (table["quantity"].to_numpy() > 0)
    table = table.filter(bought & table["user_id"].is_valid().to_numpy())
    return _orders(table, table["item_id"].to_numpy())


def hm_orders() -> tuple[Orders, int]:
    """Read six days of a fashion shop; a product is a style."""
    table = pq.read_table(data_folder("hm") / "events.parquet")
    style = [str(name)[:-_COLOUR] for name in table["item_id"].to_pylist()]
    return _orders(table, np.array(style))


def _orders(table: pa.Table, names: NDArray[np.generic]) -> tuple[Orders, int]:
    basket, customer = (
        np.unique(table[name].to_numpy(), return_inverse=True)[1]
        for name in ("session_id", "user_id")
    )
    product = np.unique(names, return_inverse=True)[1]
    seconds = table["ts"].to_numpy().astype("datetime64[s]").astype(np.float64)
    return Orders(product, basket, customer, seconds), int(product.max()) + 1


def split(
    orders: Orders, products: int, back: int, days: int = DAYS
) -> tuple[Orders, list[Question], list[int]]:
    """Return the orders to learn from, later baskets as given and wanted halves, and whose."""
    end = orders.at.max() - back * days * 86400
    orders = orders.where(orders.at <= end)
    begun = np.full(int(orders.basket.max()) + 1, np.inf)
    np.minimum.at(begun, orders.basket, orders.at)
    later = begun[orders.basket] > end - days * 86400
    known = np.bincount(orders.product[~later], minlength=products) > 0
    test = orders.where(later & known[orders.product])
    order = np.lexsort((test.product, test.basket))
    bought = test.product[order].astype(np.int32)
    baskets = [
        (np.unique(bought[one]), int(test.customer[order[one.start]]))
        for one in runs(test.basket[order])
    ]
    asked = [who for rows, who in baskets if len(rows) >= LEAST_LINES]
    return orders.where(~later), other_halves([rows for rows, _ in baskets]), asked


def ours(values: Interactions, products: int) -> Ranked:
    """Fit what a night fits."""
    model = CoPurchases(CoPurchases.fit(values, nameless(products)))
    return into_basket(model, products)


def knowing(
    model: CoPurchases, past: Orders, products: int, asked: Iterable[tuple[Question, int]]
) -> Iterator[Mapping[str, Doubles]]:
    """Answer each question knowing what its customer bought before."""
    now, share = float(past.at.max()), np.ones(products)
    for one, who in asked:
        his = past.where(past.customer == who)
        order = np.argsort(his.at, kind="stable")
        last = dict(zip(his.product[order].tolist(), his.at[order].tolist(), strict=True))
        bought, at = np.array([*last], dtype=np.int32), np.array([*last.values()])
        ranked = into_basket(
            model, products, Ask(share > 0, bought=bought, bought_at=at, now=now)
        )
        yield answered(ranked, [one], share).figures


def by_matrix(weights: NDArray[np.floating]) -> Ranked:
    """Rank by the sum of a basket's rows of a dense matrix."""

    def ranked(given: Rows) -> Rows:
        score = weights[given].sum(axis=0)
        score[given] = -np.inf
        return np.argsort(-score, kind="stable")[:SHOWN].astype(np.int32)

    return ranked


def ease(seen: sparse.csr_matrix, ridge: float) -> Ranked:
    """Fit EASE (Steck 2019): B = −P / diag(P), P = (XᵀX + λI)⁻¹, no product by itself."""
    gram = (seen.T @ seen).toarray().astype(np.float64)
    gram[np.diag_indices_from(gram)] += ridge
    inverse = np.linalg.inv(gram)
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return by_matrix(weights)


def nearest(seen: sparse.csr_matrix, model: ItemItemRecommender) -> Ranked:
    """Fit one of implicit's item neighbours, every neighbour kept."""
    model.fit(seen, show_progress=False)
    return by_matrix(model.similarity.toarray())


def factorised(seen: sparse.csr_matrix) -> Ranked:
    """Fit implicit's alternating least squares, a basket folded in when it is asked for."""
    model = AlternatingLeastSquares(
        factors=128, regularization=0.05, alpha=10.0, iterations=15, random_state=1
    )
    model.fit(seen, show_progress=False)

    def ranked(given: Rows) -> Rows:
        start = np.array([0, len(given)])
        basket = sparse.csr_matrix(
            (np.ones(len(given)), given, start), shape=(1, seen.shape[1])
        )
        rows, _ = model.recommend(
            0, basket, N=SHOWN, filter_already_liked_items=True, recalculate_user=True
        )
        return rows.astype(np.int32)

    return ranked


LOGS: Mapping[str, tuple[Callable[[], tuple[Orders, int]], int]] = {
    "uci_retail": (uci_orders, DAYS),
    "hm": (hm_orders, 1),
}
"""How to read orders, and the days at their end that are asked about."""


def main() -> None:
    """Fit every model on the same orders, and print them side by side."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--back", type=int, default=0, help="how often to go back")
    parser.add_argument("--log", choices=LOGS, default="uci_retail")
    options = parser.parse_args()
    read, days = LOGS[options.log]
    orders, products = read()
    past, halves, asked = split(orders, products, options.back, days)
    basket = np.unique(past.basket, return_inverse=True)[1]
    seen = sparse.csr_matrix(
        (np.ones(len(basket)), (basket, past.product)), shape=(basket.max() + 1, products)
    )
    seen.data[:] = 1.0
    share = np.bincount(past.product, minlength=products) / len(past.product)
    popularity = np.tile(np.asarray(seen.sum(axis=0)), (products, 1))
    values = interactions(
        past.product,
        past.at,
        products=products,
        until=float(past.at.max()),
        kind=EventType.PURCHASE,
        basket=past.basket,
        visitor=past.customer,
    )
    models: dict[str, Callable[[], Ranked]] = {
        "Tresen": lambda: ours(values, products),
        "popularity": lambda: by_matrix(popularity),
        "item-kNN cosine": lambda: nearest(seen, CosineRecommender(K=products)),
        "item-kNN TF-IDF": lambda: nearest(seen, TFIDFRecommender(K=products)),
        "item-kNN BM25": lambda: nearest(seen, BM25Recommender(K=products)),
        "ALS": lambda: factorised(seen),
        **{f"EASE λ {ridge:.0f}": partial(ease, seen, ridge) for ridge in EASE_RIDGES},
    }
    found: dict[str, dict[str, Doubles]] = {}
    for name, fit in models.items():
        begun = time.perf_counter()
        ranked = fit()
        took = time.perf_counter() - begun
        every = answered(ranked, halves, share)
        found[name] = {one: every.figures[one] for one in ("recall@20", "NDCG@20")}
        print_figures(f"{name} ({took:.1f} s)", found[name])
        print(
            f"{'':<26} coverage {every.coverage:.3f}  Gini {every.gini:.3f}  "
            f"novelty {every.novelty:.1f}"
        )
    for figure in found["Tresen"]:
        others = {name: one[figure] for name, one in found.items() if name != "Tresen"}
        best = max(others, key=lambda name: float(others[name].mean()))
        _compare(figure, found["Tresen"][figure], others[best], f"beside the best, {best}")
    model = CoPurchases(CoPurchases.fit(values, nameless(products)))
    known = [*knowing(model, past, products, zip(halves, asked, strict=True))]
    for figure, mine in found["Tresen"].items():
        his = np.concatenate([one[figure] for one in known])
        _compare(figure, his, mine, "by what the customer bought before")


def _compare(figure: str, mine: Doubles, other: Doubles, what: str) -> None:
    print(f"{figure}: {mine.mean() / other.mean() - 1:+.1%} {what}")
    print_paired("", mine, other)


if __name__ == "__main__":
    main()
