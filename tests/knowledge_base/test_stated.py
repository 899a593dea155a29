import math
from collections.abc import Mapping
from datetime import date

import pytest

from knowledge_base.customers import Fact, Facts
from knowledge_base.stated import NOTHING_STATED, Stated, stated

TODAY = date(2026, 6, 1)


def told(more: Mapping[str, Fact]) -> Stated:
    return stated(Facts(more=more), TODAY)


def test_of_nobody_nothing_is_stated() -> None:
    assert stated(None, TODAY) == NOTHING_STATED
    assert told({"shoe_club": True, "nickname": "Adler"}) == NOTHING_STATED


def test_several_values_of_a_taste_stand_between_commas() -> None:
    assert told({"brand": "Adler, Falke & Sohn"}).tastes == {"brand": ("Adler", "Falke & Sohn")}


@pytest.mark.parametrize("word", ["female", "Damen", "w", "Frauen"])
def test_a_gender_is_meant_in_whatever_words_the_feed_uses(word: str) -> None:
    meant = told({"gender": word}).tastes["gender"]
    assert {"female", "damen", "women"} <= set(meant)
    assert "herren" not in meant


@pytest.mark.parametrize(
    ("born", "word"),
    [(date(2026, 1, 1), "infant"), (date(2023, 1, 1), "toddler"), (date(2017, 1, 1), "kinder")],
)
def test_a_childs_age_says_which_age_group_is_looked_for(born: date, word: str) -> None:
    assert word in stated(Facts(child_birthday=born), TODAY).tastes["age_group"]


def test_a_child_that_has_grown_up_says_nothing() -> None:
    assert stated(Facts(child_birthday=date(2000, 1, 1)), TODAY).tastes == {}


def test_sizes_and_budgets_are_of_one_kind_of_product() -> None:
    known = told({"size.Schuhe": "42, 43", "size.Hemden": 41.5, "budget.Schuhe": 80})
    assert known.sizes == {"schuhe": ("42", "43"), "hemden": ("41.5",)}
    assert known.budgets == {"schuhe": pytest.approx(math.log(8_000))}


def test_what_cannot_be_a_budget_is_passed_over() -> None:
    assert told({"budget.a": "much", "budget.b": True, "budget.c": -5, "budget.": 3}) == (
        NOTHING_STATED
    )
