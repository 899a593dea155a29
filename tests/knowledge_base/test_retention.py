"""Is it clear for every event how long it is kept?"""

from datetime import timedelta

import pytest

from knowledge_base.events import EventType
from knowledge_base.retention import DEFAULT, read_retention


def test_what_is_named_is_kept_as_long_as_said_and_the_rest_like_all() -> None:
    kept = read_retention(("all:10", "purchase:1000"))
    assert kept[EventType.PURCHASE] == timedelta(days=1000)
    assert kept[EventType.RETURN] == kept[EventType.VIEW] == timedelta(days=10)


def test_every_type_has_its_time_from_the_start() -> None:
    assert set(read_retention(DEFAULT)) == set(EventType)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("purchase:10",),
        ("all",),
        ("all:ten",),
        ("all:0",),
        ("all:-1",),
        ("all:99999999",),
        ("all:10", "all:20"),
        ("all:10", "buy:20"),
    ],
    ids=str,
)
def test_what_leaves_a_doubt_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_retention(words)
