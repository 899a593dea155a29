"""What a person's deeds and words tell of taste: brands, colours, types and the rest."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np

from knowledge_base.catalogue import UNKNOWN, Facet
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from knowledge_base.events import EventType
from knowledge_base.filters import PRICE
from knowledge_base.folding import WEIGHTS
from knowledge_base.interests import decayed
from knowledge_base.live import SALE
from knowledge_base.profiles import Profile
from ranking.person import Person, Taste
from ranking.trait_table import Cared, TraitTable
from ranking.traits import REDUCED, Doubles, Trait

STATED = 160.0
"""How many views it tells that somebody has said so."""
_TINY = 1e-12


_FACETS: Mapping[str, str] = MappingProxyType(
    {"type": CATEGORY, "price_level": PRICE, REDUCED: SALE}
)
"""The facets that traits are filtered by under another name."""


def taste_of(table: TraitTable, person: Person, tree: Facet | None) -> Taste:
    """Work out what a person likes, and which facets that turns on; `tree` names the types."""
    cared = cared_for(table, person, tree)
    odds = table.odds(cared)
    return Taste(odds, _turning_on(table, cared, odds))


def cared_for(table: TraitTable, person: Person, tree: Facet | None) -> Cared:
    """Gather what a person's deeds and words say of the codes of all traits.

    A profile tells tastes in words, of products that are gone, too. Where it tells none, the
    products do that somebody cares for and that are still there. `tree` names the types.
    """
    lasting = table.evidence(person.liked, person.weights)
    for trait, part in zip(table.traits, table.parts, strict=True):
        lasting[part] = _told(trait, lasting[part], person, tree)
    return Cared(lasting, table.evidence(person.fresh, person.freshness))


def _turning_on(table: TraitTable, cared: Cared, odds: Doubles) -> Mapping[str, float]:
    """Return by facet how much a person's deeds turn on it.

    That is the odds of what was cared for, on average by how much it was: what somebody looks
    at in all colours, but of one brand, turns on the brand.
    """
    told = np.maximum(cared.lasting, 0) + np.maximum(cared.fresh, 0)
    every = table.sums(told)
    means = table.sums(np.maximum(odds, 0) * told) / np.maximum(every, _TINY)
    return {
        _FACETS.get(one.name, one.name): mean
        for one, mean in zip(table.traits, means.tolist(), strict=True)
        if mean > 0
    }


def _told(trait: Trait, products: Doubles, person: Person, tree: Facet | None) -> Doubles:
    """Return the lasting evidence on the codes of a trait, given that of `products`."""
    if trait.name == REDUCED:
        return _from_totals(person.known, len(trait.share))
    facet = None if trait.facet is tree else trait.facet
    tastes = None if facet is None else _from_tastes(facet.name, trait, person)
    told = products if tastes is None else tastes
    if trait.bounds is not None:
        paid = told if told.any() else _from_purses(trait.bounds, person, tree)
        told = paid + _from_budgets(trait.bounds, person, tree)
    return told if facet is None else told + _from_words(facet, person)


def _from_totals(known: Profile, n: int) -> Doubles:
    """Return how much was looked at and bought at full price, and reduced as it was then.

    All of a lifetime, a purchase as so many looks as the fold of a profile takes it for.
    """
    told = np.zeros(n)
    bought = WEIGHTS[EventType.PURCHASE]
    reduced = known.sale_views + bought * known.sale_purchases
    told[1:2] = reduced
    told[:1] = known.views + bought * known.purchases - reduced
    return told


def _from_tastes(facet: str, trait: Trait, person: Person) -> Doubles | None:
    """Return what a profile tells of the values of a facet, as it stands now."""
    tastes = person.known.tastes.get(facet)
    if not tastes:
        return None
    code = trait.named
    pairs = ((code.get(value, UNKNOWN), taste) for value, taste in tastes.items())
    told = ((number, decayed(taste, person.moment)) for number, taste in pairs)
    return _summed(told, len(trait.share))


def _from_words(facet: Facet, person: Person) -> Doubles:
    """Return what was said outright: shared by all values that the words mean here."""
    codes = {facet.code(word) for word in person.stated.tastes.get(facet.name, ())}
    meant = codes - {UNKNOWN}
    return _summed(((code, STATED / len(meant)) for code in meant), len(facet.values))


def _from_purses(bounds: Doubles, person: Person, tree: Facet | None) -> Doubles:
    """Return at which level somebody buys, by the mean of what was paid in each type."""
    told = np.zeros(bounds.shape[1])
    if tree is None:
        return told
    for kind, purse in person.known.purses.items():
        types = np.array([tree.code(kind)])
        told += _levels(bounds, types, purse.log_price, decayed(purse, person.moment))
    return told


def _from_budgets(bounds: Doubles, person: Person, tree: Facet | None) -> Doubles:
    """Return at which level the budgets lie that somebody stated."""
    told = np.zeros(bounds.shape[1])
    if tree is None:
        return told
    for kind, price in person.stated.budgets.items():
        told += _levels(bounds, _below(tree, tree.code(kind)), price, STATED)
    return told


def _levels(bounds: Doubles, types: Ints, price: float, weight: float) -> Doubles:
    """Share a weight by the levels (float64) that a price has in each of some types."""
    begins = bounds[types[(types >= 0) & (types < len(bounds))]]
    begins = begins[~np.isnan(begins[:, 0])]
    level = np.maximum((begins <= price).sum(axis=1) - 1, 0)
    each = np.full(len(level), weight / max(len(level), 1))
    return np.bincount(level, each, bounds.shape[1]).astype(np.float64, copy=False)


def _below(tree: Facet, code: int) -> Ints:
    """Return a category with all that lies beneath it (int32); nothing for UNKNOWN."""
    above = np.arange(len(tree.values), dtype=np.int32)
    found = np.zeros(len(above), dtype=np.bool_)
    while code >= 0 and (above >= 0).any():
        found |= above == code
        above = np.where(above >= 0, tree.parents[above], above)
    return np.flatnonzero(found).astype(np.int32)


def _summed(pairs: Iterable[tuple[int, float]], n: int) -> Doubles:
    """Sum numbers by code (float64, shape (n,)); what UNKNOWN has is dropped."""
    told = np.zeros(n)
    for code, number in pairs:
        if code != UNKNOWN:
            told[code] += number
    return told
