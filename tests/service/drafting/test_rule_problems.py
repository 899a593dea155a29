"""Is every rule found that stands in another's way, can do nothing, or is not needed?"""

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge_base.storage.rule_uses import RuleUse
from service.drafting.rule_problems import problems_of
from tests.service.flow import NOW, Desk

MONTH = timedelta(days=30)


def problems(
    desk: Desk, *rules: dict[str, Any], uses: dict[str, RuleUse] | None = None, days: int = 0
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Write rules (the first one is the strongest), and list what is wrong with them."""
    for number, rule in enumerate(rules):
        body = {"name": f"rule {number}", "priority": -number, **rule}
        desk = desk.with_entry("rules", body, f"r{number}")
    now = NOW + timedelta(days=days)
    found = problems_of(desk.engine, desk.entries["rules"], uses or {}, now, MONTH)
    assert all(one["detail"] for one in found)
    return [(one["rule"], one["code"], one["others"]) for one in found]


def when(query: str, *then: Any, **more: Any) -> dict[str, Any]:
    return {"when": {"query": query, **more}, "then": list(then)}


def pin(position: int, about: str = "cam1", **more: Any) -> dict[str, Any]:
    of = {"filter": about} if ":" in about else {"product_id": about}
    return {"pin": {**of, "position": position, **more}}


FACETS = {"facets": ["brand"]}
UHU, FALKE = {"filter": "brand:Uhu"}, {"filter": "brand:Falke"}


def test_rules_that_do_their_work_have_no_problem(desk: Desk) -> None:
    shoes = when("laufschuh", pin(1, "run1"), pin(2, "run2"))
    assert problems(desk, shoes, when("kamera", pin(1), FACETS)) == []


def test_two_pins_for_one_position_collide(desk: Desk) -> None:
    one, other = when("kamera", pin(1)), when("kameras", pin(1, "cam2"))
    assert problems(desk, one, other) == [("r1", "pins_collide", ("r0",))]
    wide = when("kamera", pin(1, "brand:Falke", limit=2))
    assert problems(desk, wide, when("kamera", pin(2, "cam3")))[0][1] == "pins_collide"
    assert problems(desk, when("kamera", pin(1), pin(1, "cam2"))) == [
        ("r0", "pins_collide", ())
    ]


def test_the_same_product_at_the_same_place_does_not_collide(desk: Desk) -> None:
    assert problems(desk, when("kamera", pin(1)), when("kamera", pin(1))) == []
    assert problems(desk, when("kamera", pin(1)), when("laufschuh", pin(1, "run1"))) == []


def test_a_pin_in_vain_is_told_with_what_keeps_it_out(desk: Desk) -> None:
    pinned = when("kamera", pin(1))
    hiding = when("kamera", {"hide": {"filter": "brand:Falke"}})
    assert problems(desk, pinned, hiding) == [("r0", "pin_hidden", ("r1",))]
    assert problems(desk, when("kamera", UHU), pinned) == [("r1", "pin_filtered", ("r0",))]
    assert problems(desk, when("kamera", pin(1), UHU)) == [("r0", "pin_filtered", ())]


def test_filters_that_leave_nothing_are_told(desk: Desk) -> None:
    nothing = {"filter": "price:5000.."}
    assert problems(desk, when("kamera", nothing)) == [("r0", "filter_leaves_nothing", ())]
    elsewhere = {"when": {"category": "Mode"}, "then": [UHU]}
    assert problems(desk, elsewhere) == [("r0", "filter_leaves_nothing", ())]
    one, other = when("kamera", UHU), when("kamera", {"filter": "sale:true"})
    assert problems(desk, one, other) == [("r1", "filters_exclude", ("r0",))]
    assert problems(desk, one, when("kamera", FALKE)) == []


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [("redirect", "/a", "/b"), ("replace_query", "karte", "schuh")],
)
def test_what_a_stronger_rule_always_comes_before_is_shadowed(
    desk: Desk, kind: str, first: str, second: str
) -> None:
    wide, narrow = when("kamera", {kind: first}), when("kamera eins", {kind: second})
    assert problems(desk, wide, narrow) == [("r1", f"{kind}_shadowed", ("r0",))]
    assert problems(desk, narrow, wide) == []


def test_what_nobody_sees_behind_a_redirect_is_told(desk: Desk) -> None:
    pinned = when("kamera eins", pin(1))
    assert problems(desk, pinned, when("kamera", {"redirect": "/a"})) == [
        ("r0", "behind_redirect", ("r1",))
    ]


def test_words_are_replaced_once(desk: Desk) -> None:
    one = when("knipse", {"replace_query": "kamera"})
    other = when("kamera", {"replace_query": "karte"})
    assert problems(desk, one, other) == [("r0", "replaced_once", ("r1",))]


def test_names_that_stand_for_nothing_are_told(desk: Desk) -> None:
    rule = {
        "when": {"segment": "nobody", "category": "Nirgends"},
        "then": [{"boost": {"filter": "voltage:230"}}, pin(1, "ghost")],
    }
    codes = {code for _, code, _ in problems(desk, rule)}
    assert codes == {
        "unknown_segment",
        "unknown_category",
        "unknown_filter",
        "unknown_product_id",
        "pins_nothing",
    }


def test_a_pin_of_what_is_sold_out_is_told(desk: Desk) -> None:
    assert problems(desk, when("kamera", pin(1, "gone"))) == [("r0", "pins_nothing", ())]


def test_a_rule_whose_time_is_over_or_whose_words_say_nothing_is_told(desk: Desk) -> None:
    past = when("kamera", pin(1, "ghost"), until=(NOW - timedelta(days=1)).isoformat())
    assert problems(desk, when("!!", FACETS), past) == [
        ("r0", "no_words", ()),
        ("r1", "over", ()),
    ]


def test_a_rule_that_had_the_time_and_never_held_is_told(desk: Desk) -> None:
    rules = when("kamera", FACETS), when("karte", FACETS)
    used = {"r1": RuleUse(3, date(2026, 6, 20))}
    assert problems(desk, *rules, uses=used, days=31) == [("r0", "never_used", ())]
    assert problems(desk, *rules, uses=used, days=29) == []
    later = when("kamera", FACETS, **{"from": (NOW + timedelta(days=20)).isoformat()})
    assert problems(desk, later, days=31) == []


def test_a_rule_that_is_switched_off_is_in_nobodys_way(desk: Desk) -> None:
    off = {**when("kamera", {"redirect": "/a"}), "enabled": False}
    assert problems(desk, off, when("kamera", {"redirect": "/b"})) == []
