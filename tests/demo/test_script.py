"""A visit reports what a browser can know of it."""

from collections import defaultdict

import numpy as np
import pytest

from demo.script import in_view
from demo.shelves import Event


@pytest.mark.parametrize(
    ("examined", "seen"), [([], 0), ([0], 4), ([3], 4), ([4], 8), ([0, 9], 10), ([7], 8)]
)
def test_every_row_down_to_the_last_one_looked_at_is_in_view(
    examined: list[int], seen: int
) -> None:
    is_examined = np.zeros(10, dtype=np.bool_)
    is_examined[examined] = True
    assert in_view(is_examined) == seen


def test_impressions_leave_no_tile_out(events: list[Event]) -> None:
    last: dict[tuple[str, str], int] = defaultdict(int)
    jumps = 0
    for event in events:
        if event["type"] == "impression" and "session_id" in event:
            key = (event["session_id"], event["placement"])
            jumps += event["position"] not in {1, last[key] + 1}
            last[key] = event["position"]
    assert last
    assert jumps == 0


def test_clicks_fall_on_what_was_in_view(events: list[Event]) -> None:
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for event in events:
        if "session_id" not in event or "position" not in event:
            continue
        key = (event["session_id"], event["placement"])
        if event["type"] == "impression":
            seen[key].add(event["product_id"])
        else:
            assert event["product_id"] in seen[key]
