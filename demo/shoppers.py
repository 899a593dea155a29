"""Who shops here? Made-up people, with tastes and sizes that only the simulator knows."""

import uuid
from dataclasses import dataclass

import numpy as np

from demo.assortment import (
    COLOUR_NAMES,
    MATERIAL_NAMES,
    STYLE_NAMES,
    SYSTEMS,
    Assortment,
    BoolArray,
    FloatArray,
    IntArray,
)
from demo.catalogue.sizes import SYSTEMS as SIZE_SYSTEMS

CONSENTS = ("none", "statistics", "personalization")
CONSENT_SHARES = (0.2, 0.15, 0.65)
HABITS = ("newcomer", "occasional", "regular")
HABIT_SHARES = (0.55, 0.33, 0.12)
HABIT_VISITS = (1.0, 1.8, 4.0)  # mean number of visits in sixty days
LOGS_IN = (0.15, 0.5, 0.85)
BARGAIN_HUNTERS, ENGLISH, WOMEN, PARENTS = 0.25, 0.12, 0.5, 0.3
SPREAD = {"brand": 0.6, "colour": 0.8, "material": 0.4, "style": 0.6}
DEPARTMENT_FOCUS, LEAF_FOCUS = 0.35, 0.8


@dataclass(frozen=True, slots=True)
class Shoppers:
    """One entry for each of N shoppers.

    ``interest`` is [N, leaves] and its rows sum to one; ``brand``, ``colour``, ``material`` and
    ``style`` are tastes in utility points, [N, names]; ``price_level`` is the price rank that a
    shopper looks for (0 to 1), ``price_weight`` what a step away from it costs; ``bargain`` the
    points for a full discount; ``body`` is [N, size systems], where in a run of sizes a shopper
    stands (0 to 1); ``system`` is [N, 2], the lens mount and battery system the shopper owns.
    """

    visitor_ids: tuple[str, ...]
    customer_ids: tuple[str, ...]
    consents: tuple[str, ...]
    is_english: BoolArray
    habit: IntArray
    interest: FloatArray
    brand: FloatArray
    colour: FloatArray
    material: FloatArray
    style: FloatArray
    price_level: FloatArray
    price_weight: FloatArray
    bargain: FloatArray
    body: FloatArray
    system: IntArray

    def __len__(self) -> int:
        return len(self.visitor_ids)


def meet(assortment: Assortment, seed: int, count: int) -> Shoppers:
    """Invent ``count`` shoppers for what the shop sells."""
    rng = np.random.default_rng(seed)
    habit = rng.choice(len(HABITS), count, p=HABIT_SHARES)
    is_hunter = rng.random(count) < BARGAIN_HUNTERS
    has_account = rng.random(count) < np.array(LOGS_IN)[habit]
    return Shoppers(
        visitor_ids=tuple(str(uuid.UUID(bytes=rng.bytes(16), version=4)) for _ in range(count)),
        customer_ids=tuple(
            f"K{n:06d}" if known else "" for n, known in enumerate(has_account, 1)
        ),
        consents=tuple(CONSENTS[c] for c in rng.choice(len(CONSENTS), count, p=CONSENT_SHARES)),
        is_english=rng.random(count) < ENGLISH,
        habit=habit,
        interest=_interests(assortment, count, rng),
        brand=rng.normal(0.0, SPREAD["brand"], (count, len(assortment.brands))),
        colour=rng.normal(0.0, SPREAD["colour"], (count, len(COLOUR_NAMES))),
        material=_tastes("material", count, len(MATERIAL_NAMES), rng),
        style=_tastes("style", count, len(STYLE_NAMES), rng),
        price_level=np.where(is_hunter, rng.beta(2, 5, count), rng.beta(3, 3, count)),
        price_weight=np.where(is_hunter, 2.2, rng.gamma(3.0, 0.4, count)),
        bargain=np.where(is_hunter, rng.uniform(3.0, 5.0, count), rng.uniform(0.0, 1.5, count)),
        body=_bodies(count, rng),
        system=np.stack(
            [
                rng.integers(1, max(2, len(assortment.systems[s])), count)
                for s in range(len(SYSTEMS))
            ],
            axis=1,
        ),
    )


def _tastes(name: str, count: int, names: int, rng: np.random.Generator) -> FloatArray:
    """Draw tastes; the first name, for a product without one, leaves everybody cold."""
    tastes: FloatArray = rng.normal(0.0, SPREAD[name], (count, names))
    tastes[:, 0] = 0.0
    return tastes


def _interests(assortment: Assortment, count: int, rng: np.random.Generator) -> FloatArray:
    """Draw what people come for: few departments each, and mostly clothes for themselves."""
    steps = [leaf.split(" > ") for leaf in assortment.leaves]
    departments = sorted({step[0] for step in steps})
    focus = rng.dirichlet(np.full(len(departments), DEPARTMENT_FOCUS), count)
    interest = focus[:, [departments.index(step[0]) for step in steps]]
    is_woman, is_parent = rng.random(count) < WOMEN, rng.random(count) < PARENTS
    shares = {
        "Damen": np.where(is_woman, 1.0, 0.08),
        "Herren": np.where(is_woman, 0.12, 1.0),
        "Kinder": np.where(is_parent, 0.9, 0.04),
    }
    for column, step in enumerate(steps):
        interest[:, column] *= shares.get(step[1], 1.0)
    interest *= np.sqrt([len(rows) for rows in assortment.leaf_rows])
    interest *= rng.gamma(LEAF_FOCUS, 1.0, interest.shape)
    interest += 1e-6
    drawn: FloatArray = interest / interest.sum(axis=1, keepdims=True)
    return drawn


def _bodies(count: int, rng: np.random.Generator) -> FloatArray:
    """Draw a place in every size run; tall people wear large shoes, children are of any age."""
    build = rng.normal(0.5, 0.17, (count, 1))
    body = build + rng.normal(0.0, 0.07, (count, len(SIZE_SYSTEMS)))
    age = rng.random((count, 1))
    is_child = np.array([name.endswith("children") for name in SIZE_SYSTEMS])
    placed: FloatArray = np.clip(np.where(is_child, age, body), 0.0, 0.999)
    return placed
