"""What products are like as numbers: words and values, the telling ones weighing more."""

import numpy as np
from scipy import sparse

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import Ints

COMMONEST = 0.5
"""What more than this share of all products has in common tells nothing."""


def facet_values(catalogue: Catalogue, *left_out: str) -> tuple[list[Ints], list[Ints], int]:
    """Return product rows and numbers of the values they carry, by facet, and how many."""
    owners, columns, width = [], [], 0
    for facet in catalogue.facets.values():
        if facet.name not in left_out:
            owners.append(catalogue.product_of[facet.codes.owner])
            columns.append((facet.codes.values + width).astype(np.int32))
            width += len(facet.values)
    return owners, columns, width


def tf_idf(
    owners: list[Ints], columns: list[Ints], shape: tuple[int, int], *, rarest: int = 1
) -> sparse.csr_matrix:
    """Return products × features (float32), there or not, idf-weighted, rows of length one.

    What fewer than `rarest` products have weighs nothing.
    """
    none = np.zeros(0, dtype=np.int32)
    row, column = np.concatenate([none, *owners]), np.concatenate([none, *columns])
    ones = np.ones(len(row), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, (row, column)), shape=shape)
    matrix.data[:] = 1.0
    products, width = shape
    carried = np.bincount(matrix.indices, minlength=width)
    idf = np.log((1 + products) / (1 + carried))
    idf[(carried > COMMONEST * products) | (carried < rarest)] = 0.0
    matrix.data = idf[matrix.indices].astype(np.float32)
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix.data /= np.repeat(np.maximum(length, 1e-9), np.diff(matrix.indptr)).astype(
        np.float32
    )
    return matrix
