"""Counts facet values the way a shopper reads them: how many hits a click would leave."""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import compress
from types import MappingProxyType
from typing import Any

import numpy as np
import orjson

from knowledge_base.catalogue import UNKNOWN, Facet, FacetKind
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Longs
from knowledge_base.filters import PRICE, Filtered
from knowledge_base.live import SALE, LiveFacts
from knowledge_base.scales import Scale
from knowledge_base.selection import Selection
from ranking.facet_order import FacetOrder, Standing
from search.amount_ranges import write_amounts
from search.facet_values import Counted, write_values
from search.price_ranges import write_prices

MOST_FACETS = 12
LEAST_REACH = 0.1
"""Share of the hits the first values of a facet must reach for it to be offered unasked."""
GLANCE = 10
"""Values a shopper sees without opening more; usefulness is measured on these."""
SAMPLE = 512
"""Variants, or products, that are looked at to see which facets are worth counting."""
CUT_WORTH = 0.4
"""How well ranges split hits, as a rule: they are cut so that all hold as many."""
MOST_COUNTED = 40
"""Facets that are counted at most to find the useful ones."""


@dataclass(frozen=True, slots=True)
class FacetAsk:
    """Which facets are wanted (None: the useful ones), in which order, and how written.

    `within` holds for a facet the letters that its values are searched for; values of those
    `by_name` stand by their labels. With `explain` each tells why it stands where it stands.
    """

    language: str
    names: Sequence[str] | None = None
    within: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    order: FacetOrder = field(default_factory=FacetOrder)
    by_name: tuple[str, ...] = ()
    explain: bool = False


def count_facets(filtered: Filtered, ask: FacetAsk) -> list[dict[str, Any]]:
    """Count the facets of all matches, which were filtered, as the API shows them.

    A value has two numbers, both of products. `count` is the number of hits after the click:
    in a list, where a click adds the value to those chosen already, the hits of all of them
    together; in a tree, where a click goes to one place, the hits there. `alone` is the
    number of hits if no other value of the facet were chosen. They differ only in a list
    that is filtered by. All other filters hold for both, on one variant together.

    Facets are those asked for, in that order, or else the useful ones; those filtered by or
    searched in are always there. A name that no facet has is passed over. Which are useful is
    judged before any filter but the category's: so a choice moves no facet.
    """
    used = list(filtered.held)
    standing = {} if ask.names is not None else _ordered(filtered, ask.order)
    names = dict.fromkeys([*(standing if ask.names is None else ask.names), *used, *ask.within])
    most = len(names) if ask.names is not None else max(MOST_FACETS, len(used))
    shown: list[dict[str, Any]] = []
    for name in names:
        is_sought = name in used or name in ask.within
        if len(shown) >= most and not is_sought:
            continue
        one = _facet(name, filtered, ask, needs_choice=not is_sought and bool(standing))
        if one is None:
            continue
        if ask.explain and name in standing:
            one["order"] = standing[name].words()
        shown.append(one)
    return shown


def _facet(
    name: str, filtered: Filtered, ask: FacetAsk, *, needs_choice: bool
) -> dict[str, Any] | None:
    """Return one facet; what is somebody's own, or for his letters alone, is not remembered."""
    write = partial(_written, name, filtered, ask, needs_choice=needs_choice)
    if name in ask.within or name in ask.order.likes:
        return write()
    how = name, ask.language, name in ask.by_name, ask.explain, needs_choice
    return _recalled(filtered, how, write)  # type: ignore[no-any-return]  # what was written


def _recalled(filtered: Filtered, how: tuple[Hashable, ...], count: Callable[[], Any]) -> Any:
    """Return what was counted of the same products in the same way, or else count.

    Kept as JSON, that takes a tenth of the memory, and nobody changes what others are told.
    """
    known, key = filtered.live.counted, (*filtered.fingerprint, *how)
    kept = known.get(key)
    if kept is not None:
        return orjson.loads(kept)
    counted = count()
    known.keep(key, orjson.dumps(counted))
    return counted


def _written(
    name: str, filtered: Filtered, ask: FacetAsk, *, needs_choice: bool
) -> dict[str, Any] | None:
    """Count and write one facet; None where there is nothing to choose, or nothing split."""
    live, within = filtered.live, ask.within.get(name)
    if name == PRICE:
        return write_prices(live, filtered.without(PRICE), is_filtered=PRICE in filtered.held)
    facet = live.facet(name)
    if facet is None:
        return None
    if facet.scale and within is None:
        written = _range(facet, facet.scale, filtered)
        is_useless = needs_choice and not _worth_of_range(written, len(filtered.passing))
        return None if is_useless else written
    counted = _count(facet, filtered, ask.order)
    if needs_choice and not _worth(counted):
        return None
    is_by_name = name in ask.by_name
    told = write_values(counted, ask.language, within, by_name=is_by_name)
    if told and ask.explain and not is_by_name:
        told["lifts"] = _lifts(facet, told["values"], ask.order)
    return told


def _lifts(
    facet: Facet, values: Sequence[Mapping[str, Any]], order: FacetOrder
) -> dict[str, float]:
    """Tell how many times as much as others the person wants some of the values."""
    lift = order.lift(facet.name, len(facet.values))
    if lift is None:
        return {}
    by_value = {one["value"]: float(lift[facet.code(one["value"])]) for one in values}
    return {value: round(times, 3) for value, times in by_value.items() if times > 1}


def _ordered(filtered: Filtered, order: FacetOrder) -> dict[str, Standing]:
    """Say which facets help to narrow down, the most helpful first.

    Looks at some of what there is before any filter but the category's: these and no others
    tell what the page is about.
    """
    worth = _recalled(filtered, (), partial(_worths, filtered))
    return {one.name: one for one in order.ordered(worth)}


def _worths(filtered: Filtered) -> dict[str, float]:
    """Return by facet how well its values split some of the products, 0 to 1."""
    live, scope = filtered.live, _few(filtered.only(CATEGORY))
    worth = {PRICE: CUT_WORTH} if len(scope) else {}
    for name in _common(live, scope):
        facet = live.facet(name)
        if facet is None:
            continue
        if facet.scale:
            written = write_amounts(live, facet, facet.scale, scope, is_filtered=False)
            worth[name] = _worth_of_range(written, len(scope))
        else:
            alone = _products(live, facet, scope)
            worth[name] = _worth(Counted(facet, alone, alone, len(scope), frozenset(), alone))
    return worth


def _few(scope: Selection) -> Selection:
    """Return some products of a selection, evenly spread and always the same."""
    step = len(scope) // SAMPLE
    if step <= 1:
        return scope
    left_out = np.ones(len(scope), dtype=np.bool_)
    left_out[::step] = False
    return scope.without(left_out)


def _range(facet: Facet, scale: Scale, filtered: Filtered) -> dict[str, Any] | None:
    """Count the amounts of a facet in ranges."""
    scope, is_filtered = filtered.without(facet.name), facet.name in filtered.held
    return write_amounts(filtered.live, facet, scale, scope, is_filtered=is_filtered)


def _common(live: LiveFacts, scope: Selection) -> list[str]:
    """Return the facets that enough variants have values in to be worth counting.

    A sample tells. Facets that follow from live facts, or have changed with them, always are.
    """
    described, names = live.catalogue.described, live.facet_names
    step = max(1, len(scope.variants) // SAMPLE)
    sample = scope.variants[::step]
    positions, _ = described.gather(sample)
    reach = np.bincount(described.values[positions], minlength=len(names))
    # half of it, so that no accident of the sample hides a facet that does reach enough
    reach[reach < max(1, LEAST_REACH / 2 * len(sample))] = 0
    most = np.argsort(-reach, kind="stable")[:MOST_COUNTED]
    common = {names[place] for place in most[reach[most] > 0].tolist()}
    return [
        name
        for place, name in enumerate(names)
        if name in common or place >= len(live.catalogue.facets) or name in live.changed
    ]


def _count(facet: Facet, filtered: Filtered, order: FacetOrder) -> Counted:
    """Count every product once for each value that its variants in scope carry."""
    live = filtered.live
    scope = filtered.without(facet.name)
    alone = after = _products(live, facet, scope)
    chosen_codes = (
        facet.code(one.value) for one in filtered.filters if one.facet == facet.name
    )
    selected = [code for code in chosen_codes if code != UNKNOWN]
    if selected and facet.kind is FacetKind.VALUES:
        chosen = scope.having(live.coding(facet).with_any(selected, scope.variants))
        after = np.count_nonzero(chosen) + _products(live, facet, scope.without(chosen))
    standing = order.standing(facet.name, alone)
    return Counted(facet, alone, after, len(scope), frozenset(selected), standing)


def _products(live: LiveFacts, facet: Facet, scope: Selection) -> Longs:
    """Count the products of a scope that have a variant in it with each value, by code."""
    coding = live.coding(facet)
    if scope.owner is None:
        return coding.count(coding.at(scope.variants))
    if coding.shared:
        return coding.count(coding.at(live.catalogue.variant_start.take(scope.rows)))
    return coding.count_once(coding.at(scope.variants), scope.owner)


def _worth(counted: Counted) -> float:
    """Return how well the values split the hits, 0 to 1: reach times evenness."""
    counts, products = counted.alone, counted.products
    many = len(counts) - GLANCE
    first = np.partition(counts, many)[many:] if many > 0 else counts
    # Among many hits a value of one product is its name rather than a choice.
    least = 0 if products <= GLANCE else 1
    seen = [count for count in first.tolist() if count > least]
    if min(seen, default=products) == products:
        return 0.0
    if len(seen) == 1 and counted.facet.name != SALE:
        return 0.0
    missed = max(0, products - sum(seen))
    reach = 1 - missed / products
    shares = [*seen, missed] if missed else seen
    return reach * _evenness(shares) if reach >= LEAST_REACH else 0.0


def _evenness(counts: Sequence[int]) -> float:
    """Return the entropy of some counts as a share of what it is when they are all equal."""
    total = sum(counts)
    entropy = -sum(one / total * math.log(one / total) for one in counts)
    return entropy / math.log(len(counts))


def _worth_of_range(written: dict[str, Any] | None, products: int) -> float:
    """Return how well ranges split so many products, 0 to 1, as values do.

    Ranges from one amount to another are cut so that all hold as many: that they do is none
    of the facet's merits.
    """
    buckets = [one for one in written["buckets"] if one["count"]] if written else []
    counts: list[int] = [one["count"] for one in buckets]
    missed = max(0, products - sum(counts))
    reach = 1 - missed / products if products else 0.0
    if len(counts) < 2 or reach < LEAST_REACH:  # noqa: PLR2004 one range leaves no choice
        return 0.0
    is_cut = [one["min"] != one["max"] for one in buckets]
    cut = sum(compress(counts, is_cut)) / sum(counts)
    return reach * ((1 - cut) * _evenness(counts) + cut * CUT_WORTH)
