"""What people saw in lists and what they did with it, person by person, hard to push."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from knowledge_base.columns import Bools, Ints, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.runs import distinct, run_starts
from ranking.persons import hours, persons, plausible
from ranking.propensities import POSITIONS, Looks, propensities
from ranking.smoothing import summed
from ranking.tallies import Tally, paired

Doubles = NDArray[np.float64]

HALF_LIFE = 28.0
"""Days after which what was seen and done counts half."""
LISTS = ("search", "category", "suggest")
"""Placements that are one long list; all others are shelves, looked at another way."""
MOST_OF_ONE = 1.5
"""Whatever one person does with a product, in all lists, it counts no more than this often."""
SPEAKERS = 60.0
"""People who may lift something by ln 2, twice what was to be expected; fewer lift it less."""
RAREST = 0.5
"""What chance showed counts by how seldom it does so, but no more than twice."""
BASKET, RETURN = 0.25, -0.5
"""What a basket and a return are worth beside an order."""
_CARING = (EventType.CLICK, EventType.VIEW, EventType.ADD_TO_BASKET, EventType.PURCHASE)
MOST_BELIEVED = 3_000_000
"""Interactions from which propensities are estimated: a curve of sixty places needs no more."""
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Exposure:
    """n products in a list that one person saw, or did something with.

    `who` (int64) numbers persons, `query` (int32) is that of the list, below 0 for
    what no search led to; `product` is the row. `looks` are the tiles looked at, `clicks` and
    `orders` what followed, `interest` any deed (float64): faded by age, damped per person, the
    looks by how likely somebody looks at the position. What chance had put there counts for
    all that it puts elsewhere (inverse propensity, clipped), looks and clicks alike.
    `weight` says how much of a distinct visitor somebody is, `ordered` whether it came to an
    order. `seen` holds the propensities of lists and of shelves (float64, (2, positions)).
    """

    who: Longs
    query: Ints
    product: Ints
    looks: Doubles
    clicks: Doubles
    interest: Doubles
    orders: Doubles
    weight: Doubles
    ordered: Bools
    seen: Doubles

    def taken(self, rows: Longs) -> "Exposure":
        """Return some of the rows."""
        names = {one.name for one in fields(self)} - {"seen"}
        return replace(self, **{name: getattr(self, name)[rows] for name in names})


def exposure_of(values: Interactions, seen: Doubles | None = None) -> Exposure:
    """Gather what the log says of products in lists, but for what was pinned or pushed there.

    Propensities are estimated where they are not known (`seen`, as of `believed`).
    A click without an impression is a look all the same.
    """
    seen = believed(values) if seen is None else seen
    values, who = teaching(values)
    named, known = int(values.visitor.max(initial=-1)) + 1, int(values.session.max(initial=-1))
    list_ = _lists(values)
    lists = int(np.abs(list_).max(initial=0)) + 1
    key = (who * (2 * lists) + list_ + lists) * max(values.products, 1) + values.product
    keys, first, group = np.unique(key, return_index=True, return_inverse=True)
    rare = 1 / np.clip(values.chance, RAREST, 1).astype(np.float64)
    faded = np.exp2(-np.maximum(values.until - values.at, 0) / _DAY / HALF_LIFE)
    is_look, is_click = _is(values, EventType.IMPRESSION), _is(values, EventType.CLICK)
    looked = faded * rare * sight(values, seen)

    def total(mask: Bools, worth: Doubles) -> Doubles:
        return summed(group[mask], worth[mask], len(keys))

    ones = np.ones(len(key))
    times = np.maximum(total(is_look, ones), total(is_click, ones))
    once, whose = np.unique(
        who[first] * max(values.products, 1) + values.product[first], return_inverse=True
    )
    damp = _damped(np.maximum(summed(whose, times, len(once)), 1))
    damp = (damp / np.maximum(summed(whose, times, len(once)), 1))[whose]
    bought = total(_is(values, EventType.PURCHASE), faded * values.weight)
    basket = total(_is(values, EventType.ADD_TO_BASKET), faded * values.weight)
    back = total(_is(values, EventType.RETURN), faded * values.weight)
    person = who[first]
    return Exposure(
        who=person,
        query=list_[first].astype(np.int32),
        product=values.product[first],
        looks=damp * np.maximum(total(is_look, looked), total(is_click, looked)),
        clicks=damp * total(is_click, faded * rare),
        interest=_damped(total(np.isin(values.type, _CARING), faded * values.weight)),
        orders=_damped(bought) + BASKET * _damped(basket) + RETURN * _damped(back),
        weight=np.where(person < named, 1.0, np.where(person <= named + known, 0.5, 0.0)),
        ordered=total(_is(values, EventType.PURCHASE), ones) > 0,
        seen=seen,
    )


def teaching(values: Interactions) -> tuple[Interactions, Longs]:
    """Return what may teach of tiles, and who did it (int64, shape (n,)).

    Not what was pinned there, nor what nobody does who is looking for something. Those who
    may not be told apart are one person an hour.
    """
    values = values.where(~values.forced)
    who = persons(values, hours(values))
    speaks = plausible(values, who)
    return values.where(speaks), who[speaks]


def sight(values: Interactions, seen: Doubles) -> Doubles:
    """Return how likely somebody looks where each product stood (float64, shape (n,))."""
    at: Doubles = seen[np.where(listed(values), 0, 1), _place(values)]
    return at


def _lists(values: Interactions) -> Longs:
    """Give each list a number: its query, below 0 its placement (int64, shape (n,))."""
    return np.where(values.query >= 0, values.query, -2 - values.placement).astype(np.int64)


def _is(values: Interactions, kind: EventType) -> Bools:
    """Find what was done; looks and clicks only where it is proved at which position."""
    of_kind: Bools = values.type == kind
    if kind in (EventType.IMPRESSION, EventType.CLICK):
        of_kind = of_kind & (values.position >= 1) & (values.placement >= 0)
    return of_kind


def _damped(times: Doubles) -> Doubles:
    """Let what one person does again and again count less and less: 1 for once."""
    return MOST_OF_ONE * times / (times + MOST_OF_ONE - 1)


def listed(values: Interactions) -> Bools:
    """Say what was shown in a long list, not on a shelf."""
    lists = [one in LISTS for one in values.placements]
    return np.array([*lists, False])[values.placement]


def _place(values: Interactions) -> Longs:
    """Return which propensity each interaction goes by."""
    return np.minimum(np.maximum(values.position, 1), POSITIONS).astype(np.int64) - 1


def believed(values: Interactions, most: int = MOST_BELIEVED) -> Doubles:
    """Estimate the propensities of lists and of shelves (float64, (2, positions)).

    One person, product and place counts once: nobody bends the curve alone. Of many more than
    `most` interactions those with one product in several tell, as each product tells by itself
    how it was clicked where it stood.
    """
    one_in = -(-len(values) // most)
    if one_in > 1:
        values = values.where(values.product % one_in == 0)
    values, who = teaching(values)
    is_list, place, list_ = listed(values), _place(values) + 1, _lists(values)
    thing = np.unique(
        (list_ - list_.min(initial=0)) * max(values.products, 1) + values.product,
        return_inverse=True,
    )[1]
    curves = []
    for own in (is_list, ~is_list):
        kinds = [_is(values, one) & own for one in (EventType.IMPRESSION, EventType.CLICK)]
        mask = kinds[0] | kinds[1]
        looks = _looks(who[mask], thing[mask], place[mask], kinds[1][mask])
        curves.append(propensities(looks))
    return np.array(curves)


def _looks(who: Longs, thing: Longs, place: Longs, is_click: Bools) -> Looks:
    """Gather for each thing and place how many people saw it there and clicked it."""
    things = int(thing.max(initial=0)) + 1
    cell = place * things + thing
    people = int(who.max(initial=0)) + 1
    shown = distinct(cell * people + who) // people
    clicked = distinct((cell * people + who)[is_click]) // people
    cells, times = np.unique(shown, return_counts=True)
    clicks = np.bincount(np.searchsorted(cells, clicked), minlength=len(cells))
    return Looks(
        thing=cells % things,
        position=(cells // things).astype(np.int32),
        shown=times.astype(np.float64),
        clicked=clicks.astype(np.float64),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Exposure summed over persons: n pairs of a list (int64, from 0) and a product row."""

    list: Longs
    product: Longs
    looks: Doubles
    clicks: Doubles
    interest: Doubles
    orders: Doubles

    @classmethod
    def of(cls, told: Tally) -> "Cells":
        """Read what `by_list` says of one exposure or several; more may stand behind it."""
        return cls(told.first, told.second, *told.sums[:4].astype(np.float64))

    def outcomes(self) -> tuple[tuple[Doubles, Doubles], tuple[Doubles, Doubles]]:
        """Return clicks with looks, and orders with interest: what came, out of what."""
        return (self.clicks, self.looks), (self.orders, self.interest)


def by_list(exposure: Exposure, lists: NDArray[np.integer]) -> tuple[Longs, Doubles]:
    """Return what is to be summed over persons: pairs of list and product, and the four sums.

    `lists` (shape (n,)) numbers the list of each row from 0.
    """
    told = (exposure.looks, exposure.clicks, exposure.interest, exposure.orders)
    return paired(lists, exposure.product), np.stack(told)


def visitors(
    group: Longs, groups: int, exposure: Exposure, mask: Bools | None = None
) -> Doubles:
    """Count the different visitors of each group (float64, shape (groups,)).

    `group` (int64) numbers that of each row. Who is known by a session alone may be the same
    person again and counts half, who is not known at all does not count.
    """
    rows = np.arange(len(group)) if mask is None else np.flatnonzero(mask)
    people = int(exposure.who.max(initial=0)) + 1
    pairs, first = np.unique(group[rows] * people + exposure.who[rows], return_index=True)
    return summed(pairs // people, exposure.weight[rows[first]], groups)


def once_each(pair: Longs, exposure: Exposure) -> Doubles:
    """Let each visitor of a pair count in one row: as a visitor, if who cared, if who ordered.

    How much of a visitor that is, is as in `visitors`; of shape (3, n), 0 in all other rows.
    `pair` (int64) is that of each row.
    """
    once = np.zeros((3, len(pair)))
    order = np.lexsort((exposure.who, pair))
    start = run_starts(pair[order], exposure.who[order])
    if len(start):
        did = np.stack([exposure.who >= 0, exposure.interest > 0, exposure.ordered])
        rows = order[start]
        once[:, rows] = np.logical_or.reduceat(did[:, order], start, 1) * exposure.weight[rows]
    return once


def spoken_for(worth: Doubles, people: Doubles) -> Doubles:
    """Let n people lift something by ln(1 + n / SPEAKERS) at most, however often they click.

    `worth` are log-ratios (float64, shape (…, n)); what sinks may sink by whatever is known.
    """
    return np.minimum(worth, np.log1p(people / SPEAKERS))
