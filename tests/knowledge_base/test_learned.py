"""How a veto is read."""

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.learned import LearnedKind, Veto, read_veto, veto_id


def test_a_veto_knows_its_fact_and_why() -> None:
    body = {"veto": True, "note": "ein Schuh, kein Slip"}
    expected = Veto(LearnedKind.COMPOUND, "slipper", "ein Schuh, kein Slip")
    assert read_veto(veto_id(LearnedKind.COMPOUND, "slipper"), body) == expected


def test_units_may_have_a_slash() -> None:
    assert read_veto("unit/km/h", {"veto": True}).key == "km/h"


@pytest.mark.parametrize(
    "body", [{}, {"veto": False}, {"veto": "yes"}, {"veto": True, "x": 1}, []]
)
def test_what_is_no_veto_is_refused(body: object) -> None:
    with pytest.raises(BadInput):
        read_veto("compound/slipper", body)


def test_only_what_is_learned_can_be_vetoed() -> None:
    with pytest.raises(BadInput) as caught:
        read_veto("price/9", {"veto": True})
    assert "compound, unit, correction" in caught.value.detail
