from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ranking.candidates import Candidates
from ranking.ranker import rank
from ranking.shortlist import REACH, first_places, shortlist, standing
from ranking.signals import Level, Reason, Signal

N = 3 * REACH
ROWS = np.random.default_rng(7).permutation(N).astype(np.int32)


def many() -> Candidates:
    """Make candidates of three tiers, many of them alike."""
    strength = (ROWS % 50).astype(np.float32)
    tier = np.repeat(np.arange(3, dtype=np.int8), REACH)
    return Candidates(ROWS, tier, strength, np.full(N, -1, dtype=np.int32))


def said(candidates: Candidates) -> Signal:
    values = candidates.score.astype(np.float64)
    return Signal("match", Level.BASE, 0.7, values, lambda _: Reason("match"))


CANDIDATES = many()
NOBODY_BEHIND = np.zeros(N, dtype=np.bool_)
SAID = [said(CANDIDATES)]
WHOLE = rank(CANDIDATES, SAID).rows.tolist()


@given(
    st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 3)), max_size=12),
    st.integers(0, 14),
    st.randoms(),
)
def test_the_first_places_are_those_of_a_whole_sorting(
    drawn: list[tuple[int, int]], most: int, dice: Random
) -> None:
    keys = np.array([key for key, _ in drawn], dtype=np.float64)
    aside = np.array([much for _, much in drawn], dtype=np.int8)
    numbers = list(range(len(drawn)))
    dice.shuffle(numbers)
    rows = np.array(numbers, dtype=np.int32)
    whole = np.lexsort((rows, keys, aside)).tolist()
    assert first_places(keys, rows, aside, most).tolist() == whole[:most]


def test_pages_continue_each_other_without_ordering_all_candidates() -> None:
    for most in (1, 24, 500, REACH, REACH + 24, N - 1, N):
        short = shortlist(CANDIDATES, SAID, NOBODY_BEHIND, most=most, personal=False)
        rows = rank(CANDIDATES.taken(short.places), [SAID[0].at(short.places)]).rows
        assert rows.tolist()[:most] == WHOLE[:most]
    assert len(shortlist(CANDIDATES, SAID, NOBODY_BEHIND, most=24, personal=False).places) == 24


def test_one_persons_signals_are_asked_about_the_same_candidates_on_every_page() -> None:
    for most in (24, REACH + 24, N):
        short = shortlist(CANDIDATES, SAID, NOBODY_BEHIND, most=most, personal=True)
        assert short.best == REACH
        assert set(ROWS[short.places[:REACH]].tolist()) == set(WHOLE[:REACH])


def test_few_candidates_are_all_asked_about() -> None:
    few = CANDIDATES.taken(np.arange(REACH))
    short = shortlist(few, [said(few)], NOBODY_BEHIND[:REACH], most=24, personal=True)
    assert (len(short.places), short.best) == (REACH, REACH)


def test_what_is_pinned_comes_along_however_far_behind_it_is() -> None:
    pinned = np.isin(ROWS, WHOLE[-2:])
    for personal in (False, True):
        short = shortlist(
            CANDIDATES, SAID, NOBODY_BEHIND, most=24, personal=personal, pinned=pinned
        )
        assert set(WHOLE[-2:]) <= set(ROWS[short.places].tolist())
        assert short.best == (REACH if personal else len(short.places))


def test_a_tier_is_further_apart_than_signals_can_reach() -> None:
    loud = Signal(
        "loud",
        Level.PRE,
        1e4,
        CANDIDATES.tier.astype(np.float64) * -100,
        lambda _: Reason("match"),
    )
    keys = standing(CANDIDATES, [loud, *SAID])
    places = first_places(keys, ROWS, NOBODY_BEHIND, N)
    assert (np.diff(CANDIDATES.tier[places]) >= 0).all()
