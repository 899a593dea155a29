"""The merchandiser's word for one request: the rules that hold, in their four parts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools, Ints
from knowledge_base.filters import PRICE, Filter, Masks
from knowledge_base.language.words import Analyser
from knowledge_base.merchandising import Merchandising
from knowledge_base.rules import Banner, Hide, Push, Rule, Strength
from knowledge_base.segments import Segment
from ranking.context import Context
from ranking.query import Query
from ranking.rule_index import RuleIndex
from ranking.signals import Level, Reason, Signal

STRENGTHS: Mapping[Strength, float] = MappingProxyType(
    {Strength.LOW: 0.5, Strength.MEDIUM: 1.5, Strength.HIGH: 4.0}
)
"""How many times the spread of the scores a push moves a product."""


@dataclass(frozen=True, slots=True)
class MaskedPush:
    """A boost or burial in force; `mask` (bool, shape (p,)) says what it moves.

    `source` is `rule:<id>` or `segment:<id>`, `name` what people call it.
    """

    source: str
    name: str
    level: Level
    mask: Bools
    strength: float

    def signal(self, rows: Ints, spread: float) -> Signal:
        """Make the signal for candidates whose scores spread by that much."""
        values = self.mask[rows].astype(np.float64)
        kind = "raised" if self.strength > 0 else "lowered"
        reason = Reason(kind, {"source": self.source, "name": self.name})
        return Signal(self.source, self.level, self.strength * spread, values, lambda _: reason)


@dataclass(frozen=True, slots=True)
class MaskedPin:
    """A pin in force: the product `row`, or up to `limit` of a `mask` (bool, shape (p,))."""

    source: str
    name: str
    position: int
    row: int
    mask: Bools | None
    limit: int


@dataclass(frozen=True, slots=True)
class Curation:
    """The `rules` in force for one request, in the order of their precedence.

    Before retrieval: `replace_query`, `redirect`, `filters`. Eligibility: `hidden` (bool,
    shape (p,)), None when nothing is. Signals: `pushes`, and the `preferences` of the
    asker's segments. Placement: `pins`. Beside the hits: `banners` and `facets`.
    """

    replace_query: str | None = None
    redirect: str | None = None
    filters: tuple[Filter, ...] = ()
    hidden: Bools | None = None
    pushes: tuple[MaskedPush, ...] = ()
    preferences: tuple[MaskedPush, ...] = ()
    pins: tuple[MaskedPin, ...] = ()
    banners: tuple[Banner, ...] = ()
    facets: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


class CompiledRules:
    """The rules of one merchandising version over one state of the catalogue.

    A consequence that names a facet or a product the catalogue lacks is passed over.
    """

    def __init__(
        self, rules: Iterable[Rule], masks: Masks, analysers: Mapping[str, Analyser]
    ) -> None:
        self._index = RuleIndex(rules, analysers, masks.live.facet(CATEGORY))
        self._masks = masks
        self._analysers = analysers
        self._passing = lru_cache(maxsize=None)(partial(_passing, masks))
        """The mask of each filter that rules name: worked out once, not for every request."""

    def replaced(self, rules: Iterable[Rule]) -> "CompiledRules":
        """Return other rules over the same state of the catalogue."""
        return CompiledRules(rules, self._masks, self._analysers)

    def curate(
        self,
        query: Query | None,
        context: Context,
        segments: Collection[Segment] = (),
        *,
        category: str | None = None,
        typed: Query | None = None,
    ) -> Curation:
        """Gather what the rules in force say of a request.

        `category` is the path being looked at. Where a rule has replaced the query, `typed`
        is the one before: rules that it met stay in force.
        """
        queries = [one for one in (query, typed) if one is not None]
        ids = {one.segment_id for one in segments}
        rules = self._index.in_force(queries, context, ids, category)
        preferences = self._preferences(segments)
        if not rules:
            return Curation(preferences=preferences)
        then = [one.then for one in rules]
        return Curation(
            replace_query=_first(one.replace_query for one in then),
            redirect=_first(one.redirect for one in then),
            filters=tuple(f for one in then for f in one.filters if self._knows(f)),
            hidden=self._hidden([hide for one in then for hide in one.hides]),
            pushes=self._pushes(rules),
            preferences=preferences,
            pins=tuple(self._pins(rules)),
            banners=tuple(banner for one in then for banner in one.banners),
            facets=tuple(dict.fromkeys(name for one in then for name in one.facets)),
            rules=tuple(rules),
        )

    def _knows(self, one: Filter) -> bool:
        return one.facet == PRICE or self._masks.live.facet(one.facet) is not None

    def _hidden(self, hides: Sequence[Hide]) -> Bools | None:
        """Return which products no answer of this request may show, None for none."""
        if not hides:
            return None
        catalogue = self._masks.live.catalogue
        hidden = np.zeros(catalogue.products, dtype=np.bool_)
        hidden[catalogue.product_rows([one.product_id or "" for one in hides])] = True
        for one in hides:
            if one.filter and self._knows(one.filter):
                hidden |= self._passing(one.filter)
        return hidden

    def hidden_by(self, rule: Rule) -> Bools:
        """Return which products a rule hides (bool, shape (p,))."""
        hidden = self._hidden(rule.then.hides)
        none = np.zeros(self._masks.live.catalogue.products, dtype=np.bool_)
        return none if hidden is None else hidden

    def _pushes(self, rules: Iterable[Rule]) -> tuple[MaskedPush, ...]:
        return tuple(
            self._masked(f"rule:{rule.rule_id}", rule.name, level, push)
            for rule in rules
            for level in [Level.SEGMENT if rule.when.segment else Level.PRE]
            for push in rule.then.pushes
            if self._knows(push.filter)
        )

    def _preferences(self, segments: Iterable[Segment]) -> tuple[MaskedPush, ...]:
        """Mask what segments prefer, which come in the order of their priority.

        What one of a higher priority has spoken of, those below leave alone.
        """
        every: list[MaskedPush] = []
        for _, equal in groupby(segments, attrgetter("priority")):
            said = np.logical_or.reduce([one.mask for one in every]) if every else None
            own = [
                self._masked(f"segment:{one.segment_id}", one.name, Level.SEGMENT, push)
                for one in equal
                for push in one.prefer
                if self._knows(push.filter)
            ]
            every += (
                own if said is None else [replace(one, mask=one.mask & ~said) for one in own]
            )
        return tuple(every)

    def _masked(self, source: str, name: str, level: Level, push: Push) -> MaskedPush:
        strength = STRENGTHS[push.strength] * (-1 if push.down else 1)
        return MaskedPush(source, name, level, self._passing(push.filter), strength)

    def _pins(self, rules: Iterable[Rule]) -> Iterator[MaskedPin]:
        catalogue = self._masks.live.catalogue
        for rule in rules:
            source = f"rule:{rule.rule_id}"
            for pin in rule.then.pins:
                if pin.filter is None:
                    row, mask = catalogue.product_row(pin.product_id or ""), None
                elif self._knows(pin.filter):
                    row, mask = UNKNOWN, self._passing(pin.filter)
                else:
                    continue
                yield MaskedPin(source, rule.name, pin.position, row, mask, pin.limit)


def _passing(masks: Masks, one: Filter) -> Bools:
    return masks.products([one])


def compile_rules(
    merchandising: Merchandising, masks: Masks, analysers: Mapping[str, Analyser]
) -> CompiledRules:
    """Make rules ready to be asked; `analysers` are those of the catalogue's languages."""
    return CompiledRules(merchandising.rules, masks, analysers)


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)
