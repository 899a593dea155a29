"""Does a preview show what would be served, before it is?"""

from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import BadInput, UnknownName
from service.answering.recommending import RecommendAsk
from service.answering.searching import SearchAsk
from service.drafting.drafts import read_draft
from service.drafting.previewing import preview
from tests.service.flow import NOW, Desk, fan_of, ids

HIDE = {"then": [{"hide": {"product_id": "cam1"}}]}


def previewed(
    desk: Desk, rule: Any, text: str = "kamera", *, rule_id: str | None = None, **more: Any
) -> Any:
    """Preview a search with a draft."""
    profile = more.pop("profile", None)
    draft = read_draft(desk.engine, rule_id, rule, NOW)
    ask = SearchAsk(desk.context("search", **more), text, explain=True)
    return preview(desk.engine, draft, ask, profile)


def changes(body: Any) -> dict[str, tuple[str, int | None, int | None]]:
    return {
        one["product_id"]: (one["change"], one["before"], one["after"])
        for one in body["changes"]
    }


def test_each_product_is_told_where_it_goes(desk: Desk) -> None:
    order = desk.found("kamera")
    last = order[-1]
    pin = {"then": [{"pin": {"product_id": last, "position": 1}}]}
    body = previewed(desk, pin)
    assert changes(body) == {
        order[2]: ("up", 3, 1),
        order[0]: ("down", 1, 2),
        order[1]: ("down", 2, 3),
    }
    assert desk.found("kamera") == order


def test_what_is_shown_is_what_is_served_once_the_rule_is_there(desk: Desk) -> None:
    then = [
        {"pin": {"product_id": "run1", "position": 2}},
        {"bury": {"filter": "brand:Falke", "strength": "high"}},
        {"hide": {"product_id": "cam3"}},
    ]
    body = previewed(desk, {"then": then, "when": {"query": "kamera"}})
    served = desk.rule(then, query="kamera")
    assert ids(body["before"]) == desk.found("kamera")
    assert ids(body["after"]) == served.found("kamera")
    assert changes(body)["run1"] == ("new", None, 2)
    assert changes(body)["cam3"][0] == "gone"


def test_a_rule_is_previewed_changed_and_removed(desk: Desk) -> None:
    desk = desk.with_entry("rules", HIDE, "r1")
    assert "cam1" not in desk.found("kamera")
    assert changes(previewed(desk, None, rule_id="r1"))["cam1"][0] == "new"
    other = {"then": [{"hide": {"product_id": "cam2"}}]}
    changed = previewed(desk, other, rule_id="r1")
    assert (changes(changed)["cam1"][0], changes(changed)["cam2"][0]) == ("new", "gone")


def test_a_segment_and_a_person_see_their_own(desk: Desk) -> None:
    for_bargain = {**HIDE, "when": {"segment": "bargain"}}
    assert previewed(desk, for_bargain)["changes"] == []
    posed = previewed(desk, for_bargain, segment="bargain")
    assert changes(posed)["cam1"][0] == "gone"
    assert posed["before"]["level"] == "segment"
    person = previewed(desk, HIDE, profile=fan_of("cam3"), consent=Consent.PERSONALIZATION)
    assert person["before"]["level"] == "one_to_one"
    assert changes(person)["cam1"][0] == "gone"


def test_a_shelf_is_previewed_like_a_search(desk: Desk) -> None:
    hide = {"then": [{"hide": {"product_id": "cam2"}}]}
    draft = read_draft(desk.engine, None, hide, NOW)
    body = preview(desk.engine, draft, RecommendAsk(desk.context("home"), limit=5), None)
    assert "cam2" in ids(body["before"])
    assert changes(body)["cam2"] == ("gone", ids(body["before"]).index("cam2") + 1, None)


def test_a_preview_is_no_use_of_a_rule(desk: Desk) -> None:
    previewed(desk.rule([{"hide": {"product_id": "cam1"}}]), HIDE)
    assert desk.engine.uses.counted().get("draft") is None


def test_a_draft_without_a_rule_needs_the_id_of_one(desk: Desk) -> None:
    with pytest.raises(BadInput):
        read_draft(desk.engine, None, None, NOW)
    with pytest.raises(UnknownName):
        read_draft(desk.engine, "r9", None, NOW)
