from typing import Any

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.filters import Filter
from knowledge_base.placements import Placement, read_placement
from knowledge_base.shop import Dial


def test_a_placement_says_what_is_asked_where_and_how_many_are_shown() -> None:
    body = {
        "strategy": ["for_you+trending", "popular"],
        "size": 6,
        "filter": "brand:Uhu",
        "category": "Foto",
        "per_type": 1,
        "dials": {"one_to_one": {"on": False}},
    }
    read = read_placement("home", body)
    assert read.strategy == (("for_you", "trending"), ("popular",))
    assert (read.size, read.filter, read.category) == (6, Filter("brand", "Uhu"), "Foto")
    assert read.per_type == 1
    assert read.dials
    assert read.dials.one_to_one == Dial(on=False)


def test_what_is_left_out_stays_as_shipped() -> None:
    assert read_placement("home", {}) == Placement("home")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"size": 0}, "/size"),
        ({"strategy": "popular"}, "/strategy"),
        ({"per_type": -1}, "/per_type"),
        ({"dials": {"pre": {"strength": 200}}}, "/dials/pre/strength"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_each_fault_is_named_with_its_place(body: dict[str, Any], place: str) -> None:
    with pytest.raises(BadInput) as wrong:
        read_placement("home", body)
    assert [one.place for one in wrong.value.faults] == [place]
