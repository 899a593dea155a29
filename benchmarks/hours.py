"""Would it help newcomers to know the time of the week? Best sellers of all hours, or of these.

`python -m benchmarks.hours [--back 1 2 3 4 5 6]` asks, for each later order of a wholesaler
(`uci_retail`), whether any of its products is among the 20 best sellers, as everybody is shown
them, and among those that the part of the week favours: by how much more a product was bought
in that part than was to be expected, drawn towards nothing by as many purchases as `caution`
says. Differences over the same orders have a 95 % interval. What is tuned is tuned with
`--back`, on earlier months.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.baskets import DAYS, Orders, uci_orders
from benchmarks.figures import with_interval
from benchmarks.logs import Numbers, runs
from ranking.metrics import Doubles
from recommenders.evaluation import SHOWN

DAY, HOUR = 86_400, 3_600
SATURDAY = 5
HALF_LIFE = 14.0
"""Days after which a purchase counts half in what sells best."""
LASTING = 180.0
"""Days after which it counts half in what a part of the week favours."""
CAUTIONS = (5.0, 20.0, 100.0, 400.0)
NOON = (11, 14, 17)
"""Hours at which the parts of a day begin, after the first."""


def _weekday(at: Doubles) -> Numbers:
    return (at // DAY + 3).astype(np.int64) % 7


def _hour(at: Doubles) -> Numbers:
    return (at % DAY // HOUR).astype(np.int64)


PARTS: Mapping[str, Callable[[Doubles], Numbers]] = {
    "weekday": _weekday,
    "weekend": lambda at: (_weekday(at) >= SATURDAY).astype(np.int64),
    "part of the day": lambda at: np.digitize(_hour(at), NOON),
    "both": lambda at: _weekday(at) * 4 + np.digitize(_hour(at), NOON),
    "hour": _hour,
}
"""Gives the parts of the week that some seconds since 1970 fall into, by number."""


def favoured(sold: Orders, part: Numbers, parts: int, products: int, until: float) -> Doubles:
    """Return how much of each product was sold in each part, and in all (shape (parts, p, 2)).

    The second is what was to be expected of a product that sells at the usual hours.
    """
    weight = np.exp2((sold.at - until) / DAY / LASTING)
    cell = part * products + sold.product
    had = np.bincount(cell, weight, parts * products).reshape(parts, products)
    share = had.sum(axis=1, keepdims=True) / had.sum()
    return np.stack([had, share * had.sum(axis=0)], axis=2)


def hits(orders: Orders, products: int, back: int) -> Iterator[tuple[str, float, Doubles]]:
    """Yield the hits of each order of a month, by parts and caution; 0 stands for no parts."""
    end = orders.at.max() - back * DAYS * DAY
    begin = end - DAYS * DAY
    past = orders.where(orders.at <= begin)
    later = orders.where((orders.at > begin) & (orders.at <= end))
    order = np.argsort(later.basket, kind="stable")
    orders_of = [order[one] for one in runs(later.basket[order])]
    asked = [(later.product[one], later.at[one[0]]) for one in orders_of]
    at = np.array([when for _, when in asked])
    sells = np.bincount(
        past.product, np.exp2((past.at - begin) / DAY / HALF_LIFE), minlength=products
    )
    yield (
        "all hours",
        0.0,
        _found(asked, np.argsort(-sells, kind="stable")[None, :SHOWN], at * 0),
    )
    for name, of in PARTS.items():
        then, now = of(past.at), of(at)
        parts = int(max(then.max(), now.max())) + 1
        had, usual = np.moveaxis(favoured(past, then, parts, products, begin), 2, 0)
        for caution in CAUTIONS:
            lift = (had + caution) / (usual + caution)
            shown = np.argsort(-sells * lift, axis=1, kind="stable")[:, :SHOWN]
            yield name, caution, _found(asked, shown, now)


def _found(
    asked: list[tuple[Numbers, float]], shown: NDArray[np.intp], part: NDArray[np.generic]
) -> Doubles:
    lists = shown[part.astype(np.int64)]
    return np.array(
        [float(np.isin(one, of).any()) for (one, _), of in zip(asked, lists, strict=True)]
    )


def main() -> None:
    """Print what each part of the week adds to the best sellers of all hours."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--back", type=int, nargs="+", default=[0], help="months to go back")
    options = parser.parse_args()
    orders, products = uci_orders()
    months = [list(hits(orders, products, back)) for back in options.back]
    every = [np.concatenate([one[2] for one in month]) for month in zip(*months, strict=True)]
    print(f"HR@{SHOWN} of what sells best at all hours {with_interval(every[0])}")
    for (name, caution, _), found in zip(months[0][1:], every[1:], strict=True):
        print(f"{name:<16} caution {caution:3.0f}  {with_interval(found - every[0])}")


if __name__ == "__main__":
    main()
