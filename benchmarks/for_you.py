"""Who buys what next that he never bought: recommendations for a person, on real orders.

`python -m benchmarks.for_you [--log hm]` fits on all orders but those of the last four weeks,
of `hm` the last day, folds in each customer from the products of the last orders before, and
asks for what is new to the customer among all products. Customers are split in halves by
number: what is tuned is tuned on the even ones (`--tune`).
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.baskets import LOGS, Orders
from benchmarks.figures import print_figures
from benchmarks.logs import interactions, nameless
from knowledge_base.events import EventType
from ranking.learning import Popularity
from ranking.metrics import Doubles, ndcg
from recommenders import for_you
from recommenders.evaluation import SHOWN, gini
from recommenders.for_you import ForYou
from recommenders.popular import Popular
from recommenders.recommender import Ask, Recommender

HISTORIES = (2, 5, 50)
"""Products of a customer's latest orders that are known of him."""
CAUTIONS = (0.0, 2.0, 5.0, 10.0, 20.0)
Rows = NDArray[np.int32]
Person = tuple[Rows, Rows, Rows]
"""What is known of a customer, all he ever bought, and what he bought for the first time."""


def people(before: Orders, after: Orders, *, parity: int, history: int) -> list[Person]:
    """Return the customers of a half who bought before and bought something new after."""
    found = []
    for customer in np.intersect1d(before.customer, after.customer):
        if customer % 2 == parity:
            own = np.flatnonzero(before.customer == customer)
            in_time = own[np.argsort(before.at[own], kind="stable")]
            mine: Rows = before.product[in_time].astype(np.int32)
            latest = list(dict.fromkeys(mine[::-1].tolist()))[:history]
            new = np.setdiff1d(after.product[after.customer == customer], mine)
            if len(latest) >= min(history, for_you.LEAST) and len(new):
                found.append(
                    (np.array(latest, np.int32), np.unique(mine), new.astype(np.int32))
                )
    return found


def figures(
    model: Recommender, asked: Sequence[Person], share: Doubles
) -> tuple[dict[str, Doubles], str]:
    """Return figures by customer, and those of all lists together; `share` is who buys it."""
    hits, gains, novelty = [], [], []
    shown = np.zeros(len(share))
    for known, ever, new in asked:
        allowed = np.ones(len(share), dtype=np.bool_)
        allowed[ever] = False
        liking = np.ones(len(known), dtype=np.float32)
        rows = model.propose(Ask(allowed=allowed, liked=known, liking=liking), SHOWN).rows
        shown[rows] += 1
        found = np.isin(rows, new).astype(float).tolist()
        hits.append(float(any(found)))
        gains.append(ndcg(found, [1.0] * len(new), SHOWN))
        novelty.append(float(-np.log2(np.maximum(share[rows], 1e-6)).mean()))
    every = {"HR@20": hits, "NDCG@20": gains, "novelty (bits)": novelty}
    together = f"coverage {np.mean(shown > 0):.3f}  Gini {gini(shown):.3f}"
    return {name: np.array(values) for name, values in every.items()}, together


def main() -> None:
    """Print figures of popularity and of tastes, by how much is known of a customer."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true", help="the even customers, all cautions")
    parser.add_argument("--log", choices=LOGS, default="uci_retail")
    options = parser.parse_args()
    tune = options.tune
    read, days = LOGS[options.log]
    orders, products = read()
    until = orders.at.max() - days * 86_400
    before, after = orders.where(orders.at <= until), orders.where(orders.at > until)
    values = interactions(
        before.product,
        before.at,
        products=products,
        until=until,
        kind=EventType.PURCHASE,
        basket=before.basket,
        visitor=before.customer,
    )
    shop = nameless(products)
    popularity = Popularity().fit(values, shop)["popularity"].astype(np.float32)
    arrays = ForYou.fit(values, shop)
    share = np.bincount(before.product, minlength=products) / len(before.product)
    taste, everybody = ForYou(arrays, popularity), Popular(popularity, shop.leaf)
    for history in HISTORIES:
        asked = people(before, after, parity=0 if tune else 1, history=history)
        _print(f"popular, {history} known", everybody, asked, share)
        for caution in CAUTIONS if tune else (for_you.CAUTION,):
            with patch.object(for_you, "CAUTION", caution):
                _print(f"for you, {history} known, κ {caution:g}", taste, asked, share)


def _print(title: str, model: Recommender, asked: Sequence[Person], share: Doubles) -> None:
    own, together = figures(model, asked, share)
    print_figures(title, own)
    print(f"{'':<26} {together}")


if __name__ == "__main__":
    main()
