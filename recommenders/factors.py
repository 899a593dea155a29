"""Where products stand among each other: factors of what is looked at in a row.

They say of two products that nobody has looked at together how near they are.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge_base.columns import Floats
from knowledge_base.runs import places_in_run
from recommenders.trails import Trails

Halves = NDArray[np.float16]

FACTORS = 96
FURTHER = 8
"""Directions carried along while searching, so that the last ones are found as well."""
ROUNDS = 3
"""Rounds of orthogonal iteration; more change nothing that can be measured."""
WINDOW = 4
"""Steps in a session over which products count as looked at in a row."""
FADING = 2.0
"""Steps over which that falls to e⁻¹."""
PARTNERS = 30
"""Strongest partners of a product that its factors follow from."""
MOST_LOOKS = 20_000_000
"""Latest looks that factors are learned from; older ones cost memory and add nothing."""


def factors(trails: Trails, products: int) -> Halves:
    """Return a direction of length one for each product (float16, shape (p, ≤ FACTORS)).

    They are the eigenvectors of the positive pointwise mutual information of products looked
    at in a row (Levy, Goldberg 2014, "Neural Word Embedding as Implicit Matrix Factorization"),
    found by orthogonal iteration. Zero for products without partners.
    """
    information = _information(_strongest(_in_a_row(trails, products)))
    start = np.random.default_rng(1).standard_normal((products, FACTORS + FURTHER))
    basis = start.astype(np.float32)
    for _ in range(ROUNDS):
        basis = np.linalg.qr(information @ basis)[0]
    values, turn = np.linalg.eigh(basis.T @ (information @ basis))
    most = np.argsort(-np.abs(values), kind="stable")[:FACTORS]
    found = (basis @ turn[:, most]) * np.sqrt(np.sqrt(np.abs(values[most])))
    found[np.diff(information.indptr) == 0] = 0.0
    length = np.linalg.norm(found, axis=1, keepdims=True)
    directions: Halves = (found / np.maximum(length, 1e-9)).astype(np.float16)
    return directions


def _in_a_row(trails: Trails, products: int) -> sparse.csr_matrix:
    """Sum up how near, and how often, products stand to each other in sessions."""
    first = max(len(trails.product) - MOST_LOOKS, 0)
    product, session = trails.product[first:], trails.session[first:]
    shape = (products, products)
    steps = []
    for step in range(1, WINDOW + 1):
        here = np.flatnonzero(session[step:] == session[:-step])
        near = np.full(len(here), np.exp(-(step - 1) / FADING), dtype=np.float32)
        where = product[here], product[here + step]
        steps.append(sparse.csr_matrix((near, where), shape=shape))
    together = sum(steps[1:], steps[0])
    return (together + together.T).tocsr()


def _strongest(together: sparse.csr_matrix) -> sparse.csr_matrix:
    """Keep a pair where either product is among the strongest partners of the other."""
    row = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
    order = np.lexsort((together.indices, -together.data, row))
    kept = order[places_in_run(row[order]) < PARTNERS]
    values = together.data[kept], (row[kept], together.indices[kept])
    half = sparse.csr_matrix(values, shape=together.shape)
    return half.maximum(half.T).tocsr()


def _information(together: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return max(0, ln of how much oftener than by chance), for every pair."""
    alone: Floats = np.asarray(together.sum(axis=1), dtype=np.float32).ravel()
    row = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
    by_chance = alone[row] * alone[together.indices] / max(float(alone.sum()), 1e-9)
    information = together.copy()
    information.data = np.log(np.maximum(together.data / by_chance, 1.0)).astype(np.float32)
    information.eliminate_zeros()
    return information
