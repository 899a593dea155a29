import pytest

from recommenders.trending import Trending
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import BOOK_A, BOOK_B, CAMERA_A, CAMERA_B, Log, catalogue


def habits(log: Log) -> Log:
    """Let two people a day look at each of the cameras, for four weeks."""
    for day in range(1, 29):
        for visitor in range(2):
            log.session(1000 + 10 * day + visitor, [CAMERA_A, CAMERA_B], days_ago=day + 0.5)
    return log


def rises(log: Log) -> dict[int, float]:
    """Return by product how far it has risen, where it has."""
    rise = Trending.fit(log.values(), catalogue())["rise"]
    return {row: float(rise[row]) for row in rise.nonzero()[0].tolist()}


def crowd(log: Log, product: int, people: int, days_ago: float = 0.5) -> Log:
    """Let different people look at a product."""
    for visitor in range(people):
        log.session(product * 10_000 + visitor, [product], days_ago=days_ago)
    return log


class TestTrending(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> Trending:
        log = crowd(crowd(habits(Log()), BOOK_A, 20), BOOK_B, 6)
        return Trending(Trending.fit(log.values(), catalogue()))

    def test_what_rose_most_stands_first(self, recommender: Trending) -> None:
        assert recommender.propose(ask(), 5).rows.tolist() == [BOOK_A, BOOK_B]


def test_what_is_looked_at_as_much_as_ever_is_no_trend() -> None:
    assert rises(crowd(crowd(habits(Log()), CAMERA_A, 2), CAMERA_B, 2)) == {}


def test_twice_the_visitors_of_the_whole_shop_make_no_trend() -> None:
    assert rises(crowd(crowd(habits(Log()), CAMERA_A, 20), CAMERA_B, 20)) == {}


def test_what_comes_every_week_on_this_day_is_expected() -> None:
    once, weekly = habits(Log()), habits(Log())
    for week in range(1, 5):
        crowd(weekly, BOOK_A, 12, days_ago=7 * week + 0.5)
        crowd(once, BOOK_A, 12, days_ago=7 * week + 2.5)
    today = [crowd(crowd(one, BOOK_A, 12), CAMERA_A, 12) for one in (once, weekly)]
    usually_another_day, usually_this_day = map(rises, today)
    assert usually_another_day[BOOK_A] > usually_this_day.get(BOOK_A, 0.0)


def test_one_person_looking_again_and_again_makes_no_trend() -> None:
    log = habits(Log())
    for _ in range(50):
        log.session(7, [BOOK_A], days_ago=0.5)
    assert rises(log) == {}


def test_a_shop_on_its_first_day_has_no_trends() -> None:
    assert rises(crowd(Log(), BOOK_A, 20)) == {}


def test_few_people_who_click_without_end_make_no_trend() -> None:
    log = habits(Log())
    for visitor in range(10):
        for _ in range(50):
            log.session(visitor, [BOOK_A], days_ago=0.5)
    assert rises(log) == {}
