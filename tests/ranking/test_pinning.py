import numpy as np

from ranking.candidates import Candidates
from ranking.curation import MaskedPin
from ranking.pinning import join_pins, place_pins
from ranking.ranker import Ranking, rank
from ranking.signals import Level, Reason, Signal

PRODUCTS = 8


def ranking(*rows: int) -> Ranking:
    """Rank products so that they stand in the order given."""
    numbers = np.array(rows, dtype=np.int32)
    falling = -np.arange(len(rows), dtype=np.float64)
    signal = Signal("given", Level.BASE, 1.0, falling, lambda _: Reason("given"))
    return rank(Candidates.of(numbers), [signal])


def pin(row: int, position: int) -> MaskedPin:
    return MaskedPin("rule:1", "one product", position, row, None, 1)


def pin_some(rows: list[int], position: int, limit: int) -> MaskedPin:
    mask = np.zeros(PRODUCTS, dtype=np.bool_)
    mask[rows] = True
    return MaskedPin("rule:2", "a brand", position, -1, mask, limit)


def placed(*pins: MaskedPin, rows: tuple[int, ...] = (0, 1, 2, 3, 4)) -> list[int]:
    order: list[int] = place_pins(ranking(*rows), pins).rows.tolist()
    return order


def test_a_pinned_product_stands_where_it_was_pinned() -> None:
    assert placed(pin(4, 1)) == [4, 0, 1, 2, 3]
    assert placed(pin(0, 3)) == [1, 2, 0, 3, 4]


def test_the_best_of_a_filter_stand_from_the_position_on() -> None:
    assert placed(pin_some([1, 3, 4], 1, 2)) == [1, 3, 0, 2, 4]


def test_of_two_pins_for_one_position_the_later_moves_on() -> None:
    assert placed(pin(4, 1), pin(3, 1)) == [4, 3, 0, 1, 2]
    assert placed(pin(4, 2), pin_some([2, 3], 1, 2)) == [2, 4, 3, 0, 1]


def test_a_product_is_pinned_once_by_the_first_rule_that_wants_it() -> None:
    assert placed(pin(4, 1), pin(4, 3)) == [4, 0, 1, 2, 3]
    assert placed(pin(1, 3), pin_some([1, 2], 1, 1)) == [2, 0, 1, 3, 4]


def test_a_position_beyond_the_end_means_the_end() -> None:
    assert placed(pin(0, 50), pin(1, 20)) == [2, 3, 4, 1, 0]


def test_who_is_no_match_is_pinned_nowhere() -> None:
    assert placed(pin(7, 1), pin(-1, 1)) == [0, 1, 2, 3, 4]
    assert placed(pin(0, 1), rows=()) == []


def test_a_ranking_knows_what_is_pinned_by_whom() -> None:
    first = pin(4, 1)
    assert place_pins(ranking(0, 4), [first]).pinned == {4: first}


def test_a_pinned_product_joins_as_the_weakest_match_where_it_may_be_shown() -> None:
    allowed = np.ones(PRODUCTS, dtype=np.bool_)
    allowed[6] = False
    candidates = Candidates.of(np.array([0, 1], dtype=np.int32), tier=2)
    joined = join_pins(candidates, [pin(5, 1), pin(6, 1), pin(1, 2), pin(-1, 1)], allowed)
    assert joined.rows.tolist() == [0, 1, 5]
    assert joined.tier.tolist() == [2, 2, 2]
    assert join_pins(candidates, [pin(1, 1)], allowed) is candidates


def test_a_filters_pin_brings_nothing_in_that_does_not_match() -> None:
    candidates = Candidates.of(np.array([0], dtype=np.int32))
    everything = np.ones(PRODUCTS, dtype=np.bool_)
    assert join_pins(candidates, [pin_some([3], 1, 1)], everything).rows.tolist() == [0]
