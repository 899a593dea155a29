"""Does learning from what it shows itself narrow a shop down? Can few people push a product?

`python -m benchmarks.feedback_loop` lets shoppers and a learning shop live with each other, and
every ten days asks the same questions of strangers. The exposure of a product is the sum over
all answers of the chance that its place is looked at. Reported are the Gini coefficient of
exposure, the share of all products that are on some first page, and how much of the exposure
goes to those in the less exposed half of the first report. The control is a shop that puts what
was clicked more often first. Intervals are 95 %, jackknife over the questions.

Then one product far down a long list is poisoned: few visitors bring many valid tokens of it,
or as many as people do who cannot make up their minds. How many places does it rise, and how
many where clicks are counted? The same is done in a shop in which nobody was yet, where no
other product has anything to show for itself.
"""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product as product_of
from random import Random

import numpy as np

from benchmarks.closed_loop import FIRST_DAY, Answer, ClosedLoop, closed_loop
from benchmarks.figures import SEED
from benchmarks.panel import Question, nobody, ordered, questions
from benchmarks.shops import print_machine
from demo.catalogue import make
from demo.makes import USUAL
from demo.shelves import PER_PAGE, Event, Request
from demo.world import World, populate
from knowledge_base.columns import Longs
from ranking.context import Context
from ranking.metrics import Doubles

EVERY = 10
GROUPS = 10
ATTACKS = ((1, 500), (3, 200), (5, 100), (10, 50), (5, 8), (10, 8))
"""Visitors, and how often each of them clicks."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What strangers see: how likely products are looked at in each answer, shape (q, p)."""

    chances: Doubles

    def figures(self, asked: Longs) -> Doubles:
        """Return Gini, and the shares on a first page, of some questions by number."""
        some = self.chances[asked]
        return np.array([gini(some.sum(axis=0)), (some > 0).any(axis=0).mean()])

    def compared(self, first: "Exposed") -> tuple[Doubles, Doubles]:
        """Return how far both figures are from those of a first report (2,), and their ends.

        The ends (2, 2) are 95 %, by the jackknife: a tenth of the questions is left out each
        time. Drawing them again with repeats would make any exposure less even.
        """
        number = np.arange(len(self.chances))
        share = self.figures(number) / first.figures(number) - 1
        some = [number[number % GROUPS != one] for one in range(GROUPS)]
        left = np.array([self.figures(one) / first.figures(one) - 1 for one in some])
        apart = ((left - left.mean(axis=0)) ** 2).sum(axis=0)
        half = 1.96 * np.sqrt((GROUPS - 1) / GROUPS * apart)
        return share, np.stack([share - half, share + half], axis=1)


def gini(exposure: Doubles) -> float:
    """Return how unevenly exposure (p,) is spread: 0 evenly, 1 all on one product."""
    ascending = np.sort(exposure)
    n = len(ascending)
    weighted = float((np.arange(1, n + 1) * ascending).sum())
    return 2 * weighted / (n * float(ascending.sum())) - (n + 1) / n


class Counting:
    """The control: hits in the order of how often they were clicked, by anybody."""

    def __init__(self) -> None:
        self.clicks: Counter[str] = Counter()

    def serve(self, answer: Answer, _: Context) -> Sequence[Answer]:
        """Put what was clicked more often first."""
        return sorted(answer["hits"], key=lambda hit: -self.clicks[hit["product_id"]])

    def listen(self, events: Sequence[Event]) -> None:
        """Count clicks."""
        self.clicks.update(one["product_id"] for one in events if one["type"] == "click")


def exposed(loop: ClosedLoop, asked: Sequence[Question], counting: Counting | None) -> Exposed:
    """Ask every question as a stranger and add up what is shown on first pages."""
    learning, world = loop.learning, loop.world
    chances = np.zeros((len(asked), len(world.shop.products)))
    for number, question in enumerate(asked):
        ids = ordered(learning.engine, question, nobody(learning.now))
        if counting:
            ids.sort(key=lambda one: -counting.clicks[one])
        rows = [world.shop.rows[one] for one in ids[:PER_PAGE]]
        chances[number, rows] = world.model.examination(PER_PAGE)[: len(rows)]
    return Exposed(chances)


def live(
    world: World, options: Namespace, asked: Sequence[Question], *, naive: bool
) -> Iterator[tuple[int, Exposed, ClosedLoop, Counting | None]]:
    """Live through the days, and look every ten of them at what is shown."""
    with closed_loop(world, SEED) as loop:
        counting = Counting() if naive else None
        if counting:
            loop.learning.listeners.append(counting.listen)
            loop.learning.serve = counting.serve
        yield 0, exposed(loop, asked, counting), loop, counting
        for day in range(1, options.days + 1):
            loop.day(learns=not naive and day % options.every == 0)
            if day % EVERY == 0:
                yield day, exposed(loop, asked, counting), loop, counting


def report(name: str, day: int, now: Exposed, first: Exposed) -> None:
    """Print how far exposure is from where it began."""
    before, exposure = (one.chances.sum(axis=0) for one in (first, now))
    tail = exposure[before <= np.median(before)].sum() / exposure.sum()
    known = now.figures(np.arange(len(now.chances)))
    share, ends = now.compared(first)
    told = [
        f"{figure} {value:.3f} ({more:+.1%} [{low:+.1%}, {high:+.1%}])"
        for figure, value, more, (low, high) in zip(
            ("Gini", "on a first page"), known, share, ends, strict=True
        )
    ]
    print(f"{name:<9} day {day:3}  {'  '.join(told)}  exposure of the tail {tail:.3f}")


def longest(loop: ClosedLoop, asked: Sequence[Question]) -> tuple[Question, list[str]]:
    """Return the question in words whose answer is longest, and that answer."""
    engine, now = loop.learning.engine, loop.learning.now
    answers = [(one, ordered(engine, one, nobody(now))) for one in asked if one.query]
    return max(answers, key=lambda one: len(one[1]))


def poison(loop: ClosedLoop, question: Question, product: str, many: tuple[int, int]) -> None:
    """Let a few visitors click one product again and again, as slowly as people do."""
    learning, rng = loop.learning, Random(SEED)
    visitors, clicks = many
    for visitor, click in product_of(range(visitors), range(clicks)):
        named = {
            "consent": "personalization",
            "visitor_id": f"poisoner-{visitors}-{clicks}-{visitor}",
            "session_id": f"poison-{visitors}-{clicks}-{visitor}-{click // 20}",
        }
        context = learning.context(Request(named, question.language, 0), "search")
        shelf = learning.show(question.ask(context))
        place = int(np.flatnonzero(shelf.rows == loop.world.shop.rows[product])[0])
        at = int(learning.now.timestamp() * 1000) + rng.randint(5_000, 90_000)
        facts = {"product_id": product, "query": question.text, "placement": "search"}
        event = {**named, **facts, "at": at, "token": shelf.tokens[place]}
        learning.hear([{**event, "type": "impression"}, {**event, "type": "click"}])


def report_attacks(loop: ClosedLoop, asked: Sequence[Question]) -> None:
    """Poison a product at the end of a long list in several ways, one night after each."""
    question, _ = longest(loop, asked)
    for attack in ATTACKS:
        learning = loop.learning
        before = ordered(learning.engine, question, nobody(learning.now))
        product = before[-2]
        counting = Counting()
        learning.listeners.append(counting.listen)
        poison(loop, question, product, attack)
        learning.listeners.clear()
        learning.now += timedelta(hours=8)
        refused = len(learning.refused)
        learning.night()
        after = ordered(learning.engine, question, nobody(learning.now))
        counted = sorted(before, key=lambda one: -counting.clicks[one])
        place = before.index(product)
        rise, naive = (place - one.index(product) for one in (after, counted))
        print(
            f"{attack[0]:3} visitors x {attack[1]:3} clicks on place {place + 1} of "
            f"'{question.text}': rises {rise} places; where clicks are counted {naive}"
            f"{'; the night was refused' * (len(learning.refused) > refused)}"
        )


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=600, help="products in the shop")
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--every", type=int, default=1, help="days from night to night")
    parser.add_argument("--shoppers", type=int, default=2000)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--model", default=USUAL, help="how shoppers decide (demo.makes)")
    parser.add_argument("--long", action="store_true", help="more shoppers")
    options = parser.parse_args()
    if options.long:
        options.shoppers *= 4
    shop = make(SEED, options.size, FIRST_DAY.date())
    world = populate(shop, SEED, options.shoppers, options.model)
    asked = questions(world, options.questions, SEED)
    with closed_loop(world, SEED) as young:
        print("where nobody was yet")
        report_attacks(young, asked)
    for naive in (True, False):
        name, first = "counting" if naive else "learning", None
        for day, now, loop, _ in live(world, options, asked, naive=naive):
            first = first or now
            report(name, day, now, first)
            if not naive and day == options.days:
                report_attacks(loop, asked)
    print_machine("benchmarks.feedback_loop", f"seed {SEED}")


if __name__ == "__main__":
    main()
