"""Are the true looks at positions found from products that changed theirs?"""

import numpy as np
import pytest

from ranking.metrics import Doubles
from ranking.propensities import POSITIONS, STEEP, Looks, propensities, steepness

TRUE: Doubles = 1 / np.arange(1.0, POSITIONS + 1)
PRIOR = np.arange(1, POSITIONS + 1) ** -STEEP


def seen(things: int, times: int, *, steady: bool, true: Doubles = TRUE) -> Looks:
    """Show things, the best of them first or (not steady) wherever chance puts them."""
    rng = np.random.default_rng(7)
    attraction = np.sort(rng.beta(2, 6, things))[::-1]
    thing = np.tile(np.arange(things), times)
    place = (
        np.tile(np.arange(things), times)
        if steady
        else np.concatenate([rng.permutation(things) for _ in range(times)])
    )
    clicked = rng.random(len(thing)) < true[place] * attraction[thing]
    ones = np.ones(len(thing))
    return Looks(thing, (place + 1).astype(np.int32), ones, clicked.astype(np.float64))


def test_natural_changes_of_rank_give_the_true_propensities() -> None:
    found = propensities(seen(20, 8_000, steady=False))
    assert np.abs(np.log(found[:10] / TRUE[:10])).max() < 0.15


@pytest.mark.parametrize("power", [0.0, 0.3, 1.5])
def test_a_log_says_itself_how_steep_its_positions_are(power: float) -> None:
    true: Doubles = np.arange(1.0, POSITIONS + 1) ** -power
    looks = seen(20, 1_000, steady=False, true=true)
    assert abs(steepness(looks) - power) < 0.1


def test_where_all_in_view_is_looked_at_seldom_seen_places_are_believed_to_be_so() -> None:
    flat = np.ones(POSITIONS)
    looks = seen(20, 200, steady=False, true=flat)
    assert np.abs(propensities(looks)[20:] - 1).max() < 0.15


def test_what_never_changes_its_rank_says_nothing_of_steepness() -> None:
    assert steepness(seen(20, 400, steady=True)) == pytest.approx(STEEP, abs=1e-6)


def test_a_naive_share_of_clicks_is_fooled_where_the_best_stand_first() -> None:
    """The control: it takes for propensity what is attraction, and more so than the model."""
    looks = seen(20, 4_000, steady=True)
    place = looks.position - 1
    naive = np.bincount(place, looks.clicked) / np.bincount(place)
    naive = naive / naive[0]
    assert np.log(TRUE[9] / naive[9]) > 0.5
    assert np.abs(np.log(propensities(looks)[:20] / PRIOR[:20])).max() < 0.1


def test_with_few_clicks_the_prior_has_the_word() -> None:
    found = propensities(seen(20, 2, steady=False))
    assert np.abs(np.log(found / PRIOR))[:20].max() < 0.6
    nothing = np.zeros(0)
    empty = Looks(nothing.astype(np.int64), nothing.astype(np.int32), nothing, nothing)
    assert np.allclose(propensities(empty), PRIOR)
