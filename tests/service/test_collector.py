import gc
from collections.abc import Iterator

import pytest

from service.collector import left_alone


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_nothing_is_collected_inside_and_what_is_there_afterwards_is_set_aside() -> None:
    aside = gc.get_freeze_count()
    with left_alone():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= aside + len(made)


def test_the_collector_works_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="damaged"), left_alone():
        raise ValueError("damaged")
    assert gc.isenabled()
