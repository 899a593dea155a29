"""Is what was learned of positions true, and does it keep learning from being fooled by them?

`python -m benchmarks.position_bias` lets simulated shoppers visit a shop in which chance says
for every query and product whether the product is favoured: three times in four all favoured
products stand first. Favoured or not, they are wanted alike. Compared are

* the propensities that the shop estimates from its own log with the true ones: how often a
  place in view was looked at, which only the simulator sees. The control is the click curve:
  clicks per impression at each place;
* how much more the favoured products seem to be wanted: by clicks per position-corrected look,
  as the night learns them, and by clicks per impression, which is fooled.

Intervals are jackknife over ten groups of visitors (Tukey 1958).
"""

from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from random import Random

import numpy as np

from benchmarks.closed_loop import FIRST_DAY, Answer, ClosedLoop, asked_for, closed_loop
from benchmarks.figures import SEED
from benchmarks.shops import print_machine
from demo.assortment import Assortment, BoolArray, FloatArray, IntArray
from demo.catalogue import make
from demo.makes import SHIPPED, USUAL, ShopperModel
from demo.script import in_view
from demo.shelves import PER_PAGE, PER_SHELF
from demo.shoppers import Shoppers
from demo.world import populate
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.storage.events import read_interactions
from ranking.context import Context
from ranking.exposure import LISTS, exposure_of
from ranking.metrics import Doubles

FAVOURS = 0.75
GROUPS = 10
TOLD = (1, 2, 3, 5, 8, 12, 16, 20, 24)


class Watched:
    """A model of shoppers that keeps count of where they look, place by place of lists."""

    def __init__(self, model: ShopperModel) -> None:
        self._model = model
        self.in_view = np.zeros(PER_PAGE)
        self.examined = np.zeros(PER_PAGE)

    def utility(
        self,
        goods: Assortment,
        people: Shoppers,
        shopper: int,
        rows: IntArray,
        need: int | None,
    ) -> FloatArray:
        """Ask the model."""
        return self._model.utility(goods, people, shopper, rows, need)

    def examination(self, tiles: int) -> FloatArray:
        """Ask the model."""
        return self._model.examination(tiles)

    def choose(self, points: FloatArray, rng: np.random.Generator) -> int:
        """Ask the model."""
        return self._model.choose(points, rng)

    def look(self, points: FloatArray, rng: np.random.Generator) -> tuple[BoolArray, BoolArray]:
        """Ask the model, and count unless it is a shelf: those have a length of their own."""
        is_examined, is_tempting = self._model.look(points, rng)
        if len(points) != PER_SHELF:
            self.in_view[: in_view(is_examined)] += 1
            self.examined[: len(points)] += is_examined
        return is_examined, is_tempting

    @property
    def propensities(self) -> FloatArray:
        """Return how likely a place in view is looked at, beside the first."""
        shares = self.examined / np.maximum(self.in_view, 1)
        return np.asarray(shares / shares[0])


def is_favoured(query: str, product_id: str) -> bool:
    """Let chance decide, once for each query and product."""
    return blake2b(f"{query}|{product_id}".encode(), digest_size=1).digest()[0] % 2 == 0


def favouring(rng: Random) -> Callable[[Answer, Context], Sequence[Answer]]:
    """Make an order that puts favoured products of lists first, more often than last."""

    def serve(answer: Answer, context: Context) -> Sequence[Answer]:
        if context.touch_point not in LISTS:
            return list(answer["hits"])
        query, first = asked_for(answer), rng.random() < FAVOURS
        return sorted(
            answer["hits"], key=lambda hit: is_favoured(query, hit["product_id"]) is not first
        )

    return serve


def of_lists(values: Interactions) -> Interactions:
    """Return what was shown in lists, as is proved."""
    lists = [values.placements.index(one) for one in LISTS if one in values.placements]
    return values.where(np.isin(values.placement, lists))


def click_curve(values: Interactions) -> Doubles:
    """Return clicks per impression at each place, beside the first."""
    own = of_lists(values)
    shown, clicked = (
        np.bincount(own.position[own.type == one], minlength=PER_PAGE + 1)[1 : PER_PAGE + 1]
        for one in (EventType.IMPRESSION, EventType.CLICK)
    )
    rate = clicked / np.maximum(shown, 1)
    return np.asarray(rate / rate[0], dtype=np.float64)


def estimated(values: Interactions) -> Doubles:
    """Return the propensities of lists as the night estimates them."""
    lists: Doubles = exposure_of(values).seen[0]
    return lists[:PER_PAGE]


def advantage(values: Interactions, ids: Sequence[str]) -> Doubles:
    """Return how much more favoured products seem to be wanted: corrected, and naively."""
    exposure, own = exposure_of(values), of_lists(values)
    sums: dict[tuple[str, bool], float] = defaultdict(float)

    def favoured(queries: IntArray, products: IntArray) -> BoolArray:
        pairs = zip(queries.tolist(), products.tolist(), strict=True)
        return np.array(
            [is_favoured(values.queries[q] if q >= 0 else "", ids[p]) for q, p in pairs]
        )

    looked = favoured(exposure.query.astype(np.int64), exposure.product.astype(np.int64))
    shown = favoured(own.query.astype(np.int64), own.product.astype(np.int64))
    for side in (True, False):
        sums["clicks", side] = float(exposure.clicks[looked == side].sum())
        sums["looks", side] = float(exposure.looks[looked == side].sum())
        for kind in (EventType.CLICK, EventType.IMPRESSION):
            sums[kind.word, side] = float((own.type[shown == side] == kind).sum())

    def ratio(above: str, below: str) -> float:
        won, lost = (sums[above, side] / sums[below, side] for side in (True, False))
        return won / lost - 1

    return np.array([ratio("clicks", "looks"), ratio("click", "impression")])


def jackknifed(
    values: Interactions, of: Callable[[Interactions], Doubles]
) -> tuple[Doubles, Doubles]:
    """Return a figure and half its 95 % interval, leaving out a tenth of visitors each time."""
    who = np.where(values.visitor >= 0, values.visitor, values.session)
    left = np.stack([of(values.where(who % GROUPS != one)) for one in range(GROUPS)])
    spread = (GROUPS - 1) / GROUPS * ((left - left.mean(axis=0)) ** 2).sum(axis=0)
    return of(values), 1.96 * np.sqrt(spread)


def print_propensities(values: Interactions, true: FloatArray) -> None:
    """Print estimated, naive and true propensities of some places, and how far they are off."""
    known, half = jackknifed(values, estimated)
    naive = click_curve(values)
    print("place   " + "".join(f"{place:>14}" for place in TOLD))
    print("true    " + "".join(f"{true[place - 1]:14.3f}" for place in TOLD))
    told = (f"{known[one - 1]:8.3f} ±{half[one - 1]:.3f}" for one in TOLD)
    print("learned " + "".join(f"{one:>14}" for one in told))
    print("clicks  " + "".join(f"{naive[place - 1]:14.3f}" for place in TOLD))
    for name, curve in (("learned", known), ("click curve", naive)):
        off = np.abs(curve - true)
        print(f"{name}: off by {off.mean():.3f} on average, {off.max():.3f} at most")


def live(loop: ClosedLoop, days: int, every: int) -> int:
    """Let days pass, and a night of learning after some of them; return the visits."""
    loop.learning.serve = favouring(Random(SEED))
    return sum(loop.day(learns=day % every == 0).visits for day in range(1, days + 1))


def measure(options: Namespace, model: str) -> None:
    """Print how far one make of shoppers is seen through."""
    world = populate(make(SEED, options.size, FIRST_DAY.date()), SEED, options.shoppers, model)
    watched = world.model = Watched(world.model)
    with closed_loop(world, SEED) as loop:
        visits = live(loop, options.days, options.every)
        catalogue = loop.learning.engine.catalogue
        with loop.learning.database.read() as connection:
            values = read_interactions(connection, catalogue, now=loop.learning.now)
    ids = list(catalogue.product_ids.column.texts())
    clicks = int((of_lists(values).type == EventType.CLICK).sum())
    print(f"\n{model} shoppers, {visits} visits, {clicks} clicks in lists")
    print_propensities(values, watched.propensities)
    figure, half = jackknifed(values, lambda some: advantage(some, ids))
    print("favoured products, wanted as much as the others, seem to be wanted")
    for name, more, width in zip(("as learned", "by clicks"), figure, half, strict=True):
        print(f"  {name:<12} {more:+.1%} ±{width:.1%}")


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=600, help="products in the shop")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--every", type=int, default=7, help="days from night to night")
    parser.add_argument("--shoppers", type=int, default=6000)
    parser.add_argument("--model", default=USUAL, help="how shoppers decide (demo.makes)")
    parser.add_argument("--long", action="store_true", help="both models that are shipped")
    options = parser.parse_args()
    for model in SHIPPED if options.long else (options.model,):
        measure(options, model)
    print_machine("benchmarks.position_bias", f"seed {SEED}")


if __name__ == "__main__":
    main()
