from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions
from knowledge_base.renumbering import Renumbering
from recommenders.gap import (
    DOUBT,
    FIT,
    FREE_SHIPPING,
    MOST_OVERSHOOT,
    Gap,
    GapFiller,
    closing,
    relevance_of,
)
from recommenders.serving import RECOMMENDERS, strategy_of
from tests.recommenders.logs import BOOK_A, CARD_A, CARD_B, Log, catalogue

GAP = Gap(threshold=4900, basket=3900)
"""Ten of the currency are missing."""


def closed(
    gap: Gap,
    prices: list[int],
    *,
    relevance: list[float] | None = None,
    leaf: list[int] | None = None,
    most: int = 2,
) -> list[int]:
    """Return which of some prices are chosen; all equally relevant, of no type."""
    n = len(prices)
    chosen = closing(
        gap,
        np.array(prices, dtype=np.int64),
        np.array(relevance or [1.0] * n, dtype=np.float32),
        np.array(leaf or [UNKNOWN] * n, dtype=np.int32),
        most,
    )
    return [int(one) for one in chosen]


def test_the_product_that_overshoots_least_closes_the_gap() -> None:
    assert closed(GAP, [999, 2500, 1050, 1400]) == [2]


def test_what_is_more_relevant_may_overshoot_a_little_more() -> None:
    assert closed(GAP, [1050, 1100], relevance=[0.5, 1.0]) == [1]
    assert closed(GAP, [1050, 3000], relevance=[0.5, 1.0]) == [0]


def test_two_close_it_where_one_alone_overshoots_by_far() -> None:
    assert closed(GAP, [600, 4000, 450]) == [0, 2]
    assert closed(GAP, [600, 4000, 450], most=1) == [1]


def test_no_pair_has_a_product_that_would_do_alone() -> None:
    assert closed(GAP, [1900, 5]) == [0]


def test_two_of_one_type_are_no_pair() -> None:
    assert closed(GAP, [600, 450, 700], leaf=[3, 3, 4]) == [1, 2]
    assert closed(GAP, [600, 450], leaf=[3, 3]) == []


def test_a_closed_gap_asks_for_nothing() -> None:
    assert Gap(4900, 4900).cents == Gap(4900, 9000).cents == 0
    assert closed(Gap(4900, 4900), [100, 1000]) == []


def test_nothing_is_proposed_where_nothing_closes_the_gap() -> None:
    too_dear = GAP.cents + int(MOST_OVERSHOOT * GAP.threshold) + 1
    assert closed(GAP, [300, 400, too_dear]) == []
    assert closed(GAP, []) == []


def test_a_product_without_a_price_closes_nothing() -> None:
    assert closed(GAP, [-1, 0, 999]) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_choice_is_the_best_of_all_there_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    prices = rng.integers(50, 3000, 12)
    chosen = closed(GAP, prices.tolist())
    overshoot = int(prices[chosen].sum()) - GAP.cents
    alone = prices[prices >= GAP.cents]
    assert len(chosen) in {1, 2}
    assert overshoot >= 0
    assert overshoot <= int(alone.min(initial=10**6)) - GAP.cents


def judged(tiers: list[int], acceptance: list[float] | None = None) -> list[float]:
    """Return how well some candidates in order fit, by their tiers as shipped."""
    taken = np.array(acceptance or [1.0] * len(tiers), dtype=np.float32)
    strategy = strategy_of(FREE_SHIPPING)
    return [float(one) for one in relevance_of(np.array(tiers, np.int8), strategy, taken)]


def test_what_is_merely_popular_fits_less_than_what_goes_with_the_basket() -> None:
    strategy = strategy_of(FREE_SHIPPING)
    goes, near, popular = (
        strategy.index((name,)) for name in ("complements", "popular_nearby", "popular")
    )
    first, *_, nearby, anywhere = judged([*[goes] * 9, near, popular])
    assert first > nearby > anywhere
    assert judged([goes] * 9)[-1] > nearby
    # a little more to spare is no reason to offer something that has nothing to do with it
    fit = [judged([goes, popular])[0], judged([goes, popular])[1]]
    assert closed(GAP, [1400, 1000], relevance=fit) == [0]
    assert closed(GAP, [4900, 1000], relevance=fit) == [1]


def test_a_place_counts_among_those_of_the_same_recommender() -> None:
    assert judged([1, 1, 2]) == judged([2, 2, 1])
    assert judged([1, 2, 2])[1] == judged([1, 1, 1])[0]
    assert judged([1, 1], [1.0, 2.0])[1] == 2 * judged([1, 1])[1]


def test_what_fits_less_is_named_as_strategies_name_it() -> None:
    assert RECOMMENDERS.issuperset(FIT)


def offered(*deeds: tuple[int, int, EventType]) -> Interactions:
    """Make a log of products shown to visitors on the placement; each says product, visitor."""
    log = Log()
    for product, visitor, _ in deeds:
        log.session(visitor, [product])
    values = log.values()
    return replace(
        values,
        type=np.array([kind for _, _, kind in deeds], dtype=np.int8),
        placement=np.zeros(len(deeds), dtype=np.int32),
        placements=(FREE_SHIPPING,),
    )


def acceptance(values: Interactions) -> list[float]:
    fitted = GapFiller.fit(values, catalogue())["acceptance"]
    assert fitted.dtype == np.float32
    return [float(one) for one in fitted]


def test_what_people_take_rises_and_what_they_leave_falls() -> None:
    shown = [(row, who, EventType.IMPRESSION) for row in (CARD_A, CARD_B) for who in range(10)]
    taken = [(CARD_A, who, EventType.ADD_TO_BASKET) for who in range(4)]
    learned = acceptance(offered(*shown, *taken))
    assert learned[CARD_A] == pytest.approx((4 + DOUBT * 0.2) / (10 + DOUBT) / 0.2)
    assert learned[CARD_A] > 1 > learned[CARD_B]
    assert learned[BOOK_A] == 1


def test_one_person_counts_once_however_often_he_clicks() -> None:
    shown = [(row, who, EventType.IMPRESSION) for row in (CARD_A, CARD_B) for who in range(10)]
    once = acceptance(offered(*shown, (CARD_A, 0, EventType.CLICK)))
    often = acceptance(offered(*shown, *[(CARD_A, 0, EventType.CLICK)] * 50))
    assert often == once


def test_what_was_shown_elsewhere_or_to_nobody_known_teaches_nothing() -> None:
    taken = offered((CARD_A, 1, EventType.CLICK), (CARD_B, 2, EventType.IMPRESSION))
    nobody = np.full(2, UNKNOWN, dtype=np.int32)
    for other in (
        replace(taken, placements=("basket",)),
        replace(taken, visitor=nobody, session=nobody),
        Log().values(),
    ):
        assert set(acceptance(other)) == {1.0}


def test_a_new_product_is_like_one_that_was_never_offered() -> None:
    arrays = {"acceptance": np.array([0.5, 2.0], dtype=np.float32)}
    here = catalogue()
    moved = GapFiller.renumbered(arrays, Renumbering.between(here, here))
    assert moved["acceptance"].tolist() == [0.5, 2.0, *[1.0] * (here.products - 2)]
