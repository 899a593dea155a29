from collections.abc import Sequence

import numpy as np
import pytest

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from ranking.learning import Popularity
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
UNTIL = 1_700_000_000.0
DAY = 86_400.0
NOBODY = -1
Deed = tuple[int, int, EventType, float]
"""Product row, visitor, type, and how many days ago."""


def log(deeds: Sequence[Deed], *, weight: float = 1.0) -> Interactions:
    n = len(deeds)
    unknown = np.full(n, -1, dtype=np.int32)
    return Interactions(
        products=CATALOGUE.products,
        until=UNTIL,
        product=np.array([one[0] for one in deeds], dtype=np.int32),
        visitor=np.array([one[1] for one in deeds], dtype=np.int32),
        session=unknown,
        basket=unknown,
        type=np.array([one[2] for one in deeds], dtype=np.int8),
        at=np.array([UNTIL - one[3] * DAY for one in deeds], dtype=np.float64),
        position=unknown,
        placement=unknown,
        answer=unknown,
        query=unknown,
        forced=np.zeros(n, dtype=np.bool_),
        chance=np.ones(n, dtype=np.float32),
        match_grade=np.full(n, UNKNOWN, dtype=np.int32),
        weight=np.full(n, weight, dtype=np.float32),
        trace=np.arange(n),
    )


def popularity(deeds: Sequence[Deed], *, weight: float = 1.0) -> list[float]:
    arrays = Popularity().fit(log(deeds, weight=weight), CATALOGUE)
    return [float(one) for one in arrays["popularity"]]


def views(product: int, visitors: range, days: float = 0.0) -> list[Deed]:
    return [(product, visitor, EventType.VIEW, days) for visitor in visitors]


def test_what_more_people_look_at_is_more_popular() -> None:
    wanted = popularity([*views(0, range(8)), *views(1, range(3))])
    assert wanted[0] > wanted[1] > 0


def test_a_purchase_says_more_than_a_basket_and_a_basket_more_than_a_view() -> None:
    def after(kind: EventType) -> float:
        return popularity([(0, 1, kind, 0.0)])[0]

    assert after(EventType.PURCHASE) > after(EventType.ADD_TO_BASKET) > after(EventType.VIEW)


def test_a_return_takes_back_part_of_what_a_purchase_gave() -> None:
    bought = [(0, visitor, EventType.PURCHASE, 0.0) for visitor in range(5)]
    returned = [(0, visitor, EventType.RETURN, 0.0) for visitor in range(5)]
    assert 0 < popularity([*bought, *returned])[0] < popularity(bought)[0]
    assert min(popularity(returned)) >= 0


def test_interest_fades_by_half_in_two_weeks() -> None:
    fresh = Popularity(caution=1e-9).fit(log(views(0, range(64), 0)), CATALOGUE)["popularity"]
    older = Popularity(caution=1e-9).fit(log(views(0, range(64), 14)), CATALOGUE)["popularity"]
    assert fresh[0] == pytest.approx(64, rel=1e-5)
    assert older[0] == pytest.approx(64 * np.log2(1.5), rel=1e-5)


def test_one_visitor_alone_does_not_push_a_product_past_one_that_many_want() -> None:
    wanted = popularity([*views(0, range(12)), *[(1, 99, EventType.VIEW, 0.0)] * 500])
    assert wanted[0] > wanted[1]


def test_those_who_may_not_be_told_apart_do_not_push_either() -> None:
    within_an_hour = [(1, NOBODY, EventType.VIEW, 0.01)] * 500
    wanted = popularity([*views(0, range(12)), *within_an_hour])
    assert wanted[0] > wanted[1]


def test_what_nobody_could_look_at_yet_stands_like_the_typical_product_of_its_category() -> (
    None
):
    popular_shoes = popularity(views(0, range(50)))
    assert popular_shoes[0] > popular_shoes[1] > popular_shoes[2] > 0
    assert popular_shoes[2] == popular_shoes[3]


def test_what_is_half_believed_counts_less() -> None:
    deeds = views(0, range(5))
    assert popularity(deeds, weight=0.1)[0] < popularity(deeds)[0]


def test_evidence_counts_different_people_of_the_last_days() -> None:
    deeds: list[Deed] = [
        (0, 1, EventType.PURCHASE, 2.0),
        (0, 1, EventType.PURCHASE, 3.0),
        (0, 2, EventType.VIEW, 1.0),
        (0, 3, EventType.PURCHASE, 20.0),
        (0, 4, EventType.PURCHASE, 40.0),
    ]
    arrays = Popularity().fit(log(deeds), CATALOGUE)
    counts = {name: int(arrays[name][0]) for name in arrays if name != "popularity"}
    assert counts == {"buyers_7": 1, "buyers_30": 2, "visitors_7": 2, "visitors_30": 3}


def test_without_events_nothing_is_popular() -> None:
    assert popularity([]) == [0, 0, 0, 0]


def test_impressions_and_searches_teach_nothing_here() -> None:
    assert popularity([(0, 1, EventType.IMPRESSION, 0.0)]) == [0, 0, 0, 0]


def test_the_same_log_gives_the_same_arrays_to_the_bit() -> None:
    deeds = [*views(0, range(20), 3.3), *views(2, range(7), 1.1)]
    first, second = (Popularity().fit(log(deeds), CATALOGUE) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)
