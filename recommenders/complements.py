"""Accessories: what is bought together with a product, and is not a substitute for it."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Bools, Floats, Ints, Longs
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import distinct, ranges, run_starts
from ranking.candidates import Candidates
from ranking.persons import persons
from recommenders.neighbours import best, from_partners, nothing
from recommenders.pairs import (
    count_pairs,
    fading,
    log_likelihood_ratio,
    renumbered,
    strongest,
    visitors_of,
)
from recommenders.recommender import Arrays, Ask, offered_for
from recommenders.trails import LOOKED

HALF_LIFE = 180 * 86400.0
"""Seconds after which a basket counts half."""
SURPRISE = 5.0
"""Least log-likelihood ratio of a pair; weaker ones are chance."""
PRIOR = 5.0
"""Baskets' worth of belief that a partner is bought as often as in general."""
SUBSTITUTE = 0.2
"""Co-view cosine from which a product of the same type counts as a substitute."""
LOOKS_HALF_LIFE = 30 * 86400.0
"""Seconds after which a look at two alternatives counts half."""
SHRINKAGE = 5.0
"""Visitors a pair must have had for its cosine to count half."""
TYPES = 6
"""Partner types kept for each type."""
LEAST_SHARE = 0.05
"""Share of a type's baskets that must have another type before all of that goes with it."""


class Complements:
    """Fits and serves co-purchases; type → type helps products without own pairs."""

    name = "complements"

    def __init__(self, arrays: Arrays, popularity: Floats, leaf: Ints) -> None:
        self._partners = arrays["partners"]
        self._scores = arrays["scores"]
        self._type_partners = arrays["type_partners"]
        self._type_scores = arrays["type_scores"]
        self._popularity = popularity
        self._leaf = leaf
        order = np.argsort(leaf, kind="stable").astype(np.int32)
        types = np.arange(len(self._type_partners) + 1)
        self._of_type = order
        self._type_start = np.searchsorted(leaf[order], types)

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return partners of products and of types, shapes (p, NEIGHBOURS) and (types, TYPES).

        score(b | a) = (n_ab + PRIOR · n_b / N) / (n_a + PRIOR), directional and shrunk, for
        pairs that pass the log-likelihood gate; lowered by how much a and b, of one type,
        are looked at as alternatives (co-view cosine). Of types, where all are shown for the
        few that were bought, lowered by how much dearer b is, and none below LEAST_SHARE.
        """
        lines = values.where((values.type == EventType.PURCHASE) & (values.basket >= 0))
        p, leaf = catalogue.products, catalogue.leaf
        first, second, score = _scored(lines, lines.product, p)
        score = score * (1.0 - _substitution(first, second, leaf, values))
        partners, scores = strongest(first, second, score, p)
        tree = catalogue.facets.get(CATEGORY)
        types = len(tree.values) if tree else 0
        typed = lines.where(leaf[lines.product] >= 0)
        of, to, belief = _scored(typed, leaf[typed.product], types)
        belief = belief * _affordable(of, to, types, catalogue)
        goes = belief >= LEAST_SHARE
        type_partners, type_scores = strongest(of[goes], to[goes], belief[goes], types, TYPES)
        return {
            "partners": partners,
            "scores": scores,
            "type_partners": type_partners,
            "type_scores": type_scores,
        }

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Leave new products and types without partners; a new product's type may have some."""
        products = arrays["partners"], arrays["scores"]
        partners, scores = renumbered(*products, renumbering.products)
        types = arrays["type_partners"], arrays["type_scores"]
        type_partners, type_scores = renumbered(*types, renumbering.types)
        return {
            "partners": partners,
            "scores": scores,
            "type_partners": type_partners,
            "type_scores": type_scores,
        }

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose partners of the page's product, or of everything in the basket.

        What is bought together stands first, then what is popular of the types that are.
        """
        seeds = offered_for(ask)
        importance = np.ones(len(seeds), dtype=np.float32)
        allowed = ask.allowed.copy()
        own = from_partners(self._partners, self._scores, seeds, importance, allowed, limit)
        allowed[own.rows] = False
        return _below(own, self._by_type(allowed, seeds, limit - len(own)))

    def stand_ins(self, rows: Ints) -> Ints:
        """Return what may stand in for one of some products (int32).

        That is all of their types, but for what is bought together with them.
        """
        alike = np.isin(self._leaf, self._leaf[rows]) & (self._leaf >= 0)
        alike[self._partners[rows][self._scores[rows] > 0]] = False
        return np.flatnonzero(alike).astype(np.int32)

    def _by_type(self, allowed: Bools, seeds: Ints, limit: int) -> Candidates:
        """Propose the popular products of the types that go with the seeds' types."""
        seeds = seeds[self._leaf[seeds] >= 0][::-1]
        types = self._type_partners[self._leaf[seeds]]
        of_seed = np.repeat(seeds, types.shape[1])[types.ravel() >= 0]
        belief = self._type_scores[self._leaf[seeds]][types >= 0]
        share = np.zeros(len(self._type_partners), dtype=np.float32)
        anchor = np.full(len(share), UNKNOWN, dtype=np.int32)
        np.maximum.at(share, types[types >= 0], belief)
        anchor[types[types >= 0]] = of_seed
        share[self._leaf[seeds]] = 0.0
        going = np.flatnonzero(share)
        start = self._type_start[going]
        rows = self._of_type[ranges(start, self._type_start[going + 1] - start)]
        rows = rows[allowed[rows]]
        if not len(rows) or limit <= 0:
            return nothing()
        leaf = self._leaf[rows]
        liked = 0.1 + self._popularity[rows] / max(float(self._popularity[rows].max()), 1e-9)
        return best(rows, share[leaf] * liked, limit, anchor[leaf])


def _below(first: Candidates, second: Candidates) -> Candidates:
    """Put the second choice below the weakest of the first, where there is a first."""
    if not len(first):
        return second
    floor = first.score.min(initial=1.0)
    lowered = second.score / (1.0 + second.score.max(initial=0.0)) * floor
    return Candidates.joined(first, replace(second, score=lowered.astype(np.float32)))


def _scored(
    lines: Interactions, thing: Ints, things: int
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Return the pairs of things bought together that are no chance, with their belief."""
    weight, who = fading(lines, HALF_LIFE), persons(lines, lines.basket)
    pairs = count_pairs(
        group=lines.basket, visitor=who, product=thing, weight=weight, products=things
    )
    alone = visitors_of(visitor=who, product=thing, weight=weight, products=things)
    total = float(max(len(distinct(who)), 1))
    first, second = alone[pairs.first], alone[pairs.second]
    surprise = log_likelihood_ratio(pairs.weight, first, second, total)
    belief = (pairs.weight + PRIOR * second / total) / (first + PRIOR)
    kept = surprise >= SURPRISE
    return pairs.first[kept], pairs.second[kept], belief[kept]


def _affordable(of: Ints, to: Ints, types: int, catalogue: Catalogue) -> NDArray[np.float64]:
    """Return how far what types cost lets one be an accessory to the other, 0 to 1.

    Lamps are bought with sheds, but nobody adds a shed to a lamp. By median prices: 1 up to
    that of the type it is for, or of the shop where that is higher; above, it as a share.
    """
    price = catalogue.price[catalogue.variant_start[:-1]]
    sold = np.flatnonzero((catalogue.leaf >= 0) & (price > 0))
    order = sold[np.lexsort((price[sold], catalogue.leaf[sold]))]
    start = run_starts(catalogue.leaf[order])
    size = np.diff(start, append=len(order))
    typical = np.ones(types)
    typical[catalogue.leaf[order[start]]] = price[order[start + size // 2]]
    usual = float(np.median(price[sold])) if len(sold) else 1.0
    return np.minimum(np.maximum(typical[of], usual) / typical[to], 1.0)


def _substitution(
    first: Ints, second: Ints, leaf: Ints, values: Interactions
) -> NDArray[np.float64]:
    """Return how far each pair are alternatives to each other, 0 to 1.

    That is, for pairs of one type, how much they are looked at together by those who do not
    buy them together: w_ij / √(w_i w_j) · n_ij / (n_ij + SHRINKAGE), with w the decayed weight
    and n the distinct visitors.
    """
    alike = np.flatnonzero((leaf[first] == leaf[second]) & (leaf[first] >= 0))
    asked = np.zeros(values.products, dtype=np.bool_)
    asked[first[alike]] = True
    values, p = values.where(asked[values.product]), values.products
    looks = values.where(np.isin(values.type, LOOKED) & (values.session >= 0))
    weight, who = fading(looks, LOOKS_HALF_LIFE), persons(looks, looks.session)
    pair = first[alike].astype(np.int64) * p + second[alike]
    seen, visitors = _together(looks, looks.session, p, pair)
    lines = values.where((values.type == EventType.PURCHASE) & (values.basket >= 0))
    bought, buyers = _together(lines, lines.basket, p, pair)
    alone = visitors_of(visitor=who, product=looks.product, weight=weight, products=p)
    both = np.sqrt(alone[first[alike]] * alone[second[alike]])
    cosine = np.maximum(seen - bought, 0) / np.maximum(both, 1e-9)
    visitors = np.maximum(visitors - buyers, 0)
    substitution = np.zeros(len(first))
    sure = cosine * visitors / (visitors + SHRINKAGE)
    substitution[alike] = np.minimum(sure / SUBSTITUTE, 1.0)
    return substitution


def _together(
    deeds: Interactions, group: Ints, products: int, wanted: Longs
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the decayed weight and the number of those who had wanted pairs together.

    `wanted` (int64, shape (n,)) are pairs as first · products + second.
    """
    weight, who = fading(deeds, LOOKS_HALF_LIFE), persons(deeds, group)
    pairs = count_pairs(
        group=group, visitor=who, product=deeds.product, weight=weight, products=products
    )
    counted = np.append(pairs.first.astype(np.int64) * products + pairs.second, -1)
    place = np.searchsorted(counted[:-1], wanted)
    found = counted[place] == wanted
    every = pairs.weight, pairs.visitors.astype(np.float64)
    weights, visitors = (np.where(found, np.append(one, 0)[place], 0) for one in every)
    return weights, visitors
