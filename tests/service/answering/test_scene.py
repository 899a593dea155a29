"""Does a request know what time it is in the shop?"""

import pytest

from tests.service.flow import Desk


@pytest.mark.parametrize(
    ("zone", "weekday", "hour"),
    [
        ("Europe/Berlin", "monday", 14),
        ("UTC", "monday", 12),
        ("Pacific/Auckland", "tuesday", 0),
    ],
)
def test_hours_and_weekdays_are_those_of_the_shops_own_clock(
    desk: Desk, zone: str, weekday: str, hour: int
) -> None:
    here = desk.with_entry("shop", {"time_zone": zone})
    redirect = [{"redirect": "/now"}]
    now = here.rule(redirect, weekdays=[weekday], hours=f"{hour}..{hour + 1}")
    assert now.search("kamera")["redirect"] == "/now"
    later = here.rule(redirect, weekdays=[weekday], hours=f"{hour + 1}..{hour + 2}")
    assert later.search("kamera")["redirect"] is None
