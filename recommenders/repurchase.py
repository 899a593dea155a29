"""When something is bought again: how long what somebody has just bought is not recommended."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.columns import Ints
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import run_starts
from recommenders.recommender import Arrays

WANTED_AGAIN = 0.3
"""Share of its buyers who want a product again, from which on it is recommended to them."""
USUAL = 90.0
"""Days until then, as is believed of a shop that has sold nothing yet."""
LONGEST = 730.0
"""Days after which anything may be recommended again."""
CERTAINTY = 5.0
"""Years of watching buyers that the word of the category above is worth."""
BY_CHANCE = 5.0
"""Repeats' worth of belief that people come again at no regular times."""
SAME_NEED = 1.0
"""Days within which buying the same thing again is one purchase."""
MOST_REPEATS = 3
"""Repeats of one product by one person that count: nobody speaks for a category alone."""
_DAY, _YEAR = 86_400.0, 365.25

Doubles = NDArray[np.float64]


class Repurchase:
    """Learns for each type of product when people buy the same one again."""

    name = "repurchase"

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return `days` (float32, shape (types + 1,)), the last for products without a type.

        Poisson–Gamma (after Bhagat and others, KDD 2018): with k repeats in T years of watching
        the buyers of a type, one of them comes again at the rate λ = (k + CERTAINTY · λ') /
        (T + CERTAINTY), λ' being that of the category above, in the end the one that makes
        USUAL days. Buyers who never come again are watched, too: what lasts is hidden long.
        Days are those until 1 − e^(−λ·days) reaches WANTED_AGAIN. Where people come at regular
        times, it is later: when that share of the repeats has come, their times being Gamma
        distributed with the mean and the spread seen.
        """
        tree = catalogue.facets.get(CATEGORY)
        above = tree.parents if tree else np.zeros(0, dtype=np.int32)
        repeats, years, time, square = _seen(values, catalogue.leaf, len(above)).T
        for kind in reversed(range(len(above))):  # UNKNOWN, above the roots, is the last place
            for one in (repeats, years, time, square):
                one[above[kind]] += one[kind]
        mean = time / np.maximum(repeats, 1e-9)
        spread = np.maximum(square / np.maximum(repeats, 1e-9) - mean**2, 0)
        apart = spread / np.maximum(mean, 1e-9) ** 2
        usual = -np.log1p(-WANTED_AGAIN) / (USUAL / _YEAR)
        rate = _shrunk(repeats, years, CERTAINTY, usual, above)
        irregular = _shrunk(repeats * apart, repeats, BY_CHANCE, 1.0, above)
        shape = 1 / np.clip(irregular, 1e-3, 1)
        regular = mean * gammaincinv(shape, WANTED_AGAIN) / shape
        days = np.maximum(-np.log1p(-WANTED_AGAIN) / rate, regular) * _YEAR
        return {"days": np.minimum(days, LONGEST).astype(np.float32)}

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Say of new types what is said of products without one."""
        days = arrays["days"]
        moved = renumbering.types.rows(days[:-1], float(days[-1]))
        return {"days": np.append(moved, days[-1:])}


def _seen(values: Interactions, leaf: Ints, types: int) -> Doubles:
    """Sum up what is seen of each type (float64, shape (types + 1, 4)).

    Repeats, years of watching buyers, and of the years between purchases the sum and the sum
    of squares. Every person counts once for each product he bought.
    """
    sold = values.where((values.type == EventType.PURCHASE) & (values.visitor >= 0))
    order = np.lexsort((sold.at, sold.visitor, sold.product))
    product, visitor, at = sold.product[order], sold.visitor[order], sold.at[order]
    first = run_starts(product, visitor)
    gap = np.diff(at, prepend=at[:1]) / _DAY / _YEAR
    gap[first] = 0.0
    gap[gap < SAME_NEED / _YEAR] = 0.0
    watched = (sold.until - at[first]) / _DAY / _YEAR
    pairs = [_sums(gap > 0, first), watched, _sums(gap, first), _sums(gap**2, first)]
    counted = np.minimum(MOST_REPEATS / np.maximum(pairs[0], 1), 1) * sold.weight[order][first]
    kind = leaf[product[first]] % (types + 1)  # UNKNOWN is the last place
    return np.stack([np.bincount(kind, one * counted, types + 1) for one in pairs], axis=1)


def _sums(values: NDArray[np.generic], first: NDArray[np.intp]) -> Doubles:
    return np.add.reduceat(values.astype(np.float64), first) if len(first) else np.zeros(0)


def _shrunk(count: Doubles, of: Doubles, doubt: float, believed: float, above: Ints) -> Doubles:
    """Return counts per what they are of, each drawn towards the one above it.

    `count` and `of` have shape (types + 1,), the last is the whole shop's, drawn towards what
    is believed; `above` (int32, shape (types,)) stands before what is below it.
    """
    rate = (count + doubt * believed) / (of + doubt)
    for kind, over in enumerate(above.tolist()):
        rate[kind] = (count[kind] + doubt * rate[over]) / (of[kind] + doubt)
    return rate
