"""Do few visitors move a product by a page at most, and many as far as they like?"""

import numpy as np
import pytest

from knowledge_base.columns import Ints
from ranking.candidates import Candidates
from ranking.hearsay import FEW, PAGE, hearsay_signal
from ranking.ranker import rank
from ranking.signals import Doubles, Level, Reason, Signal

MANY = 300
LAST = MANY - 1
TILES = 24
ROWS: Ints = np.arange(MANY, dtype=np.int32)


def said(name: str, of: dict[int, float]) -> Signal:
    values = np.zeros(MANY)
    values[list(of)] = list(of.values())
    return Signal(name, Level.PRE, 1.0, values, lambda _: Reason(name))


def falling(step: float = 0.01) -> Signal:
    """Let every product match a little less than the one before it."""
    values: Doubles = -step * np.arange(MANY, dtype=np.float64)
    return Signal("match", Level.BASE, 1.0, values, lambda _: Reason("match"))


def voices(of: dict[int, int]) -> Ints:
    people = np.zeros(MANY, dtype=np.int32)
    people[list(of)] = list(of.values())
    return people


def places(signals: list[Signal], people: Ints, tiers: Ints | None = None) -> list[int]:
    """Return the place of each product."""
    candidates = Candidates.of(ROWS)
    if tiers is not None:
        candidates.tier[:] = tiers
    held = hearsay_signal(candidates, signals, people)
    order = rank(candidates, [*signals, held]).rows.tolist()
    return [order.index(row) for row in range(MANY)]


@pytest.mark.parametrize("people", [1, 5, FEW])
def test_few_visitors_lift_a_product_by_a_page_at_most(people: int) -> None:
    place = places([falling(), said("popularity", {LAST: 3.0})], voices({LAST: people}))[LAST]
    assert LAST - PAGE <= place <= LAST - PAGE + 2


def test_those_who_are_held_back_make_no_room() -> None:
    middle, others = MANY // 2, dict.fromkeys(range(MANY // 2 + 1, MANY), 3.0)
    whole = others | {middle: 3.0}
    before, after = (
        places([falling(), said("popularity", one)], voices(dict.fromkeys(one, 5)))[middle]
        for one in (others, whole)
    )
    assert before - TILES <= after < before


def test_as_many_more_lift_it_by_as_much_more() -> None:
    loud = said("popularity", {LAST: 3.0})
    place = places([falling(), loud], voices({LAST: 5 * FEW}))[LAST]
    assert abs(place - (LAST - 5 * PAGE)) <= 2
    assert places([falling(), loud], voices({LAST: 20 * FEW}))[LAST] == 0


def test_where_all_are_alike_few_visitors_move_nothing_by_more_than_a_page() -> None:
    alike = falling(0.0)
    lifted = places([alike, said("clicked", {LAST: 0.05, 10: 0.05})], voices({LAST: 5, 10: 5}))
    assert lifted[LAST] >= LAST - PAGE
    assert lifted[10] == 0  # nobody needs many to be lifted by less than a page


def test_what_trends_though_no_visitor_counts_is_held_back_too() -> None:
    place = places([falling(), said("trend", {LAST: 3.0})], voices({}))[LAST]
    assert LAST - PAGE <= place <= LAST - PAGE + 2


def test_what_is_known_of_its_kind_alone_is_not_held_back() -> None:
    assert places([falling(), said("clicked", {LAST: 3.0})], voices({}))[LAST] == 0


def test_what_sinks_sinks_as_far_as_it_likes() -> None:
    assert places([falling(), said("clicked", {0: -9.0})], voices({0: 1}))[0] == LAST


def test_each_tier_is_a_list_of_its_own() -> None:
    tiers = (ROWS >= MANY // 2).astype(np.int32)
    loud = said("popularity", {LAST: 3.0})
    place = places([falling(), loud], voices({LAST: 1}), tiers)[LAST]
    assert LAST - PAGE <= place <= LAST - PAGE + 2


def test_nothing_is_lifted_by_being_held_back() -> None:
    rng = np.random.default_rng(5)
    names = ("popularity", "clicked", "bought_here", "newness")
    signals = [falling()] + [
        Signal(name, Level.PRE, 1.0, rng.normal(0, 1, MANY), lambda _: Reason("x"))
        for name in names
    ]
    held: Doubles = hearsay_signal(
        Candidates.of(ROWS), signals, rng.integers(0, 50, MANY).astype(np.int32)
    ).values
    assert (held <= 0).all()
    assert (held < 0).any()


def test_on_one_page_nobody_passes_more_than_a_page() -> None:
    few = np.arange(PAGE, dtype=np.int32)
    loud = Signal("trend", Level.PRE, 1.0, few.astype(np.float64), lambda _: Reason("trending"))
    assert not hearsay_signal(Candidates.of(few), [loud], np.zeros(PAGE, np.int32)).values.any()


def test_of_very_many_candidates_every_so_many_th_tells_how_far_a_page_is() -> None:
    n = 50_000
    slope: Doubles = -1e-4 * np.arange(n, dtype=np.float64)
    match = Signal("match", Level.BASE, 1.0, slope, lambda _: Reason("match"))
    values = np.zeros(n)
    values[-1] = 9.0
    loud = Signal("popularity", Level.PRE, 1.0, values, lambda _: Reason("wanted"))
    people = np.zeros(n, dtype=np.int32)
    people[-1] = FEW
    rows = np.arange(n, dtype=np.int32)
    held = hearsay_signal(Candidates.of(rows), [match, loud], people)
    order = rank(Candidates.of(rows), [match, loud, held]).rows.tolist()
    assert n - 2 * PAGE <= order.index(n - 1) < n
