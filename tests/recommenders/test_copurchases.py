from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.renumbering import Renumbering
from ranking.candidates import Candidates
from recommenders import copurchases
from recommenders.copurchases import AGAIN, CoPurchases
from tests.recommenders.contract import RecommenderContract, ask
from tests.recommenders.logs import (
    BOOK_A,
    BOOK_B,
    CAMERA_A,
    CAMERA_B,
    CARD_A,
    CARD_B,
    DAY,
    NOW,
    Log,
    busy_log,
    catalogue,
)


def serve(log: Log) -> CoPurchases:
    return CoPurchases(CoPurchases.fit(log.values(), catalogue()))


class TestCoPurchases(RecommenderContract):
    @pytest.fixture
    def recommender(self) -> CoPurchases:
        return serve(busy_log())

    def test_what_was_bought_with_it_belongs_into_the_basket(
        self, recommender: CoPurchases
    ) -> None:
        found = recommender.propose(ask(basket=[CAMERA_A]), 3)
        assert found.rows.tolist() == [CARD_A]
        assert found.anchor.tolist() == [CAMERA_A]

    def test_of_what_is_in_the_basket_nothing_is_proposed(
        self, recommender: CoPurchases
    ) -> None:
        assert not len(recommender.propose(ask(basket=[CAMERA_A, CARD_A, CAMERA_B]), 7))

    def test_what_was_bought_before_is_one_more_reason_and_fades(
        self, recommender: CoPurchases
    ) -> None:
        def found(*days_ago: float) -> Candidates:
            asked = ask(basket=[CAMERA_A], now=NOW)
            rows = np.array([BOOK_A, BOOK_B][: len(days_ago)], dtype=np.int32)
            at = NOW - DAY * np.array(days_ago)
            return recommender.propose(replace(asked, bought=rows, bought_at=at), 7)

        assert found(100, 300).rows.tolist() == [CARD_A, BOOK_A, BOOK_B]
        assert found(300, 100).anchor.tolist() == [CAMERA_A, BOOK_B, BOOK_A]
        assert found(100).score[1] == pytest.approx(AGAIN * 2 ** (-100 / 365))

    def test_what_was_bought_before_alone_makes_no_basket(
        self, recommender: CoPurchases
    ) -> None:
        bought = np.array([BOOK_A], dtype=np.int32)
        asked = replace(ask(), bought=bought, bought_at=np.array([NOW - DAY]))
        assert len(recommender.propose(asked, 7)) == 0


def test_what_two_products_explain_better_is_no_merit_of_a_third() -> None:
    log = Log()
    for visitor in range(30):
        log.session(visitor, [], [CAMERA_A, CARD_A, BOOK_A] if visitor % 2 else [CAMERA_A])
        log.session(visitor + 100, [], [CARD_A, BOOK_A])
        log.session(visitor + 200, [], [CAMERA_A, BOOK_B])
    found = serve(log).propose(ask(basket=[CAMERA_A]), 7)
    assert found.rows[0] == BOOK_B
    scores = dict(zip(found.rows.tolist(), found.score.tolist(), strict=True))
    assert scores[BOOK_A] < scores[BOOK_B] / 2


def test_a_pair_that_one_person_alone_has_bought_is_not_told() -> None:
    log = Log()
    for _ in range(9):
        log.session(1, [], [CAMERA_A, BOOK_A])
    log.session(2, [], [CAMERA_A, CARD_B])
    log.session(3, [], [CAMERA_A, CARD_B])
    assert serve(log).propose(ask(basket=[CAMERA_A]), 7).rows.tolist() == [CARD_B]


def test_a_pair_that_two_have_bought_but_only_one_together_is_not_told() -> None:
    log = Log()
    log.session(1, [], [CAMERA_A, BOOK_A])
    log.session(2, [], [CAMERA_A])
    log.session(2, [], [BOOK_A])
    assert not len(serve(log).propose(ask(basket=[CAMERA_A]), 7))


def test_pairs_looked_at_in_portions_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, log = np.random.default_rng(3), Log()
    for visitor in range(60):
        log.session(visitor % 20, [], rng.choice(6, 3, replace=False).tolist())
    whole = CoPurchases.fit(log.values(), catalogue())
    monkeypatch.setattr(copurchases, "AT_ONCE", 7)
    pieces = CoPurchases.fit(log.values(), catalogue())
    assert (whole["scores"] > 0).any()
    assert all(np.array_equal(whole[name], pieces[name]) for name in whole)


def test_lately_bought_together_stands_above_long_ago() -> None:
    log = Log()
    for visitor in range(6):
        log.session(visitor, [], [CAMERA_A, BOOK_A], days_ago=400)
        log.session(visitor + 10, [], [CAMERA_A, BOOK_B])
    assert serve(log).propose(ask(basket=[CAMERA_A]), 2).rows.tolist() == [BOOK_B, BOOK_A]


def test_small_baskets_tell_more_of_a_pair_than_big_ones() -> None:
    log = Log()
    for visitor in range(6):
        log.session(visitor, [], [CAMERA_A, CAMERA_B, CARD_A, CARD_B, BOOK_A])
        log.session(visitor + 10, [], [CAMERA_A, BOOK_B])
    assert serve(log).propose(ask(basket=[CAMERA_A]), 1).rows.tolist() == [BOOK_B]


def test_a_shop_without_purchases_has_nothing_to_say() -> None:
    fitted = CoPurchases.fit(Log().session(1, [CAMERA_A]).values(), catalogue())
    assert (fitted["partners"] == -1).all()
    assert not np.isnan(fitted["scores"]).any()


def test_partners_keep_their_names_when_rows_change() -> None:
    here = catalogue()
    fitted = CoPurchases.fit(busy_log().values(), here)
    moved = CoPurchases.renumbered(fitted, Renumbering.between(here, here))
    assert (moved["partners"] == fitted["partners"]).all()
