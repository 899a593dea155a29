"""Does learning from what it shows itself narrow a shop down? Can few people push a product?

`python -m benchmarks.feedback_loop` lets shoppers and a learning shop live with each other, and
every ten days asks the same questions of strangers. The exposure of a product is the sum over
all answers of the chance that its place is looked at. Reported are the Gini coefficient of
exposure, and the long tail's share: the part of the products in the less exposed half of the
first report that are still on a first page. The control is a shop that puts what was clicked
more often first.

Then one product far down a long list is poisoned: few visitors bring many valid tokens of it.
How many places does it rise, and how many where clicks are counted?
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
from ranking.context import Context
from ranking.metrics import Doubles

EVERY = 10
ATTACKS = ((1, 500), (3, 200), (5, 100), (10, 50))
"""Visitors, and how often each of them clicks."""


@dataclass(frozen=True, slots=True)
class Exposed:
    """What strangers get to see: exposure and whether it is on a first page, by product."""

    exposure: Doubles
    on_first_page: Doubles

    @property
    def gini(self) -> float:
        """Return how unevenly exposure is spread: 0 evenly, 1 all on one product."""
        ascending = np.sort(self.exposure)
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
    exposure, seen = (np.zeros(len(world.shop.products)) for _ in range(2))
    for question in asked:
        ids = ordered(learning.engine, question, nobody(learning.now))
        if counting:
            ids.sort(key=lambda one: -counting.clicks[one])
        rows = [world.shop.rows[one] for one in ids[:PER_PAGE]]
        exposure[rows] += world.model.examination(PER_PAGE)[: len(rows)]
        seen[rows] = 1
    return Exposed(exposure, seen)


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
    tail = first.exposure <= np.median(first.exposure)
    tail_now, tail_first = (
        one.exposure[tail].sum() / one.exposure.sum() for one in (now, first)
    )
    coverage, before = now.on_first_page.mean(), first.on_first_page.mean()
    print(
        f"{name:<10} day {day:3}  Gini {now.gini:.3f} ({now.gini / first.gini - 1:+.1%})  "
        f"on a first page {coverage:.3f} ({coverage / before - 1:+.1%})  "
        f"share of the tail {tail_now:.3f} (first {tail_first:.3f})"
    )


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
            "visitor_id": f"poisoner-{visitor}",
            "session_id": f"poison-{visitor}-{click // 20}",
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
        learning.night()
        after = ordered(learning.engine, question, nobody(learning.now))
        counted = sorted(before, key=lambda one: -counting.clicks[one])
        place = before.index(product)
        rise, naive = (place - one.index(product) for one in (after, counted))
        print(
            f"{attack[0]:3} visitors x {attack[1]:3} clicks on place {place + 1} of "
            f"'{question.text}': rises {rise} places; where clicks are counted {naive}"
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
