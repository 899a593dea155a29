"""What the shop's books say outright of a customer's tastes, sizes and budgets."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from knowledge_base.customers import Fact, Facts, age
from knowledge_base.tastes import FACETS

GENDERS = (
    ("female", "women", "woman", "damen", "frauen", "frau", "weiblich", "f", "w"),
    ("male", "men", "man", "herren", "männer", "mann", "männlich", "m"),
)
"""Words of one meaning: feeds and books need not use the same."""
AGES = (
    (1, ("newborn", "infant", "baby", "babys", "babies")),
    (5, ("toddler", "kleinkind", "kleinkinder", "kids", "kinder", "children")),
    (13, ("kids", "kinder", "kind", "children", "child")),
    (18, ("teens", "teenager", "jugendliche", "jugend", "kids", "kinder", "children")),
)
"""What feeds call the age group of a child that is younger than so many years."""

SIZE, BUDGET = "size.", "budget."
"""Begin the names of facts that speak of one kind of product, such as `size.Schuhe`."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What somebody has told, or others of him: `tastes` by facet, each in words for it.

    `sizes` and `budgets` (natural logarithms of cents) go by the name of a category, in small
    letters.
    """

    tastes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    sizes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    budgets: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_STATED = Stated()


def stated(facts: Facts | None, today: date) -> Stated:
    """Read a customer's facts as tastes, sizes and budgets; what means none is passed over."""
    if facts is None:
        return NOTHING_STATED
    told = {name: _words(facts.more[name]) for name in FACETS if name in facts.more}
    if "gender" in told:
        told["gender"] = tuple(
            dict.fromkeys(word for one in told["gender"] for word in _meaning(one, GENDERS))
        )
    child = age(facts.child_birthday, today)
    if child is not None and (words := next((w for most, w in AGES if child < most), ())):
        told["age_group"] = (*told.get("age_group", ()), *words)
    return Stated(
        tastes={name: words for name, words in told.items() if words},
        sizes={kind: _words(one) for kind, one in _by_kind(facts.more, SIZE)},
        budgets={
            kind: math.log(100 * float(one))
            for kind, one in _by_kind(facts.more, BUDGET)
            if isinstance(one, int | float) and not isinstance(one, bool) and one > 0
        },
    )


def _by_kind(facts: Mapping[str, Fact], start: str) -> Iterable[tuple[str, Fact]]:
    """Return facts whose names begin so, by the kind of product that they speak of."""
    return [
        (name.removeprefix(start).casefold(), fact)
        for name, fact in facts.items()
        if name.startswith(start) and name != start
    ]


def _words(fact: Fact) -> tuple[str, ...]:
    """Take a text apart at its commas; a number is what it is written as."""
    if isinstance(fact, bool):
        return ()
    written = f"{fact:g}" if isinstance(fact, int | float) else fact
    return tuple(word for part in written.split(",") if (word := part.strip()))


def _meaning(word: str, groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((one for one in groups if word.casefold() in one), (word,))
