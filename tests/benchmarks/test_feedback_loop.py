"""Exposure is measured as it is defined, and the control can be fooled."""

from datetime import UTC, datetime

import numpy as np
import pytest

from benchmarks.feedback_loop import Counting, Exposed, gini
from ranking.context import Context

NOW = Context(datetime(2026, 9, 1, tzinfo=UTC), "search", "de")


@pytest.mark.parametrize(
    ("exposure", "unevenness"), [([1, 1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25)]
)
def test_the_gini_coefficient_says_how_uneven_exposure_is(
    exposure: list[float], unevenness: float
) -> None:
    assert gini(np.array(exposure, dtype=np.float64)) == pytest.approx(unevenness)


def test_what_is_shown_as_before_has_not_moved() -> None:
    chances = np.random.default_rng(1).random((30, 8)) * (np.arange(8) < 6)
    share, ends = Exposed(chances).compared(Exposed(chances))
    assert share == pytest.approx([0, 0])
    assert ends == pytest.approx(np.zeros((2, 2)))


def test_showing_only_one_product_is_uneven_and_covers_little() -> None:
    even = np.full((30, 8), 0.5)
    alone = np.where(np.arange(8) == 2, even, 0.0)
    (more_uneven, covered), ends = Exposed(alone).compared(Exposed(even + np.arange(8) / 50))
    assert more_uneven > 1
    assert covered == pytest.approx(-7 / 8)
    assert (ends[:, 0] <= ends[:, 1]).all()


def test_where_clicks_are_counted_whoever_clicks_most_decides() -> None:
    counting = Counting()
    hits = [{"product_id": one} for one in "abc"]
    assert counting.serve({"hits": hits}, NOW) == hits
    counting.listen([{"type": "click", "product_id": "c"}] * 2)
    counting.listen([{"type": "impression", "product_id": "b"}] * 9)
    assert [hit["product_id"] for hit in counting.serve({"hits": hits}, NOW)] == ["c", "a", "b"]
