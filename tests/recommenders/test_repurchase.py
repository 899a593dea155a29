import numpy as np

from knowledge_base.renumbering import Renumbering
from recommenders.repurchase import CERTAINTY, LONGEST, USUAL, Repurchase
from tests.recommenders.contract import assert_equal_arrays
from tests.recommenders.logs import BOOK_A, CAMERA_A, CARD_A, CARD_B, Log, busy_log, catalogue
from tests.recommenders.test_renumbered import NEW, other

LEAF = catalogue().leaf
NOBODY_KNOWS = -1


def bought(log: Log, row: int, *days_ago: float, people: int = 40) -> Log:
    """Let people buy a product on some days."""
    for visitor in range(people):
        for days in days_ago:
            log.session(visitor, [], [row], days_ago=days)
    return log


def days(log: Log, row: int) -> float:
    learned = Repurchase.fit(log.values(), catalogue())["days"]
    return float(learned[NOBODY_KNOWS if row < 0 else LEAF[row]])


def test_a_shop_that_has_sold_nothing_waits_for_the_usual_time() -> None:
    assert np.isclose(Repurchase.fit(Log().values(), catalogue())["days"], USUAL).all()


def test_what_is_bought_every_month_is_recommended_again_before_the_next() -> None:
    regular = days(bought(Log(), CARD_A, 100, 70, 40, 10), CARD_A)
    assert 20 < regular < 30


def test_what_is_bought_again_at_any_time_is_recommended_again_sooner() -> None:
    log = Log()
    for visitor in range(60):
        gap = 60 * (visitor + 1) / 61  # the same rate, no regular time
        log.session(visitor, [], [CARD_A], days_ago=70)
        log.session(visitor, [], [CARD_A], days_ago=70 - gap)
    every = bought(Log(), CARD_A, 70, 40, people=60)
    assert days(log, CARD_A) < days(every, CARD_A)


def test_what_lasts_is_hidden_long() -> None:
    assert days(bought(Log(), CAMERA_A, 200, people=100), CAMERA_A) == LONGEST


def test_few_buyers_hardly_move_what_is_believed_of_the_shop() -> None:
    log = bought(Log(), CARD_A, 60, 30, people=100)
    bought(log, BOOK_A, 20, people=1)
    assert abs(days(log, BOOK_A) / days(log, NOBODY_KNOWS) - 1) < 0.5 / CERTAINTY


def test_one_person_alone_does_not_say_how_often_all_others_need_it() -> None:
    often = Log()
    for day in range(100):
        often.session(1, [], [CARD_A], days_ago=day + 1)
    assert days(often, CARD_A) > USUAL / 3


def test_buying_twice_on_one_day_is_one_purchase() -> None:
    once, twice = bought(Log(), CARD_B, 10), bought(Log(), CARD_B, 10, 9.9)
    assert days(twice, CARD_B) >= days(once, CARD_B) * 0.99


def test_those_who_cannot_be_told_apart_teach_nothing() -> None:
    log = Log()
    for day in (100, 70, 40, 10):
        log.session(-1, [], [CARD_A], days_ago=day)
    assert np.isclose(days(log, CARD_A), USUAL)


def test_a_new_type_waits_as_products_without_one_do() -> None:
    here, there = catalogue(), other(NEW)
    learned = Repurchase.fit(bought(Log(), CARD_A, 60, 30).values(), here)
    moved = Repurchase.renumbered(learned, Renumbering.between(here, there))["days"]
    assert len(moved) == int(there.leaf.max()) + 2
    assert moved[-1] == learned["days"][-1]


def test_the_same_log_teaches_the_same() -> None:
    one, two = (dict(Repurchase.fit(busy_log().values(), catalogue())) for _ in range(2))
    assert_equal_arrays(one, two)
