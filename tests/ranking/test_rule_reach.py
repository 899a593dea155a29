"""Is it known which rules can meet, and which one holds wherever another does?"""

from typing import Any

import pytest

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.language.words import Analyser
from knowledge_base.rules import When, read_rule
from ranking.rule_reach import Reach
from tests.knowledge_base.shop import small_catalogue

REACH = Reach(
    {language: Analyser(language) for language in ("de", "en")},
    small_catalogue().facets[CATEGORY],
)


def when(**fields: Any) -> When:
    return read_rule("r", {"when": fields, "then": [{"redirect": "/x"}]}).when


EARLY = {"until": "2026-03-01T00:00:00Z"}
LATE = {"from": "2026-03-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, True),
        ({}, {"query": "jeans"}, True),
        ({"query": "jeans"}, {"query": "blaue jeans"}, True),
        ({"query": "jeans"}, {"query": "hose"}, False),
        ({"query": "jeans", "match": "exact"}, {"query": "blaue jeans"}, False),
        ({"query": "kinder*"}, {"query": "kinderhose"}, True),
        ({"query": "jeans", "language": "de"}, {"query": "jeans", "language": "en"}, False),
        ({"placement": "search"}, {"placement": "home"}, False),
        ({"campaign": "a"}, {"campaign": "b"}, False),
        ({"segment": "bargain"}, {"segment": "vip"}, True),
        ({"category": "Mode"}, {"category": "Mode/Schuhe"}, True),
        ({"category": "Mode"}, {"category": "Foto"}, False),
        (EARLY, LATE, False),
        ({"device": "phone"}, {"device": "desktop"}, False),
        ({"referrer": "google"}, {"referrer": "google.de"}, True),
        ({"referrer": "google"}, {"referrer": "idealo.de"}, False),
        ({"weekdays": ["monday"]}, {"weekdays": ["sunday"]}, False),
        ({"hours": "22..6"}, {"hours": "5..9"}, True),
        ({"hours": "22..6"}, {"hours": "6..22"}, False),
    ],
)
def test_two_rules_meet_where_both_can_hold(one: Any, other: Any, *, expected: bool) -> None:
    assert REACH.shared(when(**one), when(**other)) is expected
    assert REACH.shared(when(**other), when(**one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {"query": "jeans", "segment": "vip", **EARLY}, True),
        ({"query": "jeans"}, {}, False),
        ({"query": "jeans"}, {"query": "blaue Jeans"}, True),
        ({"query": "blaue jeans"}, {"query": "jeans"}, False),
        ({"query": "jeans", "match": "starts_with"}, {"query": "jeans blau"}, False),
        (
            {"query": "jeans", "match": "starts_with"},
            {"query": "jeans blau", "match": "exact"},
            True,
        ),
        ({"query": "jeans hose", "match": "any"}, {"query": "jeans", "match": "any"}, True),
        ({"query": "jeans"}, {"query": "jeans hose", "match": "any"}, False),
        ({"query": "kinder*"}, {"query": "kinderhosen*"}, True),
        ({"category": "Mode"}, {"category": "Mode/Schuhe"}, True),
        ({"category": "Mode/Schuhe"}, {"category": "Mode"}, False),
        ({"segment": "vip"}, {}, False),
        (EARLY, {}, False),
        ({}, {"device": "phone", "referrer": "google", "hours": "22..6"}, True),
        ({"device": "phone"}, {}, False),
        ({"referrer": "google"}, {"referrer": "google.de"}, True),
        ({"referrer": "google.de"}, {"referrer": "google"}, False),
        ({"hours": "6..22"}, {"hours": "8..20", "weekdays": ["monday"]}, True),
        ({"hours": "8..20"}, {"hours": "6..22"}, False),
    ],
)
def test_a_rule_covers_another_where_it_always_holds_too(
    one: Any, other: Any, *, expected: bool
) -> None:
    assert REACH.covers(when(**one), when(**other)) is expected


def test_a_query_without_a_word_is_never_met() -> None:
    assert REACH.has_words(when(query="jeans"))
    assert REACH.has_words(when())
    assert not REACH.has_words(when(query="!!"))
