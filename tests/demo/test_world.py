"""The made-up shoppers have tastes, sizes and eyes that behave as documented."""

import numpy as np
import pytest

from demo.catalogue.sizes import SYSTEMS
from demo.world import World, populate


def test_the_same_seed_brings_the_same_shoppers(world: World) -> None:
    again = populate(world.shop, seed=3, count=200)
    assert again.shoppers.visitor_ids == world.shoppers.visitor_ids
    assert np.array_equal(again.shoppers.interest, world.shoppers.interest)


def test_utility_is_asked_for_by_product_or_by_row(world: World) -> None:
    ids = [product.product_id for product in world.shop.products[:50]]
    by_id = world.utility(7, ids)
    assert by_id.shape == (50,)
    assert np.array_equal(by_id, world.utility_of_rows(7, np.arange(50)))


def test_shoppers_disagree(world: World) -> None:
    rows = world.assortment.leaf_rows[0]
    best = {int(np.argmax(world.utility_of_rows(s, rows))) for s in range(50)}
    assert len(best) > 3


def test_what_hangs_on_another_leaf_does_not_meet_the_need(world: World) -> None:
    product = world.shop.products[0]
    leaf = product.kind.path.de
    fits = world.utility(1, [product.product_id], leaf)
    misses = world.utility(1, [product.product_id], world.shop.products[-1].kind.path.de)
    assert fits - misses == pytest.approx(4.0)


def test_a_lens_for_a_strange_mount_is_worth_less(world: World) -> None:
    lens = next(row for row, p in enumerate(world.shop.products) if p.kind.name == "lens")
    mounts = world.shoppers.system[:, 0] == world.assortment.system[lens, 0]
    points = np.array(
        [world.utility_of_rows(s, np.array([lens]))[0] for s in range(len(mounts))]
    )
    assert points[mounts].mean() > points[~mounts].mean() + 2


def test_sizes_are_sizes_of_their_system(world: World) -> None:
    for shopper in range(20):
        sizes = world.sizes(shopper)
        assert sizes.keys() == SYSTEMS.keys()
        assert all(size in SYSTEMS[system] for system, size in sizes.items())


def test_tall_shoppers_wear_large_shoes(world: World) -> None:
    run = SYSTEMS["shoes_men"]
    shirts = [SYSTEMS["letters_men"].index(world.sizes(s)["letters_men"]) for s in range(200)]
    shoes = [run.index(world.sizes(s)["shoes_men"]) for s in range(200)]
    assert np.corrcoef(shirts, shoes)[0, 1] > 0.6


def test_complements_and_substitutes_come_as_rows_the_appealing_first(world: World) -> None:
    row = world.shop.rows[world.shop.by_kind["camera"][0].product_id]
    for rows in (world.complements(row), world.substitutes(row)):
        appeal = world.assortment.appeal[rows]
        assert (np.diff(appeal) <= 0).all()
    assert len(world.complements(row)) > 5


def test_price_levels_rank_within_a_leaf(world: World) -> None:
    goods = world.assortment
    for rows in goods.leaf_rows:
        prices = [world.shop.products[row].price for row in rows]
        cheapest, dearest = rows[int(np.argmin(prices))], rows[int(np.argmax(prices))]
        assert goods.price_level[cheapest] <= goods.price_level[dearest]
        assert (goods.price_level[rows] >= 0).all()
        assert (goods.price_level[rows] <= 1).all()


def test_consent_is_given_by_about_two_thirds(world: World) -> None:
    consents = populate(world.shop, seed=9, count=2000).shoppers.consents
    assert consents.count("personalization") / 2000 == pytest.approx(0.65, abs=0.05)
    assert consents.count("none") / 2000 == pytest.approx(0.2, abs=0.05)
