"""What fits what: the shop's entries about compatibility, compiled for one catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Facet
from knowledge_base.columns import Floats, Ints, Lists, Longs, SparseLists
from knowledge_base.compatibility import CompatibilityEntry, Fit, Side
from knowledge_base.filters import ALWAYS, Filter, Masks
from knowledge_base.live import LiveFacts
from knowledge_base.runs import distinct
from knowledge_base.selection import Selection

NAMED, BY_VALUE = 1.0, 0.4
"""How much it says that two products fit: people named one of them, or meant many.

More than twice as much, since the most popular product counts twice the least."""
_NONE = np.zeros(0, dtype=np.int32)


class Carried(NamedTuple):
    """What products of one side carry: a product row and a key for each (int32, shape (n,))."""

    rows: Ints
    keys: Ints


class Match(NamedTuple):
    """Two sides whose products belong together where their keys, 0 to `keys` - 1, are equal."""

    hand: Carried
    partner: Carried
    keys: int
    weight: float

    def turned(self) -> "Match":
        """Return the same from the other side."""
        return self._replace(hand=self.partner, partner=self.hand)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which products go with one at hand: those that have a key in common with it.

    `carried` lists the keys of each product at hand, `partners` the products (int32) of each
    key, `weight` (float32, shape (keys,)) what a key says.
    """

    carried: SparseLists
    partners: Lists
    weight: Floats

    @classmethod
    def of(cls, matches: Sequence[Match]) -> "Pairs":
        """Put matches together, each with keys of its own."""
        numbers = [one.keys for one in matches]
        first = np.cumsum([0, *numbers])
        hand = _joined([one.hand for one in matches], first)
        partner = _joined([one.partner for one in matches], first)
        order = np.argsort(hand.rows, kind="stable")
        weight = np.repeat([one.weight for one in matches], numbers).astype(np.float32)
        return cls(
            SparseLists(hand.rows[order], hand.keys[order]),
            Lists.grouped(partner.keys, partner.rows, int(first[-1])),
            weight,
        )

    def around(self, row: int) -> tuple[Ints, Floats]:
        """Return what goes with a product (int32, each once), and how much says so."""
        keys = self.carried[row]
        positions, which = self.partners.gather(keys)
        rows, weights = self.partners.values[positions], self.weight[keys][which]
        order = np.lexsort((-weights, rows))
        once, first = np.unique(rows[order], return_index=True)
        return once, weights[order][first]


@dataclass(frozen=True, slots=True)
class Closed:
    """An entry by which products fit only by value: all its `scope` (int32) that has no key."""

    pairs: Pairs
    scope: Ints

    def outside(self, row: int) -> Ints:
        """Return what does not fit a product that carries a value (int32)."""
        return np.setdiff1d(self.scope, self.pairs.around(row)[0], assume_unique=True)


@dataclass(frozen=True, slots=True)
class Fitting:
    """All that people said of what fits what, in rows of one catalogue.

    `concerned` lists for each product the numbers of those `closed` in which it carries a
    value; of what carries none nothing is said.
    """

    fits: Pairs = field(default_factory=lambda: Pairs.of(()))
    unfit: Pairs = field(default_factory=lambda: Pairs.of(()))
    closed: tuple[Closed, ...] = ()
    concerned: SparseLists = field(default_factory=lambda: SparseLists.of({}))

    @classmethod
    def of(cls, entries: Iterable[CompatibilityEntry], live: LiveFacts) -> "Fitting":
        """Compile entries; products and facets that are not there have no say.

        Sold out or not makes no difference: what fits is a matter of the things themselves.
        """
        sides = _Sides(live)
        fits: list[Match] = []
        unfit: list[Match] = []
        closed: list[Closed] = []
        for entry in entries:
            if not entry.enabled:
                continue
            one = sides.match(entry)
            if entry.says is Fit.DOES_NOT_FIT:
                unfit += [one, one.turned()]
                continue
            fits += [one, one.turned()] if entry.both_ways else [one]
            if entry.says is Fit.FITS_ONLY:
                closed.append(Closed(Pairs.of([one]), sides.rows(entry.product)))
                closed.append(Closed(Pairs.of([one.turned()]), sides.rows(entry.other)))
        return cls(Pairs.of(fits), Pairs.of(unfit), tuple(closed), _concerned(closed))

    def partners(self, row: int) -> tuple[Ints, Floats]:
        """Return what fits a product (int32, each once), and how much says so (float32)."""
        rows, weights = self.fits.around(row)
        kept = ~np.isin(rows, self.misfits(row))
        return rows[kept], weights[kept]

    def misfits(self, row: int) -> Ints:
        """Return what does not fit a product (int32), whatever else is said."""
        outside = [self.closed[one].outside(row) for one in self.concerned[row].tolist()]
        return np.concatenate([self.unfit.around(row)[0], *outside])

    def fit_none_of(self, at_hand: Ints) -> Ints:
        """Return what does not fit one of the products at hand, and fits no other (int32)."""
        fits = [self.partners(row)[0] for row in at_hand.tolist()]
        misfits = [self.misfits(row) for row in at_hand.tolist()]
        return np.setdiff1d(np.concatenate([_NONE, *misfits]), np.concatenate([_NONE, *fits]))


class _Sides:
    """Finds the products of both sides of entries, and what of theirs is compared."""

    def __init__(self, live: LiveFacts) -> None:
        self._live = live
        self._every = np.ones(live.catalogue.variants, dtype=np.bool_)
        self._masks = Masks(live, self._every)

    def rows(self, side: Side) -> Ints:
        """Return the product rows of a side (int32), ascending."""
        if side.filter is None:
            row = self._live.catalogue.product_row(side.product_id or "")
            return _NONE if row == UNKNOWN else np.array([row], dtype=np.int32)
        return self._passing(side.filter)

    def _passing(self, one: Filter) -> Ints:
        if one.facet not in ALWAYS and self._live.facet(one.facet) is None:
            return _NONE
        return np.flatnonzero(self._masks.products([one])).astype(np.int32)

    def match(self, entry: CompatibilityEntry) -> Match:
        """Return which products of an entry's sides belong together."""
        named = entry.product.product_id or entry.other.product_id
        weight = NAMED if named else BY_VALUE
        product, other = self.rows(entry.product), self.rows(entry.other)
        names = entry.product.facet, entry.other.facet
        if names[0] is None or names[1] is None:
            hand, partner = (Carried(one, np.zeros_like(one)) for one in (other, product))
            return Match(hand, partner, 1, weight)
        compared, facet = self._live.facet(names[0]), self._live.facet(names[1])
        if compared is None or facet is None:
            return Match(Carried(_NONE, _NONE), Carried(_NONE, _NONE), 0, weight)
        number = _same_values(facet, compared)
        return Match(
            self._carried(facet, other, number),
            self._carried(compared, product, np.arange(len(compared.values))),
            len(compared.values) + 1,
            weight,
        )

    def _carried(self, facet: Facet, rows: Ints, number: Longs) -> Carried:
        """Return the values that products carry, each once, by their new numbers."""
        chosen = Selection.of(self._live.catalogue, rows, self._every)
        positions, which = facet.codes.gather(chosen.variants)
        owner = rows[chosen.owners[which]].astype(np.int64)
        width = int(number.max(initial=0)) + 1
        pairs = distinct(owner * width + number[facet.codes.values[positions]])
        return Carried(*(part.astype(np.int32) for part in np.divmod(pairs, width)))


def _same_values(facet: Facet, other: Facet) -> Longs:
    """Return for each code of a facet the code of the same value in another (int64).

    Values that the other facet lacks share the number behind its last, which nothing carries.
    """
    if facet is other:
        return np.arange(len(facet.values))
    same = np.array([other.code(text) for text in facet.values.column.texts()], dtype=np.int64)
    return np.where(same == UNKNOWN, len(other.values), same)


def _concerned(closed: Sequence[Closed]) -> SparseLists:
    """List for each product the numbers of the entries in which it carries a value."""
    rows = [distinct(one.pairs.carried.owner) for one in closed]
    numbers = np.repeat(np.arange(len(rows), dtype=np.int32), [len(one) for one in rows])
    owner = np.concatenate([_NONE, *rows])
    order = np.argsort(owner, kind="stable")
    return SparseLists(owner[order], numbers[order])


def _joined(parts: Sequence[Carried], first: Longs) -> Carried:
    """Put what several sides carry one behind the other, their keys counted on."""
    rows = [one.rows for one in parts]
    keys = [one.keys + first[number] for number, one in enumerate(parts)]
    return Carried(
        np.concatenate([_NONE, *rows]), np.concatenate([_NONE, *keys]).astype(np.int32)
    )
