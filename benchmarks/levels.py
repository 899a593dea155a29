"""What does each level of the ladder bring, and to whom?

`python -m benchmarks.levels` lets simulated shoppers teach a shop for some weeks. Then shoppers
who agreed to be known ask again, and the same answers are ordered by the base alone, by pre, by
segments and by 1:1, each level on top of those below. NDCG@10 against what the asker truly
wants (`benchmarks.panel`); gains are paired, with 95 % intervals. Reported by habit and by how
much is known of somebody: 1:1 must not lose against pre where that is little.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.closed_loop import FIRST_DAY, OFF, ClosedLoop, closed_loop, engine_with
from benchmarks.figures import SEED, with_interval
from benchmarks.panel import Question, Truth, goodness, ordered, questions
from benchmarks.shops import print_machine
from demo.catalogue import make
from demo.makes import USUAL
from demo.shelves import Request
from demo.shoppers import HABITS
from demo.world import World, populate
from service.engine import Engine

LEVELS = ("base", "pre", "segment", "1:1")
KNOWN = ((0, 0), (1, 3), (4, 15), (16, 10**6))
"""Products somebody was seen to care for, from and to."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How good each level's order is to one asker, and what is known of that person."""

    habit: str
    known: int
    ndcg: tuple[float, ...]


def engines(engine: Engine, loop: ClosedLoop) -> list[Engine]:
    """Return an engine for each level, with those above switched off."""
    off = ("pre", "segment", "one_to_one")
    return [
        engine_with(engine.opened, loop.learning.now, **dict.fromkeys(off[level:], OFF))
        for level in range(len(LEVELS))
    ]


def ask_all(loop: ClosedLoop, asked: Sequence[Question], truth: Truth) -> Iterator[Asked]:
    """Let everybody who may be known ask each level."""
    learning, people = loop.learning, loop.world.shoppers
    by_level = engines(learning.engine, loop)
    for question in asked:
        if people.consents[question.shopper] != "personalization":
            continue
        named = {
            "consent": "personalization",
            "session_id": f"asked-{question.shopper}",
            "visitor_id": people.visitor_ids[question.shopper],
        }
        context = learning.context(Request(named, question.language, 0), "search")
        profile = learning.person(context)
        orders = [ordered(one, question, context, profile) for one in by_level]
        yield Asked(
            HABITS[people.habit[question.shopper]],
            len(profile.interests) if profile else 0,
            tuple(goodness(loop.world, orders, truth.own(question))),
        )


def report(name: str, of: Sequence[Asked]) -> None:
    """Print what each level adds to the one below, and 1:1 to pre."""
    if not of:
        print(f"{name:<28} nobody")
        return
    values = np.array([one.ndcg for one in of])
    gains = [
        f"{level} {with_interval(values[:, at] - values[:, at - 1])}"
        for at, level in enumerate(LEVELS)
        if at
    ]
    above = with_interval(values[:, -1] - values[:, 1])
    print(
        f"{name:<28} base {values[:, 0].mean():.3f}  {'  '.join(gains)}  "
        f"1:1 over pre {above}  n = {len(of)}"
    )


def report_groups(of: Sequence[Asked]) -> None:
    """Print the gains for everybody, by habit, and by how much is known."""
    report("everybody", of)
    for habit in HABITS:
        report(habit, [one for one in of if one.habit == habit])
    for low, high in KNOWN:
        name = f"{low} to {high} products known" if high < KNOWN[-1][1] else f"{low} or more"
        report(name, [one for one in of if low <= one.known <= high])


def teach(loop: ClosedLoop, options: Namespace) -> None:
    """Let the days pass."""
    for day in range(1, options.days + 1):
        loop.day(learns=day % options.every == 0 or day == options.days)


def world_of(options: Namespace) -> World:
    """Make the shop and its shoppers."""
    shop = make(SEED, options.size, FIRST_DAY.date())
    return populate(shop, SEED, options.shoppers, options.model)


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=800, help="products in the shop")
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--every", type=int, default=7, help="days from night to night")
    parser.add_argument("--shoppers", type=int, default=3000)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--model", default=USUAL, help="how shoppers decide (demo.makes)")
    parser.add_argument("--long", action="store_true", help="a night after each day")
    options = parser.parse_args()
    if options.long:
        options.every = 1
    world = world_of(options)
    with closed_loop(world, SEED) as loop:
        teach(loop, options)
        of = list(ask_all(loop, questions(world, options.questions, SEED), Truth(world)))
    report_groups(of)
    print_machine("benchmarks.levels", f"seed {SEED}, NDCG@10 against the asker's own wishes")


if __name__ == "__main__":
    main()
