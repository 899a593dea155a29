"""Are weights learned from choices, near what we believe and never beyond bounds?"""

import numpy as np

from ranking.choices import ENOUGH, LEAST, MOST, Choices, multipliers

TILES = 8


def chosen(
    answers: int, truth: tuple[float, ...], *, match: float | None = None, noise: float = 1.0
) -> Choices:
    """Let people choose one of eight tiles by points whose true worth is given.

    With `match` that is the worth of a point of it; without, nothing tells how tiles matched.
    """
    rng = np.random.default_rng(3)
    points = rng.normal(0, 1, (answers, TILES, len(truth)))
    matched = np.zeros((answers, TILES))
    if match is not None:
        matched = rng.normal(0, 2, (answers, TILES))
    looks = np.tile(np.arange(1, TILES + 1) ** -0.7, (answers, 1))
    worth = points @ np.array(truth) + (match or 0) * matched + np.log(looks)
    worth += noise * rng.gumbel(size=worth.shape)
    picked = np.zeros((answers, TILES))
    picked[np.arange(answers), worth.argmax(axis=1)] = 1
    answer = np.repeat(np.arange(answers), TILES)
    points = points.reshape(-1, len(truth))
    return Choices(answer, matched.ravel(), points, looks.ravel(), picked.ravel())


def test_few_answers_leave_everything_as_believed() -> None:
    found = multipliers(chosen(ENOUGH - 1, (3.0, 0.0)))
    assert found.tolist() == [1.0, 1.0]


def test_the_mix_is_found_and_all_together_keep_their_say() -> None:
    found = multipliers(chosen(4_000, (1.2, 0.8)))
    assert np.abs(found - (1.2, 0.8)).max() < 0.1
    doubled = multipliers(chosen(4_000, (2.4, 1.6)))
    assert np.abs(doubled - (1.2, 0.8)).max() < 0.1


def test_beside_a_match_that_tells_what_we_believed_nothing_changes() -> None:
    found = multipliers(chosen(4_000, (0.7, 0.7), match=0.7))
    assert np.abs(found - 1).max() < 0.1


def test_where_the_match_tells_half_of_what_we_believed_all_others_gain_twice() -> None:
    found = multipliers(chosen(4_000, (0.6, 0.6), match=0.3))
    assert (found > 1.7).all()


def test_where_the_match_tells_more_than_we_believed_all_others_lose() -> None:
    found = multipliers(chosen(4_000, (0.5, 0.5), match=0.9))
    assert (found < 0.7).all()


def test_a_match_that_tells_nothing_still_keeps_half_its_say() -> None:
    assert multipliers(chosen(4_000, (1.0, 1.0), match=-0.2)).tolist() == [MOST, MOST]


def test_what_tells_nothing_or_misleads_loses_half_its_weight_but_never_turns() -> None:
    found = multipliers(chosen(4_000, (1.0, -1.0, 1.0)))
    assert found[1] == LEAST
    assert (found >= LEAST).all()
    assert (found <= MOST).all()


def test_where_nothing_tells_anything_all_stays_as_believed() -> None:
    assert multipliers(chosen(1_000, (-0.5, -0.5))).tolist() == [1.0, 1.0]


def test_the_same_choices_give_the_same_weights_to_the_bit() -> None:
    first, second = (multipliers(chosen(500, (1.0, 0.3))) for _ in range(2))
    assert first.tobytes() == second.tobytes()
