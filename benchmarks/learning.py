"""How much better is an order after days of learning from clicks?

`python -m benchmarks.learning` lets simulated shoppers visit a shop that knows nothing at
first, one night of training after each day, and compares orders on the same questions and
the same matches: what was learned, against base relevance (all levels of the ladder off), by
NDCG@10 against what those who ask truly want (`benchmarks.panel`, `docs/simulator.md`). Closer
to the ideal order means (learned - base) / (1 - base). Everybody who asks is a stranger: this
is what all shoppers taught, not what is known of one. `benchmarks.levels` measures that.

One leaf category in four is dark: while the shop learns nobody needs anything of it. Questions
about it whose answers have nothing but its products show what happens where there are no data;
those that share their words with others are told apart, since what is wanted by these is known.
Of several shops (`--seeds`) it is told day by
day how far they are ahead of base relevance there, question by question, with intervals over
shops: those who ask the same shop share what it happened to learn. No worse than base means
that the whole interval is above -MARGIN.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import t as student

from benchmarks.closed_loop import FIRST_DAY, OFF, ClosedLoop, closed_loop, engine_with
from benchmarks.figures import SEED, with_interval
from benchmarks.panel import (
    Question,
    Truth,
    closer,
    closer_interval,
    goodness,
    nobody,
    ordered,
    questions,
)
from benchmarks.shops import print_machine
from demo.catalogue import make
from demo.makes import USUAL
from demo.world import World, populate
from knowledge_base.events import same_words
from service.engine import Engine

DAYS = (1, 7, 30)
DARK = 4
MARGIN = 0.01
"""NDCG@10 by which nobody notices that one order is worse than another."""
DRAWS = 10_000
FEWEST_SHOPS = 2
SHOPPERS_AN_ORDER = 230
"""How many shoppers there have to be for one order a day."""


@dataclass(frozen=True, slots=True)
class Compared:
    """NDCG of one question's answer with what was learned and without."""

    learned: float
    base: float
    own_learned: float
    own_base: float
    was_asked: bool
    is_dark: bool
    is_shared: bool
    """asked in need of something dark, but others, who ask the same, saw some of the answer"""


def compared(
    engine: Engine, loop: ClosedLoop, asked: Sequence[Question], truth: Truth
) -> list[Compared]:
    """Ask every question with and without what was learned."""
    learning = loop.learning
    base = engine_with(engine.opened, learning.now, pre=OFF, segment=OFF, one_to_one=OFF)
    found = []
    for question in asked:
        context = nobody(learning.now)
        orders = [ordered(one, question, context) for one in (engine, base)]
        learned, plain = goodness(loop.world, orders, truth.common(question))
        own, own_plain = goodness(loop.world, orders, truth.own(question))
        was_asked = same_words(question.text) in learning.searched if question.text else True
        rows = [loop.world.shop.rows[one] for one in orders[0]]
        is_lit = bool((loop.world.assortment.leaf[rows] % DARK).any())
        needs_dark = question.need % DARK == 0
        found.append(
            Compared(
                learned,
                plain,
                own,
                own_plain,
                was_asked,
                is_dark=needs_dark and not is_lit,
                is_shared=needs_dark and is_lit,
            )
        )
    return found


def report(name: str, of: Sequence[Compared]) -> None:
    """Print what was learned, as far as those who ask agree."""
    if not of:
        print(f"{name:<34} no such question")
        return
    learned, base = (np.array([getattr(one, n) for one in of]) for n in ("learned", "base"))
    own, own_base = (
        np.array([getattr(one, n) for one in of]) for n in ("own_learned", "own_base")
    )
    low, high = closer_interval(learned, base)
    print(
        f"{name:<34} base {base.mean():.3f}  learned {learned.mean():.3f}  ahead "
        f"{with_interval(learned - base)}  closer {closer(learned, base):6.1%} "
        f"[{low:6.1%}, {high:6.1%}]  to the asker's own ideal {closer(own, own_base):6.1%}"
        f"  n = {len(of)}"
    )


def report_all(day: int, of: Sequence[Compared]) -> None:
    """Print the figures of a day: of what is visited, and of what there are no data of."""
    lit = [one for one in of if not (one.is_dark or one.is_shared)]
    report(f"day {day}, all that is visited", lit)
    report(f"day {day}, words nobody searched", [one for one in lit if not one.was_asked])
    report(f"day {day}, dark categories", [one for one in of if one.is_dark])
    report(f"day {day}, dark, words shared", [one for one in of if one.is_shared])


def in_the_light(world: World) -> World:
    """Return the world with nobody interested in the dark categories."""
    interest = world.shoppers.interest.copy()
    interest[:, ::DARK] = 1e-12
    interest /= interest.sum(axis=1, keepdims=True)
    return World(world.assortment, replace(world.shoppers, interest=interest), world.model)


def over_shops(shops: Sequence[Sequence[Compared]]) -> str:
    """Write how far shops are ahead in the dark, with 95 % intervals over shops.

    Of all questions alike, by the bootstrap of whole shops (Davison & Hinkley 1997, §3.8), and
    of all shops alike, by Student's t, which few shops do not make look too sure.
    """
    ahead = [np.array([one.learned - one.base for one in of if one.is_dark]) for of in shops]
    ahead = [one for one in ahead if len(one)]
    n = len(ahead)
    if n < FEWEST_SHOPS:
        return f"{n} shops"
    totals, sizes = (np.array([f(one) for one in ahead]) for f in (np.sum, len))
    drawn = np.random.default_rng(SEED).integers(n, size=(DRAWS, n))
    low, high = np.quantile(totals[drawn].sum(1) / sizes[drawn].sum(1), (0.025, 0.975))
    means = totals / sizes
    half = student.ppf(0.975, n - 1) * means.std(ddof=1) / np.sqrt(n)
    least = min(low, means.mean() - half)
    return (
        f"by question {totals.sum() / sizes.sum():+.4f} [{low:+.4f}, {high:+.4f}], "
        f"by shop {means.mean():+.4f} [{means.mean() - half:+.4f}, {means.mean() + half:+.4f}] "
        f"NDCG@10, {sizes.sum()} questions, {n} shops: "
        f"{'not' if least > -MARGIN else 'perhaps'} worse than base by {MARGIN}"
    )


def run(options: Namespace, seed: int, orders: int) -> Mapping[int, list[Compared]]:
    """Live through the days of one shop; return how those that are reported compare."""
    shop = make(seed, options.size, FIRST_DAY.date())
    world = populate(shop, seed, int(SHOPPERS_AN_ORDER * orders / 7), options.model)
    asked = questions(world, options.questions, seed)
    truth, found, sold, visits = Truth(world), dict[int, list[Compared]](), 0, 0
    with closed_loop(in_the_light(world), seed) as loop:
        print(f"\nseed {seed}, before anybody came")
        report_all(0, compared(loop.learning.engine, loop, asked, truth))
        for day in range(1, options.days + 1):
            lived = loop.day()
            sold, visits = sold + lived.orders, visits + lived.visits
            if day in options.told or day == options.days:
                print(
                    f"\nseed {seed}, {7 * sold / day:.0f} orders and "
                    f"{7 * visits / day:.0f} visits a week, {options.model} shoppers"
                )
                found[day] = compared(loop.learning.engine, loop, asked, truth)
                report_all(day, found[day])
        print(f"nights not published, events refused: {len(loop.learning.refused)}")
    return found


def options_of(description: str | None) -> Namespace:
    """Read the command line."""
    parser = ArgumentParser(description=description)
    parser.add_argument("--size", type=int, default=1000, help="products in the shop")
    parser.add_argument("--days", type=int, default=max(DAYS))
    parser.add_argument("--told", type=int, nargs="*", default=DAYS, help="days reported")
    parser.add_argument("--orders", type=int, nargs="*", default=[50], help="a week")
    parser.add_argument("--seeds", type=int, nargs="*", default=[SEED])
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--model", default=USUAL, help="how shoppers decide (demo.makes)")
    parser.add_argument("--long", action="store_true", help="three shops, three sizes of trade")
    options = parser.parse_args()
    if options.long:
        options.seeds, options.orders = [SEED, SEED + 1, SEED + 2], [50, 200, 800]
    return options


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    for orders in options.orders:
        shops = [run(options, seed, orders) for seed in options.seeds]
        print(f"\nall shops with about {orders} orders a week")
        for day in shops[0]:
            report_all(day, [one for shop in shops for one in shop[day]])
            if len(shops) > 1:
                print(f"day {day}, dark, by shop: {over_shops([one[day] for one in shops])}")
    print_machine("benchmarks.learning", f"{options}")


if __name__ == "__main__":
    main()
