"""What orders are compared with is what those who ask truly want."""

import numpy as np
import pytest

from benchmarks.panel import Question, Truth, closer, closer_interval, goodness, questions
from demo.catalogue import make
from demo.queries import Query
from demo.world import World, populate


@pytest.fixture(scope="module")
def world() -> World:
    return populate(make(3, 300), 3, 300)


@pytest.fixture(scope="module")
def truth(world: World) -> Truth:
    return Truth(world)


def _asked(world: World, query: Query | None, kind: str) -> Question:
    product = world.shop.by_kind[kind][0]
    leaf = product.kind.path.de
    return Question(0, world.assortment.leaves.index(leaf), leaf, "de", query)


def test_the_same_seed_asks_the_same_questions(world: World) -> None:
    asked = questions(world, 40, 1)
    assert asked == questions(world, 40, 1)
    assert asked != questions(world, 40, 2)
    assert 0 < sum(one.query is None for one in asked) < 40


def test_what_hangs_elsewhere_is_worth_little(world: World, truth: Truth) -> None:
    question = _asked(world, None, "camera")
    is_there = world.assortment.leaf == question.need
    for worth in (truth.own(question), truth.common(question)):
        assert worth.shape == is_there.shape
        assert worth[is_there].mean() > 3 * worth[~is_there].mean()


def test_who_asks_for_a_brand_likes_it(world: World, truth: Truth) -> None:
    product = world.shop.by_kind["t_shirt"][0]
    plain = _asked(world, Query("t-shirt", product.phrase.de), "t_shirt")
    branded = _asked(world, Query("t-shirt", product.phrase.de, brand=product.brand), "t_shirt")
    code = world.assortment.brands.index(product.brand)
    of_brand = (world.assortment.brand == code) & (world.assortment.leaf == plain.need)
    gain = truth.common(branded)[of_brand] - truth.common(plain)[of_brand]
    assert gain.mean() > 0


def test_the_best_order_is_perfect_and_the_worst_is_not(world: World, truth: Truth) -> None:
    worth = truth.common(_asked(world, None, "t_shirt"))
    rows = world.assortment.leaf_rows[world.assortment.leaf[worth.argmax()]]
    best = [world.shop.products[row].product_id for row in rows[np.argsort(-worth[rows])]]
    first, last = goodness(world, [best, best[::-1]], worth)
    assert first == pytest.approx(1.0)
    assert last < first


def test_closer_is_the_share_of_the_way_to_the_ideal() -> None:
    base, learned = np.array([0.6, 0.8]), np.array([0.8, 0.9])
    assert closer(learned, base) == pytest.approx(0.5)
    assert closer(base, base) == 0
    low, high = closer_interval(learned, base)
    assert low <= 0.5 <= high


def test_closer_does_not_depend_on_the_scale_of_gains() -> None:
    rng = np.random.default_rng(1)
    gains = rng.random((50, 10))
    discount = 1 / np.log2(np.arange(10) + 2)

    def share(values: np.ndarray) -> float:
        orders = (np.sort(values)[:, ::-1], values, values[:, ::-1])
        ideal, learned, base = (float((one @ discount).mean()) for one in orders)
        return (learned - base) / (ideal - base)

    assert share(gains) == pytest.approx(share(3 * gains + 5))
