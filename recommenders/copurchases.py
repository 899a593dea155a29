"""What else belongs into a basket: products bought together, weighed against each other."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Floats, Ints
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from knowledge_base.runs import ranges, run_starts
from ranking.candidates import Candidates
from ranking.persons import persons
from recommenders.neighbours import best, from_partners, summed
from recommenders.pairs import VISITORS, fading, heaviest, renumbered, strongest
from recommenders.recommender import Arrays, Ask

HALF_LIVES = (40 * 86400.0, 365 * 86400.0)
"""Seconds after which a basket counts half: in what is the fashion, and in what lasts."""
LENGTH = 0.5
"""How much a basket pays for being long: who buys everything tells little of each product."""
MOST_LINES = 100
"""Products of one basket that are looked at, its heaviest."""
RIVALS = 100
"""Products that are weighed against each other as reasons for one."""
DOUBT = 5.0
"""Baskets' worth of doubt in every reason, so that few baskets prove little."""
SHARED_DOUBT = 0.6
"""Doubt that grows with a reason's own baskets, as a share of them."""
AGAIN = 0.15
"""What it is worth to have bought a product before; the weight of a strong reason."""
LASTING = 365 * 86400.0
"""Seconds after which that is worth half."""
AT_ONCE = 1 << 22
"""Pairs of lines that are looked at together: memory is some fifty times as many bytes."""
PARTNERS = 64
"""Products kept that each is a reason for."""


class CoPurchases:
    """Fits and serves a regression of each product on what is bought with it.

    EASE (Steck 2019, "Embarrassingly Shallow Autoencoders for Sparse Data") and SLIM (Ning,
    Karypis 2011) solve the same for all products at once. Here each one has its own few
    rivals, so that the work grows with the number of products and not with its cube.
    """

    name = "copurchases"

    def __init__(self, arrays: Arrays) -> None:
        self._partners = arrays["partners"]
        self._scores = arrays["scores"]

    @classmethod
    def fit(cls, values: Interactions, catalogue: Catalogue) -> Arrays:
        """Return `partners` (int32) and `scores` (float32), both of shape (p, PARTNERS).

        scores[a] of b is the weight w_ab ≥ 0 that minimises Σ_baskets weight · (x_b − Σ_a w_ab
        x_a)² + Σ_a (DOUBT + SHARED_DOUBT · n_a) w_ab², over the RIVALS strongest a of each b;
        n_a is the weight of the baskets with a; summed over the HALF_LIVES. Pairs of fewer than
        VISITORS people do not count.
        """
        p = catalogue.products
        lines = values.where((values.type == EventType.PURCHASE) & (values.basket >= 0))
        weights = [_regressed(_together(lines, p, one)) for one in HALF_LIVES]
        both = sum(weights[1:], weights[0]).tocoo()
        partners, scores = strongest(both.row, both.col, both.data, p, PARTNERS)
        return {"partners": partners, "scores": scores}

    @classmethod
    def renumbered(cls, arrays: Arrays, renumbering: Renumbering) -> Arrays:
        """Leave new products without partners."""
        moves = renumbering.products
        partners, scores = renumbered(arrays["partners"], arrays["scores"], moves)
        return {"partners": partners, "scores": scores}

    def propose(self, ask: Ask, limit: int) -> Candidates:
        """Propose what belongs into the basket, or beside the page's product.

        That somebody has bought it before is one more reason; where it is the strongest, the
        anchor is the product itself.
        """
        page = [ask.product] if ask.product >= 0 else []
        seeds = np.array(list(dict.fromkeys([*page, *ask.basket.tolist()])), dtype=np.int32)
        alike: Floats = np.ones(len(seeds), dtype=np.float32)
        found = from_partners(self._partners, self._scores, seeds, alike, ask.allowed, limit)
        if not len(seeds) or not len(ask.bought):
            return found
        both = Candidates.joined(found, _again(ask, seeds))
        return summed(both.rows, both.score, both.anchor, limit)


def _again(ask: Ask, seeds: Ints) -> Candidates:
    """Return what was bought before and may be again, by how long ago."""
    open_ = ask.allowed[ask.bought] & ~np.isin(ask.bought, seeds)
    rows, ago = ask.bought[open_], ask.now - ask.bought_at[open_]
    score = AGAIN * np.exp2(-np.maximum(ago, 0.0) / LASTING)
    return best(rows, score, len(rows), rows)


def _regressed(together: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the weights of all reasons (rows) for all products (columns), those above 0."""
    first: list[Ints] = [np.zeros(0, dtype=np.int32)]
    second: list[Ints] = [np.zeros(0, dtype=np.int32)]
    weight: list[NDArray[np.float64]] = [np.zeros(0)]
    alone = together.diagonal()
    doubted = alone * (1.0 + SHARED_DOUBT) + DOUBT
    for product in np.flatnonzero(alone).tolist():
        reasons, say = _reasons(together, doubted, product)
        kept = say > 0
        first.append(reasons[kept])
        second.append(np.full(int(kept.sum()), product, dtype=np.int32))
        weight.append(say[kept])
    where = np.concatenate(first), np.concatenate(second)
    return sparse.csr_matrix((np.concatenate(weight), where), shape=together.shape)


def _together(lines: Interactions, products: int, half_life: float) -> sparse.csr_matrix:
    """Return the weight of the baskets with both of two products.

    Pairs count that VISITORS people or more had in a basket. The diagonal is the weight of the
    baskets with one product, whoever had them.
    """
    weight = fading(lines, half_life)
    order = heaviest(lines.basket, lines.product, weight, MOST_LINES)
    product, (basket, size) = lines.product[order], _numbered(lines.basket[order])
    had = _table(basket, product, products, np.ones(len(order)))
    weighed = _table(basket, product, products, weight[order] / size**LENGTH)
    together = (had.T @ weighed).tocsr()
    person = persons(lines, lines.basket)[order]
    alone = together.diagonal()
    told: sparse.csr_matrix = together.multiply(
        _shared(basket, product, person, products)
    ).tocsr()
    told.setdiag(alone)
    told.eliminate_zeros()
    return told


def _shared(
    basket: Ints, product: Ints, person: NDArray[np.integer], products: int
) -> sparse.csr_matrix:
    """Say with 1 which two products VISITORS people or more had in a basket of theirs.

    All that stands beside a line is looked at, some products at a time: in one go that is the
    square of every basket.
    """
    start = run_starts(basket)
    beside = np.diff(start, append=len(basket))[basket]
    by_product = np.argsort(product, kind="stable")
    looked_at = np.cumsum(np.bincount(product, beside, minlength=products))
    portion = (looked_at // AT_ONCE)[product[by_product]]
    found = [np.zeros(0, dtype=np.int64)]
    for lines in np.split(by_product, run_starts(portion)[1:]):
        line = np.repeat(lines, beside[lines])
        other = ranges(start[basket[lines]], beside[lines])
        pair = product[line].astype(np.int64) * products + product[other]
        order = np.lexsort((person[line], pair))
        pair = pair[order[run_starts(pair[order], person[line][order])]]
        first = run_starts(pair)
        found.append(pair[first[np.diff(first, append=len(pair)) >= VISITORS]])
    rows, columns = np.divmod(np.concatenate(found), products)
    return sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(products, products))


def _numbered(names: NDArray[np.integer]) -> tuple[Ints, NDArray[np.float64]]:
    """Give names numbers from 0; return each place's number, and how often its name comes."""
    _, number, count = np.unique(names, return_inverse=True, return_counts=True)
    return number.astype(np.int32), count[number].astype(np.float64)


def _table(
    row: Ints, product: Ints, products: int, values: NDArray[np.float64]
) -> sparse.csr_matrix:
    shape = (int(row.max(initial=-1)) + 1, products)
    return sparse.csr_matrix((values, (row, product)), shape=shape)


def _reasons(
    together: sparse.csr_matrix, doubted: NDArray[np.float64], product: int
) -> tuple[Ints, NDArray[np.float64]]:
    """Weigh against each other what may be a reason for a product (shapes (≤ RIVALS,))."""
    place = slice(together.indptr[product], together.indptr[product + 1])
    rivals, common = together.indices[place], together.data[place]
    telling = np.where(rivals == product, -np.inf, common / np.sqrt(doubted[rivals]))
    best = np.lexsort((rivals, -telling))[: min(RIVALS, len(rivals) - 1)]
    rivals = rivals[best].astype(np.int32)
    if not len(rivals):
        return rivals, np.zeros(0)
    square = together[rivals][:, rivals].toarray()
    np.fill_diagonal(square, doubted[rivals])
    return rivals, np.linalg.solve(square, common[best])
