"""Does a key get what it was promised, and no more?"""

import pytest

from service.door.rate_limit import RateLimit, network_of

WHO = ("key", "192.0.2.0")


def taken(limit: RateLimit, now: float, rate: float = 10) -> int:
    """Count the requests that get through in one moment."""
    return next(n for n in range(10_000) if limit.wait(WHO, rate, now))


def test_a_burst_of_three_seconds_gets_through_and_then_the_rate() -> None:
    limit = RateLimit()
    assert taken(limit, now=0) == 30
    assert taken(limit, now=1) == 10


def test_whoever_waits_as_told_gets_through() -> None:
    limit = RateLimit()
    taken(limit, now=0)
    seconds = limit.wait(WHO, 10, 0)
    assert seconds > 0
    assert limit.wait(WHO, 10, seconds) == 0


def test_one_caller_does_not_use_up_what_another_may() -> None:
    limit = RateLimit()
    taken(limit, now=0)
    assert limit.wait(("key", "198.51.100.0"), 10, 0) == 0


def test_a_rate_of_zero_is_no_limit() -> None:
    limit = RateLimit()
    assert not any(limit.wait(WHO, 0, 0) for _ in range(1_000))


def test_many_callers_do_not_fill_the_memory() -> None:
    limit = RateLimit()
    for number in range(60_000):
        limit.wait(("key", str(number)), 10, now=number / 1_000)
    assert len(limit) <= 50_001


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("2001:db8:1:22ff::1", "2001:db8:1:2200::"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_is_one_caller(address: str, network: str) -> None:
    assert network_of(address) == network
