from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ranking.candidates import Candidates
from ranking.curation import MaskedPin
from ranking.exploration import (
    Beliefs,
    exploration_signal,
    normals,
    propensity,
    raised,
    seed_of,
    unsure,
)
from ranking.ranker import Ranking, rank
from ranking.signals import Level, Reason, Signal

NOW = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
ROWS = np.arange(20_000, dtype=np.int32)
ALPHA, BETA = np.array([1.0, 3.0, 40.0]), np.array([19.0, 60.0, 700.0])


def test_draws_are_those_of_a_normal_distribution() -> None:
    drawn = normals(ROWS, 7)
    assert abs(drawn.mean()) < 0.03
    assert abs(drawn.std() - 1) < 0.03
    assert abs((drawn > 1.645).mean() - 0.05) < 0.01


def test_different_seeds_draw_differently() -> None:
    one, other = normals(ROWS, 7), normals(ROWS, 8)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03


def test_what_a_product_draws_does_not_depend_on_who_else_is_there() -> None:
    some = ROWS[[5, 900, 17]]
    assert normals(some, 7).tolist() == normals(ROWS, 7)[some].tolist()


def test_a_session_keeps_its_seed_and_strangers_share_one_for_an_hour() -> None:
    later = NOW + timedelta(hours=3)
    assert seed_of("s1", NOW, "a") == seed_of("s1", later, "a")
    assert seed_of("s1", NOW, "a") != seed_of("s2", NOW, "a")
    assert seed_of(None, NOW, "a") == seed_of(None, NOW + timedelta(minutes=29), "a")
    assert seed_of(None, NOW, "a") != seed_of(None, later, "a")
    assert seed_of(None, NOW, "a") != seed_of(None, NOW, "b")


def test_moments_on_the_scale_of_log_odds_are_those_of_the_beta_distribution() -> None:
    drawn = np.random.default_rng(1).beta(ALPHA, BETA, size=(200_000, 3))
    odds = np.log(drawn / (1 - drawn))
    beliefs = Beliefs.of(ALPHA, BETA)
    assert beliefs.mean == pytest.approx(odds.mean(axis=0), abs=0.01)
    assert beliefs.spread == pytest.approx(odds.std(axis=0), rel=0.01)


def test_draws_scatter_around_what_is_believed_the_less_the_more_is_known() -> None:
    beliefs = Beliefs.of(np.repeat(ALPHA, 5_000), np.repeat(BETA, 5_000))
    drawn = beliefs.draws(ROWS[:15_000], 3).reshape(3, 5_000)
    believed = Beliefs.of(ALPHA, BETA)
    assert drawn.mean(axis=1) == pytest.approx(believed.mean, abs=0.06)
    assert drawn.std(axis=1) == pytest.approx(believed.spread, rel=0.05)
    assert (np.diff(believed.spread) < 0).all()


def test_chance_leaves_alone_what_is_known_and_what_everybody_passed_over() -> None:
    beliefs = Beliefs.of(np.ones(3), np.full(3, 19.0))
    spread = unsure(beliefs, np.array([0.0, 10.0, 0.0]), np.array([5.0, 20.0, 300.0]))
    assert spread[0] == beliefs.spread[0]
    assert spread[1:].tolist() == [0.0, 0.0]


def test_the_propensity_is_how_often_a_draw_reaches_so_far() -> None:
    spread = np.full(len(ROWS), 1.3, dtype=np.float32)
    reached = (exploration_signal(ROWS, spread, 5).values > 0.9).mean()
    assert propensity(0.9, 1.3) == pytest.approx(reached, abs=0.01)


THREE = ROWS[:3]
SPREAD = np.array([0, 1, 0], dtype=np.float32)
"""Of three products one is hardly known; it is worth a little less than the others."""


def tried(seed: int, pinned: dict[int, MaskedPin] | None = None) -> Ranking:
    worth = Signal(
        "popularity", Level.PRE, 1.0, np.array([0.1, 0.0, -0.1]), lambda _: Reason("wanted")
    )
    signals = [worth, exploration_signal(THREE, SPREAD, seed)]
    return replace(rank(Candidates.of(THREE), signals), pinned=pinned or {})


def test_what_chance_has_raised_is_told_with_how_likely_that_was() -> None:
    rankings = [tried(seed) for seed in range(2_000)]
    first = [one for one in rankings if one.rows[0] == 1]
    told = [raised(one, range(3), SPREAD)[0] for one in first]
    assert told == [pytest.approx(len(first) / len(rankings), abs=0.03)] * len(first)


def test_where_chance_raised_nothing_there_is_no_propensity() -> None:
    usual = [one for one in map(tried, range(50)) if one.rows.tolist() == [0, 1, 2]]
    assert all(raised(one, range(3), SPREAD) == [None] * 3 for one in usual)
    known = exploration_signal(THREE, np.zeros(3, dtype=np.float32), 1)
    assert not known.values.any()
    assert raised(rank(Candidates.of(THREE), []), range(3), SPREAD) == [None] * 3


def test_where_nothing_is_known_the_match_has_the_word() -> None:
    assert exploration_signal(THREE, np.ones(3, dtype=np.float32), 1).weight == 0
    assert exploration_signal(THREE, SPREAD, 1).weight > 0
    assert exploration_signal(THREE[:0], SPREAD, 1).weight > 0


def test_what_is_pinned_was_not_raised_by_chance() -> None:
    seed = next(one for one in range(50) if tried(one).rows[0] == 1)
    pin = MaskedPin("rule:1", "a pin", 1, 1, None, 1)
    assert raised(tried(seed, {1: pin}), range(3), SPREAD) == [None] * 3
