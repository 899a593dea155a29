"""Whom can one be in the demo shop? People of its history who are known for something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from demo.assortment import COLOUR_NAMES, BoolArray, FloatArray, IntArray
from demo.catalogue.sizes import SYSTEMS
from demo.shoppers import CONSENTS
from demo.world import World

SIZE = "39"
_SHOES = "shoes_women"


@dataclass(frozen=True, slots=True)
class Persona:
    """One of the simulated shoppers; `name` says what they are known for."""

    name: str
    visitor_id: str


def personas(world: World, visits: IntArray) -> list[Persona]:
    """Choose among the shoppers who may be known; `visits` [N] is how often each one came."""
    people = world.shoppers
    may_be_known = np.array([one == CONSENTS[-1] for one in people.consents])
    known = np.where(may_be_known & ~people.is_english, visits, 0)
    chosen = {
        name: int(np.argmax(known * how_much(world))) for name, how_much in _KNOWN_FOR.items()
    }
    return [Persona(name, people.visitor_ids[one]) for name, one in chosen.items()]


def _likes_blue_in_39(world: World) -> FloatArray:
    people = world.shoppers
    blue = np.maximum(people.colour[:, COLOUR_NAMES.index("blue")], 0.0)
    return _comes_for("Damen")(world) * blue * _wears(world, _SHOES, SIZE)


def _wears(world: World, system: str, size: str) -> BoolArray:
    """Say whom a size fits."""
    run = SYSTEMS[system]
    place = world.shoppers.body[:, list(SYSTEMS).index(system)] * len(run)
    fits: BoolArray = place.astype(int) == run.index(size)
    return fits


def _hunts_bargains(world: World) -> FloatArray:
    return world.shoppers.bargain


def _comes_for(step: str) -> Callable[[World], FloatArray]:
    """Weigh people by how much of what they come for lies below a category."""

    def weigh(world: World) -> FloatArray:
        below = [step in leaf.split(" > ")[:2] for leaf in world.assortment.leaves]
        share: FloatArray = world.shoppers.interest[:, below].sum(axis=1)
        return share**2

    return weigh


_KNOWN_FOR: Mapping[str, Callable[[World], FloatArray]] = {
    "regular": _likes_blue_in_39,
    "bargains": _hunts_bargains,
    "photo": _comes_for("Foto"),
    "garden": _comes_for("Garten"),
    "children": _comes_for("Kinder"),
}
