from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.catalogue import Catalogue
from knowledge_base.columns import KeyColumn
from knowledge_base.selection import Selection
from tests.knowledge_base.shop import small_catalogue

SHOES = small_catalogue()
"""Four products with three, two, one and one variants."""
LONE = replace(
    SHOES,
    variant_ids=KeyColumn.of(["a", "b", "c", "d"]),
    variant_start=np.arange(5, dtype=np.int64),
)
"""Four products of one variant each."""


def select(catalogue: Catalogue, rows: list[int], *sold_out: int) -> Selection:
    offered = ~np.isin(np.arange(catalogue.variants), sold_out)
    return Selection.of(catalogue, np.array(rows, dtype=np.int32), offered)


def test_products_come_in_their_order_with_the_variants_on_offer() -> None:
    selection = select(SHOES, [1, 0], 1)
    assert selection.rows.tolist() == [1, 0]
    assert selection.variants.tolist() == [3, 4, 0, 2]
    assert selection.owners.tolist() == [0, 0, 1, 1]


def test_where_products_are_their_own_variants_nothing_is_looked_up() -> None:
    selection = select(LONE, [2, 0])
    assert selection.owner is None
    assert selection.variants.tolist() == [2, 0]
    assert selection.owners.tolist() == [0, 1]


@pytest.mark.parametrize("catalogue", [SHOES, LONE])
def test_a_mask_of_variants_keeps_the_products_that_have_one(catalogue: Catalogue) -> None:
    selection = select(catalogue, [3, 1, 0])
    kept = selection.where(np.isin(selection.variants, [0, 3]))
    assert [
        (int(kept.rows[owner]), int(variant))
        for owner, variant in zip(kept.owners, kept.variants, strict=True)
    ] == [
        (int(catalogue.product_of[variant]), int(variant))
        for variant in selection.variants
        if variant in (0, 3)
    ]
    assert kept.rows.tolist() == [row for row in [3, 1, 0] if row in kept.rows]


@pytest.mark.parametrize("catalogue", [SHOES, LONE])
def test_products_can_be_left_out(catalogue: Catalogue) -> None:
    selection = select(catalogue, [3, 1, 0])
    rest = selection.without(np.array([False, True, False]))
    assert rest.rows.tolist() == [3, 0]
    assert 1 not in catalogue.product_of[rest.variants]


def test_which_products_have_one_of_some_variants_can_be_asked() -> None:
    for catalogue in (SHOES, LONE):
        selection = select(catalogue, [3, 1, 0])
        mask = selection.variants == selection.variants[-1]
        assert selection.having(mask).tolist() == [False, False, True]
