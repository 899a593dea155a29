"""Does a profile speak in the rows of whatever catalogue there is?"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from knowledge_base.interests import HALF_LIFE, Interest
from knowledge_base.profiles import NOBODY, Profile, interest_rows, worn_sizes
from tests.knowledge_base.shop import small_catalogue


def test_interests_become_rows_of_the_catalogue_with_their_weight_today() -> None:
    catalogue = small_catalogue()
    now = datetime(2025, 7, 1, tzinfo=UTC)
    then = now.timestamp() - HALF_LIFE
    weights_then = {"s2": 4.0, "s1": 1.0, "s1-b42": 1.0, "gone": 8.0, "s3": -6.0}
    profile = Profile(
        interests={one: Interest(weight, then) for one, weight in weights_then.items()}
    )
    rows, weights = interest_rows(profile, catalogue, now)
    assert {
        catalogue.product_ids[row]: weight for row, weight in zip(rows, weights, strict=True)
    } == {
        "s2": pytest.approx(2),
        "s1": pytest.approx(1),
    }
    assert rows.dtype == np.int32
    assert weights.dtype == np.float32
    assert [len(column) for column in interest_rows(NOBODY, catalogue, now)] == [0, 0]


def test_sizes_worn_are_those_kept_with_how_often_until_they_fade() -> None:
    now = datetime(2025, 7, 1, tzinfo=UTC)
    then = now.timestamp()
    shoes = {"42": Interest(1.0, then), "43": Interest(2.0, then), "44": Interest(0.0, then)}
    profile = Profile(sizes={"shoes": shoes, "hats": {"L": Interest(-1.0, then)}})
    assert worn_sizes(profile, now) == {"shoes": {"42": 1.0, "43": 2.0}}
    assert worn_sizes(profile, now + timedelta(days=5 * 365)) == {}
