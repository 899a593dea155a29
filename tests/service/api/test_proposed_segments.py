"""Can a person switch on a segment that the machine has found, and use it in rules?"""

from dataclasses import replace
from typing import Any

import pytest

from knowledge_base.census import Census, Counted
from knowledge_base.norms import Norms, Taste
from service.door.auth import KeyClass
from tests.service.api.conftest import Served

MERCHANDISER = KeyClass.MERCHANDISER
FOUND = Census(
    people=300,
    found=(Counted("3f9a", "", 60), Counted("77aa", "", None)),
    norms=Norms(
        tastes=tuple(
            Taste(one, {"de": "Damen · Laufschuhe", "en": "Women · Running shoes"}, {})
            for one in ("3f9a", "77aa")
        )
    ),
)


@pytest.fixture
def shop(served: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """Give a shop whose last night found two tastes, one of them shared by very few."""
    runtime = served.runtime
    found = replace(runtime.engine.opened, census=FOUND)
    monkeypatch.setattr(runtime.published, "_opened", found)
    monkeypatch.setattr(runtime, "_engine", replace(runtime.engine, opened=found))
    return served


def proposed(shop: Served) -> list[dict[str, Any]]:
    every = shop.get("/v1/segments", MERCHANDISER)["segments"]
    return [one for one in every if one.get("proposed")]


def test_what_was_found_is_listed_switched_off_beside_what_is_shipped(shop: Served) -> None:
    [one] = proposed(shop)
    assert (one["id"], one["version"], one["enabled"]) == ("taste-3f9a", 0, False)
    assert one["condition"] == 'taste == "3f9a"'
    assert shop.get("/v1/segments/taste-3f9a", MERCHANDISER) == one


def test_a_person_switches_it_on_and_off_again(shop: Served) -> None:
    [one] = proposed(shop)
    body = {**one, "enabled": True}
    made = shop.write("PUT", "/v1/segments/taste-3f9a", MERCHANDISER, body)
    assert made.status_code == 201, made.text
    assert (made.json()["author"], made.json()["version"]) == ("the merchandiser one", 1)
    assert proposed(shop) == []
    segments = shop.runtime.engine.merchandising.segments
    [own] = [one for one in segments if one.segment_id == "taste-3f9a"]
    assert (own.enabled, own.called("en")) == (True, "Women · Running shoes")
    report = shop.get("/v1/reports/segments", MERCHANDISER)
    assert [one["people"] for one in report["segments"] if one["id"] == "taste-3f9a"] == [60]
    assert report["proposed"] == []
    assert (
        shop.write("DELETE", "/v1/segments/taste-3f9a", MERCHANDISER, None).status_code == 204
    )
    assert [one["id"] for one in proposed(shop)] == ["taste-3f9a"]


def test_a_rule_for_it_is_warned_of_until_it_is_switched_on(shop: Served) -> None:
    rule = {"when": {"segment": "taste-3f9a"}, "then": [{"redirect": "/x"}]}
    before = shop.write("PUT", "/v1/rules/r", MERCHANDISER, rule).json()
    assert [one["code"] for one in before["warnings"]] == ["unknown_segment"]
    [one] = proposed(shop)
    shop.write("PUT", "/v1/segments/taste-3f9a", MERCHANDISER, {**one, "enabled": True})
    assert shop.write("PUT", "/v1/rules/r", MERCHANDISER, rule).json()["warnings"] == []
    preview = {"id": "r", "query": "", "segment": "taste-3f9a"}
    seen = shop.ask("POST", "/v1/rules/preview", MERCHANDISER, json=preview).json()
    assert (seen["before"]["redirect"], seen["after"]["redirect"]) == ("/x", None)
