from datetime import UTC, datetime
from typing import Any

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.filters import Filter
from knowledge_base.rules import Match, Pin, Push, Strength, read_rule

WHOLE: dict[str, Any] = {
    "name": "Tom Tailor week",
    "when": {
        "query": "jeans",
        "match": "starts_with",
        "category": "Mode/Hosen",
        "placement": "search",
        "segment": "bargain",
        "language": "de",
        "device": "phone",
        "referrer": "google",
        "weekdays": ["saturday", "sunday"],
        "hours": "18..22",
        "from": "2026-03-01T00:00:00+01:00",
        "until": "2026-03-08T00:00:00+01:00",
    },
    "then": [
        {"replace_query": "jeans herren"},
        {"redirect": "/aktion"},
        {"filter": "price:10..50"},
        {"hide": {"product_id": "p9"}},
        {"hide": {"filter": "brand:Nobody"}},
        {"boost": {"filter": "brand:Tom Tailor", "strength": "high"}},
        {"bury": {"filter": "sale:true", "strength": "low"}},
        {"pin": {"product_id": "p1", "position": 1}},
        {"pin": {"filter": "brand:Tom Tailor", "position": 2, "limit": 3}},
        {
            "banner": {
                "title": "Woche",
                "url": "https://shop.example/woche",
                "image_url": "/w.png",
            }
        },
        {"facets": ["brand", "size"]},
    ],
    "enabled": False,
    "priority": 5,
    "note": "until the stock is gone",
}


def places(body: object) -> list[str]:
    """List where a rule's faults are."""
    with pytest.raises(BadInput) as caught:
        read_rule("r", body)
    return [fault.place for fault in caught.value.faults]


def then(*consequences: object) -> dict[str, object]:
    return {"then": list(consequences)}


def test_a_whole_rule_is_read_and_sorted_into_its_parts() -> None:
    rule = read_rule("r1", WHOLE)
    assert rule.when.match is Match.STARTS_WITH
    assert rule.when.since == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert rule.then.filters == (Filter("price", low=1000, high=5000),)
    assert rule.then.pins[1] == Pin(2, None, Filter("brand", "Tom Tailor"), 3)
    assert rule.then.pushes[1] == Push(Filter("sale", "true"), Strength.LOW, down=True)
    assert (rule.enabled, rule.priority) == (False, 5)


def test_a_rule_needs_no_more_than_one_consequence() -> None:
    rule = read_rule("r1", then({"hide": {"product_id": "p"}}))
    assert rule.enabled
    assert rule.when.query is None


def test_every_fault_is_named_with_its_place() -> None:
    body = {
        "when": {"match": "sometimes", "from": "yesterday"},
        "then": [
            {"pin": {"product_id": "p", "position": 0}},
            {"boost": {"filter": "brand", "strength": "enormous"}},
            {"explode": True},
        ],
        "priority": "high",
    }
    assert places(body) == [
        "/when/match",
        "/when/from",
        "/then/2",
        "/then/1/boost/filter",
        "/then/1/boost/strength",
        "/then/0/pin/position",
        "/priority",
    ]


@pytest.mark.parametrize("target", [{}, {"product_id": "p", "filter": "brand:A"}])
def test_a_pin_is_of_a_product_or_of_a_filter(target: dict[str, str]) -> None:
    assert places(then({"pin": {"position": 1, **target}})) == ["/then/0/pin/product_id"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example", "/\\evil.example", "shop.example", "/ x"],
)
def test_a_redirect_leads_to_a_web_address_or_into_the_shop(address: str) -> None:
    assert places(then({"redirect": address})) == ["/then/0/redirect"]


def test_a_rule_without_consequences_or_with_a_flood_of_them_is_refused() -> None:
    assert places({"when": {"query": "jeans"}}) == ["/then"]
    assert places(then(*[{"hide": {"product_id": "p"}}] * 101)) == ["/then"]


def test_a_misspelt_field_is_not_passed_over_in_silence() -> None:
    consequence = {"pin": {"product_id": "p", "position": 1, "postion": 2}}
    assert places({"wenn": {}, **then(consequence)}) == ["/wenn", "/then/0/pin/postion"]


@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize("name", ["product_id", "filter"])
def test_nothing_can_be_neither_hidden_nor_pinned(name: str, blank: str) -> None:
    rule = then({"hide": {name: blank}}, {"pin": {name: blank, "position": 1}})
    assert places(rule) == ["/then/0/hide/product_id", "/then/1/pin/product_id"]


def test_the_name_of_a_facet_has_an_end() -> None:
    assert places(then({"facets": ["x" * 2_001]})) == ["/then/0/facets"]


def test_a_time_without_a_zone_is_refused() -> None:
    hide = {"hide": {"product_id": "p"}}
    assert places({"when": {"until": "2026-03-01T00:00:00"}, **then(hide)}) == ["/when/until"]


@pytest.mark.parametrize(
    "when",
    [
        {"device": "watch"},
        {"referrer": "two words"},
        {"weekdays": ["Montag"]},
        {"weekdays": "monday"},
        {"hours": "evening"},
    ],
)
def test_a_condition_that_nobody_can_meet_is_refused(when: dict[str, object]) -> None:
    body = {"when": when, **then({"redirect": "/a"})}
    assert places(body) == [f"/when/{next(iter(when))}"]


def test_a_rule_cannot_end_before_it_begins() -> None:
    when = {"from": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"}
    assert places({"when": when, **then({"hide": {"product_id": "p"}})}) == ["/when/until"]


def test_a_rule_redirects_once() -> None:
    assert places(then({"redirect": "/a"}, {"redirect": "/b"})) == ["/then/1/redirect"]


@pytest.mark.parametrize("body", [None, 7, "rule", [], {"then": 3}, {"then": [None, {}]}])
def test_what_is_no_rule_at_all_is_refused(body: object) -> None:
    assert places(body)


def test_a_text_that_no_database_takes_is_refused() -> None:
    assert places({"name": "a\x00b", **then({"hide": {"product_id": "\ud800"}})}) == [
        "/name",
        "/then/0/hide/product_id",
    ]
