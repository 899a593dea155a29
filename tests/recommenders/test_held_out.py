import numpy as np

from knowledge_base.columns import Ints
from recommenders.held_out import (
    Question,
    baskets,
    looks,
    moves,
    next_looks,
    other_halves,
    other_types,
    parted,
)
from tests.recommenders.logs import (
    BOOK_A,
    CAMERA_A,
    CAMERA_B,
    CARD_A,
    CARD_B,
    DAY,
    NOW,
    Log,
    catalogue,
)


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int32)


def told(questions: list[Question]) -> list[tuple[list[int], list[int]]]:
    return [(one.given.tolist(), one.wanted.tolist()) for one in questions]


def test_what_is_learned_from_ends_where_the_questions_begin() -> None:
    log = Log().session(1, [CAMERA_A], days_ago=9).session(2, [CAMERA_A], days_ago=1)
    past, later = parted(log.values(), days=7)
    assert past.until == NOW - 7 * DAY
    assert (past.at <= past.until).all()
    assert (later.at > past.until).all()
    assert (len(past), len(later)) == (1, 1)


def test_nobody_is_asked_for_products_that_could_not_be_known() -> None:
    log = Log().session(1, [CAMERA_A], days_ago=9).session(2, [CAMERA_A, BOOK_A], days_ago=1)
    assert parted(log.values(), days=7)[1].product.tolist() == [CAMERA_A]


def test_every_look_of_a_session_but_the_first_is_asked_for() -> None:
    log = Log().session(1, [CAMERA_A, CAMERA_B, CAMERA_B]).session(2, [BOOK_A])
    asked = next_looks(*looks(log.values()))
    assert told(asked) == [
        ([CAMERA_A], [CAMERA_B]),
        ([CAMERA_A, CAMERA_B], [CAMERA_B]),
    ]
    assert told(moves(asked)) == [([CAMERA_A], [CAMERA_B])]


def test_a_log_without_sessions_asks_nothing() -> None:
    values = Log().nobody([CAMERA_A]).values()
    assert next_looks(*looks(values)) == []
    assert baskets(values) == []


def test_half_of_a_basket_of_four_is_asked_for_by_the_same_chance_each_time() -> None:
    log = Log().session(1, [], [CAMERA_A, CARD_A, CARD_B, BOOK_A, BOOK_A])
    log.session(2, [], [CAMERA_A, CARD_A, CARD_B])
    one, again = (other_halves(baskets(log.values())) for _ in range(2))
    assert told(one) == told(again)
    assert len(one) == 1
    given, wanted = told(one)[0]
    assert sorted([*given, *wanted]) == [CAMERA_A, CARD_A, CARD_B, BOOK_A]


def test_accessories_are_the_lines_of_another_type() -> None:
    asked = other_types([rows(CAMERA_A, CAMERA_B, CARD_A)], catalogue().leaf)
    assert told(asked) == [
        ([CAMERA_A], [CARD_A]),
        ([CAMERA_B], [CARD_A]),
        ([CARD_A], [CAMERA_A, CAMERA_B]),
    ]
