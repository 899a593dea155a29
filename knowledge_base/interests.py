"""How much somebody cares for something: a weight that halves with time, in bounded numbers."""

from collections.abc import Iterator, Mapping

import msgspec

HALF_LIFE = 30 * 86_400.0
"""Seconds after which an interest weighs half."""
SIZE_HALF_LIFE = 365 * 86_400.0
"""Seconds after which a size counts half: children grow, others seldom."""
LOOK_HALF_LIFE = 2 * 86_400.0
"""Seconds after which a look at a product counts half among those at the same one."""


class Interest(msgspec.Struct, frozen=True, gc=False):
    """How much something was cared for: a weight as it stood at a moment (seconds, 1970)."""

    weight: float
    at: float


class Purse(msgspec.Struct, frozen=True, gc=False):
    """What is paid inside one kind of product: a mean of logarithms of prices in cents.

    `weight` is how much that rests on, as it stood at a moment (seconds, 1970).
    """

    log_price: float
    weight: float
    at: float


Interests = Mapping[str, Mapping[str, Interest]]
"""How much values of several facets are cared for, or sizes of several kinds of product."""


def decayed(known: Interest | Purse, moment: float, half_life: float = HALF_LIFE) -> float:
    """Return what a weight has become at a later moment."""
    if moment <= known.at:
        return known.weight
    return float(known.weight * 0.5 ** ((moment - known.at) / half_life))


def all_decayed(
    told: Mapping[str, Interest] | Mapping[str, Purse], moment: float
) -> Iterator[tuple[str, float]]:
    """Yield what each of many weights has become at a moment, by name."""
    for name, one in told.items():
        past = moment - one.at
        yield name, one.weight * 0.5 ** (past / HALF_LIFE) if past > 0 else one.weight


def care(
    interests: dict[str, Interest],
    name: str,
    new: Interest,
    most: int,
    half_life: float = HALF_LIFE,
) -> None:
    """Add to an interest, as of the later of the two moments; of too many the weakest go."""
    before = interests.get(name)
    if before is not None:
        now = max(new.at, before.at)
        weight = decayed(before, now, half_life) + decayed(new, now, half_life)
        new = Interest(weight, now)
    interests[name] = new
    if len(interests) > most:
        _cut(interests, most * 3 // 4, half_life)


def _cut(interests: dict[str, Interest], size: int, half_life: float) -> None:
    """Leave only the strongest, so few that there is room for some time."""
    newest = max(one.at for one in interests.values())
    strength = {name: decayed(one, newest, half_life) for name, one in interests.items()}
    for name in sorted(strength, key=lambda one: (-strength[one], one))[size:]:
        del interests[name]


def pay(purses: dict[str, Purse], kind: str, new: Purse, most: int) -> None:
    """Take a price into the mean of its kind, each by its weight at the later moment."""
    before = purses.get(kind, new)
    now = max(new.at, before.at)
    old = decayed(before, now) if kind in purses else 0.0
    added = decayed(new, now)
    mean = before.log_price + (new.log_price - before.log_price) * added / (old + added)
    purses[kind] = Purse(mean, old + added, now)
    if len(purses) > most:
        del purses[min(purses, key=lambda one: (purses[one].at, one))]
