"""Finds the products that have a quantity or one near it, however each is written."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from knowledge_base.columns import Ints, KeyColumn, Lists, Longs, TextColumn
from knowledge_base.families import Family
from knowledge_base.language.unit_table import UNITS
from knowledge_base.language.units import EXACT, NAMED, Quantity, read_quantities
from knowledge_base.learned import Fact, LearnedKind
from knowledge_base.part_files import PartReader, PartWriter
from knowledge_base.remembering import remembered
from knowledge_base.runs import run_starts
from search.clauses import Posting
from search.measuring import Measuring, Use, keys_of

SPREAD = 0.2
"""How far off a quantity may be, as a share of the one asked for; Querqy's default."""

Doubles = NDArray[np.float64]
_FINE = 1 << 20  # steps of closeness that count where a product has several quantities
_KEPT = 64
"""Answers that are remembered: people ask for few quantities."""


class _Dimension(NamedTuple):
    """The intervals of one dimension in the order of their lower ends, by number.

    `reach` is the highest upper end up to each, so that those near a place are a range.
    """

    number: Longs
    low: Doubles
    high: Doubles
    reach: Doubles


@dataclass(frozen=True)
class Quantities:
    """The quantities of a catalogue in one language.

    n intervals in g groups: those of group i are `start[i]` to `start[i + 1]` (int64), in
    the order of their lower ends; `low` and `high` (float64, (n,)) are in the base unit.
    A group is a dimension and the attribute whose bare numbers it has, or the unit texts say
    them in: `groups`, two texts each. `rows` lists each interval's product rows, `named_rows`
    those of each of `names`; all ascend.
    """

    language: str
    groups: TextColumn
    start: Longs
    low: Doubles
    high: Doubles
    rows: Lists
    names: KeyColumn
    named_rows: Lists
    brands: KeyColumn
    uses: TextColumn
    vetoed: frozenset[str] = frozenset()

    @classmethod
    def build(
        cls, kin: Sequence[Family], language: str, languages: Sequence[str], out: PartWriter
    ) -> None:
        """Write the quantities of a catalogue; a row is a place in `kin`."""
        brands = sorted(_brands_like_quantities(kin, language))
        measuring = Measuring(language, languages, frozenset(brands))
        for row, family in enumerate(kin):
            measuring.add(row, family)
        uses = measuring.finish()
        groups = sorted(measuring.measured)
        sorted_groups = [sorted(measuring.measured[group].items()) for group in groups]
        intervals = [pair for group in sorted_groups for pair in group]
        ends = np.array([ends for ends, _ in intervals], dtype=np.float64).reshape(-1, 2)
        name = f"quantities/{language}"
        out.texts(f"{name}/groups", TextColumn.of(text for group in groups for text in group))
        lengths = [len(group) for group in sorted_groups]
        out.array(f"{name}/start", np.cumsum([0, *lengths], dtype=np.int64))
        out.array(f"{name}/low", ends[:, 0])
        out.array(f"{name}/high", ends[:, 1])
        out.lists(f"{name}/rows", _lists(rows for _, rows in intervals))
        out.keys(f"{name}/names", KeyColumn.of(list(measuring.named)))
        out.lists(f"{name}/named_rows", _lists(measuring.named.values()))
        out.keys(f"{name}/brands", KeyColumn.of(brands))
        out.texts(f"{name}/uses", TextColumn.of(orjson.dumps(one).decode() for one in uses))

    @classmethod
    def open(cls, part: PartReader, language: str) -> "Quantities":
        """Open what `build` wrote."""
        name = f"quantities/{language}"
        return cls(
            language,
            part.texts(f"{name}/groups"),
            part.array(f"{name}/start"),
            part.array(f"{name}/low"),
            part.array(f"{name}/high"),
            part.lists(f"{name}/rows"),
            part.keys(f"{name}/names"),
            part.lists(f"{name}/named_rows"),
            part.keys(f"{name}/brands"),
            part.texts(f"{name}/uses"),
        )

    def without(self, vetoed: frozenset[str]) -> "Quantities":
        """Return these quantities without some units and attributes, by their keys."""
        return replace(self, vetoed=self.vetoed | vetoed)

    def learned(self) -> list[Fact]:
        """List units, and attributes with numbers in a unit, with the evidence; vetoed too."""
        return [_fact(Use(**orjson.loads(one))) for one in self.uses.texts()]

    def read(self, text: str) -> list[Quantity]:
        """Return the quantities of a query, whether or not products have any near them.

        In order and not overlapping. A brand that looks like a quantity ("3M") is none, nor
        is a size that no product has.
        """
        found = read_quantities(text, self.language)
        return [one for one in found if self._means(one, text[one.start : one.end])]

    def _means(self, quantity: Quantity, written: str) -> bool:
        if quantity.unit in self.vetoed or self.brands.row(written.casefold()) >= 0:
            return False
        return quantity.dimension not in NAMED or len(self._named(quantity)) > 0

    def near(self, quantity: Quantity, spread: float = SPREAD) -> Posting:
        """Return the products that have a quantity, or one at most `spread` off.

        Closeness is 1 for what is equal, and falls in a straight line to 0. Of sizes,
        formats, tyres and numbers of pieces only equal ones are near.
        """
        if quantity.dimension in NAMED:
            rows = self._named(quantity)
            return Posting(rows, np.ones(len(rows), dtype=np.float32))
        margin = 0.0 if quantity.dimension in EXACT else spread * abs(quantity.value)
        return self._near(quantity.dimension, quantity.low, quantity.high, margin)

    @cached_property
    def _dimensions(self) -> Mapping[str, _Dimension]:
        """The dimensions there are, without the groups of vetoed attributes and units."""
        found: dict[str, list[Longs]] = {}
        texts, start = self.groups.texts(), self.start.tolist()
        for at, (dimension, source) in enumerate(zip(texts[::2], texts[1::2], strict=True)):
            if source not in self.vetoed:
                numbers = np.arange(start[at], start[at + 1])
                found.setdefault(dimension, []).append(numbers)
        return {name: self._dimension(np.concatenate(all_)) for name, all_ in found.items()}

    def _dimension(self, numbers: Longs) -> _Dimension:
        numbers = numbers[np.argsort(self.low[numbers], kind="stable")]
        low, high = self.low[numbers], self.high[numbers]
        return _Dimension(numbers, low, high, np.maximum.accumulate(high))

    @cached_property
    def _near(self) -> Callable[[str, float, float, float], Posting]:
        return remembered(self._find, _KEPT)

    def _find(self, dimension: str, low: float, high: float, margin: float) -> Posting:
        if dimension not in self._dimensions:
            return _nowhere()
        numbers, closeness = _near(self._dimensions[dimension], low, high, margin)
        if len(numbers) == 1:  # in the order of rows, and each once
            rows = self.rows[int(numbers[0])]
            return Posting(rows, np.full(len(rows), closeness[0], dtype=np.float32))
        positions, which = self.rows.gather(numbers)
        return _best(self.rows.values[positions], closeness[which])

    def _named(self, quantity: Quantity) -> Ints:
        rows = (self.names.row(key) for key in keys_of(quantity))
        at = next((row for row in rows if row >= 0), None)
        return _nowhere().rows if at is None else self.named_rows[at]


def _nowhere() -> Posting:
    return Posting(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))


def _near(there: _Dimension, low: float, high: float, margin: float) -> tuple[Longs, Doubles]:
    """Return the numbers of the intervals near another one, and how close each is."""
    first = int(there.reach.searchsorted(low - margin))
    end = int(there.low.searchsorted(high + margin, side="right"))
    part = slice(first, end)
    gap = np.maximum(np.maximum(there.low[part] - high, low - there.high[part]), 0)
    closeness = 1 - gap / margin if margin else (gap == 0).astype(np.float64)
    kept = closeness > 0
    return there.number[part][kept], closeness[kept]


def _best(rows: Ints, closeness: Doubles) -> Posting:
    """Return each row once, ascending, with the closest of its quantities."""
    away = ((1 - closeness) * _FINE).astype(np.int64)
    pairs = np.sort((rows.astype(np.int64) * (2 * _FINE)) + away)
    best = pairs[run_starts(pairs // (2 * _FINE))]
    near = 1 - (best % (2 * _FINE)) / _FINE
    return Posting((best // (2 * _FINE)).astype(np.int32), near.astype(np.float32))


def _lists(rows: Iterable["array[int]"]) -> Lists:
    kept = [np.frombuffer(one, dtype=np.int32) for one in rows]
    start = np.cumsum([0, *map(len, kept)], dtype=np.int64)
    return Lists(start, np.concatenate([np.zeros(0, dtype=np.int32), *kept]))


def _brands_like_quantities(kin: Sequence[Family], language: str) -> set[str]:
    """Return the brands that read like a quantity: "3M", "7 Days", "8x4"."""
    brands = {family.product.brand or "" for family in kin}
    read = ((brand, read_quantities(brand, language)) for brand in brands)
    return {
        brand.casefold()
        for brand, found in read
        if found and (found[0].start, found[0].end) == (0, len(brand))
    }


def _fact(use: Use) -> Fact:
    unit = UNITS[use.unit]
    evidence = {"products": use.products, "examples": use.examples}
    if use.attribute:
        evidence |= {"unit": unit.name, "share_of_titles": round(use.share, 3)}
    what = f"{use.attribute} in {unit.name}" if use.attribute else unit.dimension
    return Fact(LearnedKind.UNIT, use.attribute or unit.name, what, evidence)
