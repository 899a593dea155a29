"""Shoppers decide by their tastes, their sizes and what is on stock."""

from dataclasses import replace

import numpy as np

from demo.choices import Mind, Wish
from demo.makes import BUY_BAR
from demo.world import World


def _mind(world: World, shopper: int = 0) -> Mind:
    return Mind(world, shopper, np.random.default_rng(4))


def test_a_shopper_takes_the_own_size_when_it_is_there(world: World) -> None:
    for row, product in enumerate(world.shop.products[:100]):
        line = _mind(world).pick(product, row)
        wanted = world.sizes(0).get(product.kind.sizes, "")
        stocked = {v.pack.value for v in product.variants if v.stock and v.pack}
        if line and line.variant and line.variant.pack and wanted in stocked:
            assert line.variant.pack.value == wanted
            assert line.variant.stock > 0


def test_nobody_takes_what_is_sold_out(world: World) -> None:
    product = next(p for p in world.shop.products if p.variants)
    empty = replace(product, variants=tuple(replace(v, stock=0) for v in product.variants))
    assert _mind(world).pick(empty, 0) is None


def test_the_best_of_what_was_seen_is_chosen_most(world: World) -> None:
    rows = world.assortment.leaf_rows[0][:8]
    wish = Wish(need=0)
    mind = _mind(world)
    points = mind.points(rows, wish)
    chosen = [mind.choose(rows.tolist(), wish) for _ in range(600)]
    counts = [chosen.count(int(row)) for row in rows]
    assert int(np.argmax(counts)) == int(np.argmax(points))
    share = np.exp(points - np.logaddexp.reduce([*points, BUY_BAR]))
    assert np.allclose(np.array(counts) / 600, share, atol=0.07)


def test_having_seen_nothing_one_chooses_nothing(world: World) -> None:
    assert _mind(world).choose([], Wish()) == -1


def test_what_goes_with_the_product_just_taken_gains(world: World) -> None:
    row = world.shop.rows[world.shop.by_kind["camera"][0].product_id]
    fitting = world.complements(row)
    mind = _mind(world)
    gain = mind.points(fitting, Wish(fits=row)) - mind.points(fitting, Wish())
    assert np.allclose(gain, 2.0)


def test_only_what_is_examined_can_tempt(world: World) -> None:
    is_examined, is_tempting = _mind(world).look(np.full(500, 3.0))
    assert is_tempting.any()
    assert not (is_tempting & ~is_examined).any()
    assert is_examined[:20].sum() > is_examined[-20:].sum()
