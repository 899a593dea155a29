"""Does a rule survive the way through querqy's file and back?"""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.devices import Device
from knowledge_base.hours import WEEKDAYS
from knowledge_base.querqy_rules import read_blocks
from knowledge_base.querqy_text import write_rules
from knowledge_base.rules import MOST_PRIORITY, Match, Rule, Strength, read_rule
from tests.knowledge_base.test_rules import WHOLE

SAID = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).filter(
    str.strip
)
TRICKY = st.sampled_from(
    ['a"b', "=> b", "#a", "@{x}@", "kinder*", "*", "a (b)", "x AND y", "ö\\", "a\tb\nc"]
)
TEXTS = SAID | TRICKY
FACETS = st.sampled_from(["brand", "lens mount", "-x", "product_id", "a\\b", 'a"b', "größe"])
VALUES = st.builds(lambda facet, value: f"{facet}:{value}", FACETS, TEXTS)
PRICES = st.sampled_from(["price:10..50", "price:..9.99", "price:5..", "price:.."])
FILTERS = VALUES | PRICES
STRENGTHS = st.sampled_from([one.value for one in Strength])
PUSHES = st.fixed_dictionaries({"filter": FILTERS, "strength": STRENGTHS})
CONSEQUENCES = st.one_of(
    st.builds(lambda one: {"filter": one}, FILTERS),
    st.builds(lambda kind, push: {kind: push}, st.sampled_from(["boost", "bury"]), PUSHES),
    st.builds(lambda one: {"hide": {"product_id": one}}, TEXTS),
    st.builds(lambda one: {"hide": {"filter": one}}, FILTERS),
    st.builds(lambda one: {"pin": {"product_id": one, "position": 2}}, TEXTS),
    st.builds(lambda one: {"pin": {"filter": one, "position": 1, "limit": 3}}, FILTERS),
    st.builds(lambda one: {"facets": [one]}, TEXTS),
    st.builds(lambda one: {"banner": {"title": one, "url": "/x"}}, TEXTS),
)
CONDITIONS = st.fixed_dictionaries(
    {"match": st.sampled_from([one.value for one in Match])},
    optional={
        "query": TEXTS,
        "segment": TEXTS,
        "campaign": TEXTS,
        "device": st.sampled_from([*map(str, Device)]),
        "referrer": st.sampled_from(["google", "idealo.de"]),
        "weekdays": st.lists(st.sampled_from(WEEKDAYS)),
        "hours": st.sampled_from(["18..22", "22..6"]),
        "from": st.just("2026-03-01T00:00:00+01:00"),
    },
)
RULES = st.fixed_dictionaries(
    {"when": CONDITIONS, "then": st.lists(CONSEQUENCES, min_size=1, max_size=6)},
    optional={
        "name": TEXTS,
        "note": TEXTS,
        "enabled": st.booleans(),
        "priority": st.integers(-MOST_PRIORITY, MOST_PRIORITY),
    },
)


def through_the_file(*rules: Rule) -> list[Rule]:
    """Write rules, and read what was written."""
    blocks = list(read_blocks("\n".join(write_rules(rules))))
    assert [fault for block in blocks for fault in block.faults] == []
    return [read_rule(str(block.entry_id), {**block.rule}) for block in blocks]


@given(st.lists(RULES, min_size=1, max_size=3))
def test_every_rule_comes_back_as_it_was(bodies: list[dict[str, Any]]) -> None:
    rules = [read_rule(f"r-{number}", body) for number, body in enumerate(bodies)]
    assert through_the_file(*rules) == rules


def test_a_rule_of_everything_comes_back_as_it_was() -> None:
    rule = read_rule("r1", WHOLE)
    assert through_the_file(rule) == [rule]
    assert through_the_file(replace(rule, enabled=True)) == [replace(rule, enabled=True)]


def test_what_querqy_knows_is_written_in_its_own_words() -> None:
    then = [
        {"boost": {"filter": "brand:Tom Tailor", "strength": "high"}},
        {"hide": {"filter": "price:..10"}},
        {"redirect": "/sale"},
    ]
    rule = read_rule("r1", {"when": {"query": "jeans", "match": "exact"}, "then": then})
    assert list(write_rules([rule])) == [
        '"jeans" =>',
        '  UP(1000): * brand:"Tom Tailor"',
        "  FILTER: * -price:[* TO 10.00]",
        "  DECORATE: REDIRECT /sale",
        '  @_id: "r1"',
        "",
    ]
