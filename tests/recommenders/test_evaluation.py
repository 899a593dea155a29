import numpy as np
import pytest

from recommenders.evaluation import SHOWN, answered, evaluated, gini
from recommenders.held_out import Question
from tests.recommenders.logs import BOOK_A, CAMERA_A, CAMERA_B, CARD_A, PRODUCTS, Log, catalogue
from tests.recommenders.test_held_out import rows

P = len(PRODUCTS)
ALIKE = np.full(P, 1 / P)


def test_figures_say_whether_and_where_what_was_wanted_stood() -> None:
    asked = [Question(rows(CAMERA_A), rows(CARD_A)), Question(rows(CAMERA_A), rows(BOOK_A))]
    found = answered(lambda _: rows(CAMERA_B, CARD_A), asked, ALIKE)
    assert found.figures[f"HR@{SHOWN}"].tolist() == [1.0, 0.0]
    assert found.figures[f"MRR@{SHOWN}"].tolist() == [0.5, 0.0]
    assert found.coverage == pytest.approx(2 / P)
    assert found.novelty == pytest.approx(np.log2(P))


def test_who_shows_what_everybody_knows_shows_nothing_new() -> None:
    share = np.zeros(P)
    share[CAMERA_A] = 1.0
    asked = [Question(rows(CARD_A), rows(CAMERA_A))]
    assert answered(lambda _: rows(CAMERA_A), asked, share).novelty == 0


def test_gini_tells_equal_from_unequal() -> None:
    assert gini(np.ones(10)) == pytest.approx(0)
    assert gini(np.eye(1, 10).ravel()) == pytest.approx(0.9)


def test_a_log_without_questions_has_no_figures() -> None:
    found = answered(lambda given: given, [], ALIKE)
    assert (found.figures, found.coverage, found.novelty) == ({}, 0.0, 0.0)


def test_models_are_asked_about_days_they_were_not_shown() -> None:
    log = Log()
    for visitor in range(20):
        days = 10 if visitor < 15 else 1
        log.session(visitor, [CAMERA_A, CAMERA_B], [CAMERA_A, CARD_A], days_ago=days)
        log.session(20 + visitor, [], [BOOK_A], days_ago=10)
    found = evaluated(log.values(), catalogue(), days=7)
    nearest = found["next look, sessions"].figures[f"HR@{SHOWN}"]
    assert nearest.mean() == 1
    assert found["another type, complements"].figures["MRR@20"].mean() == 1
    assert len(found["rest of the basket, copurchases"].figures) == 0
    assert set(found) == {
        "next look or the same, sessions",
        "next look, sessions",
        "next look, popular",
        "rest of the basket, copurchases",
        "rest of the basket, popular",
        "another type, complements",
        "another type, popular",
    }
