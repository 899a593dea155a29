"""Exposure is measured as it is defined, and the control can be fooled."""

from datetime import UTC, datetime

import numpy as np
import pytest

from benchmarks.feedback_loop import Counting, Exposed
from ranking.context import Context

NOW = Context(datetime(2026, 9, 1, tzinfo=UTC), "search", "de")


@pytest.mark.parametrize(
    ("exposure", "gini"), [([1, 1, 1, 1], 0.0), ([0, 0, 0, 1], 0.75), ([1, 3], 0.25)]
)
def test_the_gini_coefficient_says_how_uneven_exposure_is(
    exposure: list[float], gini: float
) -> None:
    values = np.array(exposure, dtype=np.float64)
    assert Exposed(values, np.sign(values)).gini == pytest.approx(gini)


def test_where_clicks_are_counted_whoever_clicks_most_decides() -> None:
    counting = Counting()
    hits = [{"product_id": one} for one in "abc"]
    assert counting.serve({"hits": hits}, NOW) == hits
    counting.listen([{"type": "click", "product_id": "c"}] * 2)
    counting.listen([{"type": "impression", "product_id": "b"}] * 9)
    assert [hit["product_id"] for hit in counting.serve({"hits": hits}, NOW)] == ["c", "a", "b"]
