"""What is a visit? One session in progress: who is there, what happened, what was taken."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from demo.assortment import FloatArray
from demo.choices import Line, Mind
from demo.shelves import Event, Request, Shelves
from demo.world import World

SECOND, DAY = 1000, 86_400_000
EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(slots=True)
class Memory:
    """What a shopper remembers from earlier visits."""

    owned: list[int] = field(default_factory=list)
    hesitated: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """One session in progress; ``at`` is its clock, in milliseconds since 1970.

    ``events`` is what happened, ``heard`` how much of it the shop has been told, ``later`` what
    will follow days after the visit. ``worth`` is the true utility of the products ``shown``,
    each counted by the probability that its position is looked at; ``attention`` sums those.
    """

    world: World
    shelves: Shelves
    shopper: int
    memory: Memory
    session_id: str
    at: int
    rng: np.random.Generator
    events: list[Event] = field(default_factory=list)
    later: list[Event] = field(default_factory=list)
    basket: list[Line] = field(default_factory=list)
    recent: list[int] = field(default_factory=list)
    heard: int = 0
    shown: int = 0
    attention: float = 0.0
    worth: float = 0.0
    mind: Mind = field(init=False)

    def __post_init__(self) -> None:
        self.mind = Mind(self.world, self.shopper, self.rng)

    @property
    def is_english(self) -> bool:
        """Tell which language the shopper uses."""
        return bool(self.world.shoppers.is_english[self.shopper])

    @property
    def identity(self) -> dict[str, str]:
        """Name the shopper as far as consent allows."""
        people = self.world.shoppers
        names = {"consent": people.consents[self.shopper]}
        if names["consent"] != "none":
            names["session_id"] = self.session_id
        if names["consent"] == "personalization":
            names["visitor_id"] = people.visitor_ids[self.shopper]
        return names

    @property
    def customer_id(self) -> str:
        """Give the name the shop's server would use for a customer who agreed to be known."""
        people = self.world.shoppers
        agreed = people.consents[self.shopper] == "personalization"
        return people.customer_ids[self.shopper] if agreed else ""

    def chance(self, probability: float) -> bool:
        """Toss a coin."""
        return bool(self.rng.random() < probability)

    def note(self, kind: str, row: int = -1, **facts: Any) -> None:
        """Write down what just happened, and let a few seconds pass."""
        event: Event = {"type": kind, "at": self.at, **self.identity}
        if row >= 0:
            event["product_id"] = self.world.shop.products[row].product_id
        self.events.append(event | {name: fact for name, fact in facts.items() if fact})
        self.at += int(self.rng.integers(1, 6)) * SECOND

    def weigh(self, points: FloatArray) -> None:
        """Add up what a shelf was worth, its products' utilities given in their order."""
        chances = self.world.model.examination(len(points))
        self.shown += len(points)
        self.attention += float(chances.sum())
        self.worth += float(chances @ points)

    def tell(self) -> None:
        """Let the shop hear what happened since it last heard of us."""
        self.shelves.hear(self.events[self.heard :])
        self.heard = len(self.events)

    def request(self, **filters: str) -> Request:
        """Ask for a shelf; whoever answers has heard everything up to now."""
        self.tell()
        products = self.world.shop.products
        return Request(
            identity=self.identity,
            language="en" if self.is_english else "de",
            day=self.at // DAY + EPOCH_DAY,
            filters=filters,
            basket=[(products[line.row].product_id, 1) for line in self.basket],
            recent=[products[row].product_id for row in self.recent],
        )
