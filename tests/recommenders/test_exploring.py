import numpy as np
import pytest

from knowledge_base.columns import Bools, Ints
from ranking.exploration import Beliefs
from recommenders.exploring import PLACE, Exploring, Tried, chance_of, tossed
from recommenders.recommender import Arrays

P, SEEDS = 12, range(800)
LEAF = np.array([0] * 8 + [1] * 4, dtype=np.int32)
SHOWN = np.array([0, 1, 2, 3], dtype=np.int32)
EVERYTHING = np.ones(P, dtype=np.bool_)


def evidence(*unknown: int, clicks: float = 30.0) -> Arrays:
    """All products are known and clicked `clicks` times in 300 looks, but for some."""
    alpha, beta = np.full(P, clicks), np.full(P, 300 - clicks)
    alpha[list(unknown)], beta[list(unknown)] = 2.0, 18.0
    spread = np.zeros(P)
    spread[list(unknown)] = Beliefs.of(alpha, beta).spread[list(unknown)]
    every = {"alpha": alpha, "beta": beta, "spread": spread}
    return {name: one.astype(np.float32) for name, one in every.items()}


def exploring(arrays: Arrays, released: Ints | None = None) -> Exploring:
    return Exploring(
        arrays, LEAF, np.zeros(P, dtype=np.int32) if released is None else released
    )


def outcomes(one: Exploring, shown: Ints = SHOWN, allowed: Bools = EVERYTHING) -> list[Tried]:
    """Return what many seeds give a place."""
    found = (one.tried(shown, allowed, tossed(seed, "shelf")[1]) for seed in SEEDS)
    return [each for each in found if each is not None]


def test_what_little_is_known_of_takes_a_place_now_and_then_others_never() -> None:
    found = outcomes(exploring(evidence(5, 6)))
    assert {one.row for one in found} == {5, 6}
    assert {one.place for one in found} == {PLACE}
    assert 0 < len(found) < len(SEEDS)


def test_the_propensity_is_how_often_it_happens() -> None:
    found = outcomes(exploring(evidence(5, 6)))
    for row in (5, 6):
        often = [one.propensity for one in found if one.row == row]
        assert len(often) / len(SEEDS) == pytest.approx(often[0], abs=0.05)


def test_a_good_holder_gives_its_place_away_less_often_than_a_bad_one() -> None:
    good = outcomes(exploring(evidence(5, clicks=100.0)))
    bad = outcomes(exploring(evidence(5, clicks=3.0)))
    assert len(good) < len(bad)


def test_only_what_is_of_the_holders_type_allowed_and_not_shown_takes_a_place() -> None:
    allowed = EVERYTHING.copy()
    allowed[5] = False
    assert outcomes(exploring(evidence(2, 5, 9)), allowed=allowed) == []


def test_a_short_shelf_keeps_all_its_places() -> None:
    assert outcomes(exploring(evidence(5)), SHOWN[:PLACE]) == []


def test_the_same_seed_tries_the_same() -> None:
    one, two = (exploring(evidence(5, 6)) for _ in range(2))
    assert one.tried(SHOWN, EVERYTHING, 7) == two.tried(SHOWN, EVERYTHING, 7)
    assert tossed(7, "home") == tossed(7, "home") != tossed(7, "category")


def test_where_all_are_known_nobody_is_tried() -> None:
    assert outcomes(exploring(evidence())) == []


def test_the_chances_of_all_add_up_to_one() -> None:
    beliefs = Beliefs.of(np.array([2.0, 5.0, 30.0]), np.array([18.0, 40.0, 270.0]))
    assert sum(chance_of(beliefs, one) for one in range(3)) == pytest.approx(1, abs=0.01)
