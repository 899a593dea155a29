"""Shoppers of every make decide as documented, and can be exchanged for others."""

import sys
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pytest

from demo.catalogue import Shop
from demo.history import history
from demo.makes import BUY_BAR, NOTHING, SHIPPED, Cascade, PositionBased, load_model
from demo.world import World, populate

MANY = 4000


@dataclass(frozen=True, slots=True)
class Seen:
    """How often each place was examined and opened, as shares."""

    examined: np.ndarray
    opened: np.ndarray


def _look(model: PositionBased | Cascade, points: np.ndarray) -> Seen:
    rng = np.random.default_rng(2)
    looks = [model.look(points, rng) for _ in range(MANY)]
    examined, opened = (np.mean(one, axis=0) for one in zip(*looks, strict=True))
    return Seen(examined, opened)


@pytest.mark.parametrize("name", SHIPPED)
def test_places_further_down_are_looked_at_less(name: str) -> None:
    chances = load_model(name).examination(24)
    assert chances[0] == 1.0
    assert (np.diff(chances) < 0).all()


@pytest.mark.parametrize("name", SHIPPED)
def test_only_what_is_examined_tempts(name: str) -> None:
    rng = np.random.default_rng(4)
    for _ in range(50):
        is_examined, is_tempting = load_model(name).look(np.full(40, 1.5), rng)
        assert not (is_tempting & ~is_examined).any()


def test_position_based_shoppers_look_as_often_as_is_documented() -> None:
    for points in (np.full(24, -5.0), np.full(24, 5.0)):
        seen = _look(PositionBased(), points)
        assert seen.examined[10] == pytest.approx(0.4, abs=0.03)
        assert np.allclose(seen.examined, PositionBased().examination(24), atol=0.03)


def test_a_cascade_ends_sooner_after_a_find() -> None:
    found, passed = (_look(Cascade(), np.full(24, points)) for points in (6.0, -6.0))
    assert found.examined[3] == pytest.approx(0.7**3, abs=0.03)
    assert passed.examined[3] == pytest.approx(0.94**3, abs=0.03)


def test_a_cascade_skips_no_tile() -> None:
    rng = np.random.default_rng(7)
    for _ in range(200):
        is_examined, _ = Cascade().look(np.zeros(24), rng)
        assert is_examined[: int(is_examined.sum())].all()


def test_a_choice_is_a_logit_with_an_outside_option() -> None:
    rng = np.random.default_rng(1)
    points = np.array([2.0, 3.0])
    chosen = np.array([PositionBased().choose(points, rng) for _ in range(MANY)])
    worth = np.exp([*points, BUY_BAR])
    shares = [np.mean(chosen == place) for place in (0, 1, NOTHING)]
    assert np.allclose(shares, worth / worth.sum(), atol=0.03)


def test_shoppers_of_another_make_leave_another_history(shop: Shop, now: datetime) -> None:
    stories = [
        [
            (event["type"], event.get("product_id"))
            for event in history(shop, 5, now, days=3, shoppers=30, model=name)
        ]
        for name in SHIPPED
    ]
    assert stories[0] != stories[1]


class Indifferent(PositionBased):
    """Shoppers who like everything alike."""

    def utility(self, *given: object) -> np.ndarray:
        rows = given[3]
        assert isinstance(rows, np.ndarray)
        return np.zeros(len(rows))


def test_a_model_from_elsewhere_is_named_by_module_and_class(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "elsewhere", sys.modules[__name__])
    world = populate(shop, 3, 10, "elsewhere:Indifferent")
    assert not world.utility_of_rows(0, np.arange(5)).any()


def test_a_name_that_is_no_model_is_refused_with_the_names_that_are() -> None:
    with pytest.raises(ValueError, match="position, cascade"):
        load_model("telepathic")


def test_the_world_asks_its_model_what_is_wanted(world: World) -> None:
    rows = np.arange(20)
    asked = world.model.utility(world.assortment, world.shoppers, 4, rows, None)
    assert np.array_equal(asked, world.utility_of_rows(4, rows))
