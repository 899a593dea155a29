from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from knowledge_base.devices import Device
from knowledge_base.filters import Filter, Masks
from knowledge_base.language.words import Analyser
from knowledge_base.live import LiveFacts
from knowledge_base.merchandising import Merchandising
from knowledge_base.rules import Rule, read_rule
from knowledge_base.segments import read_segment
from knowledge_base.shipped_segments import SHIPPED
from ranking.context import Context
from ranking.curation import CompiledRules, Curation, compile_rules
from ranking.query import Query, Reading, Term, Why
from ranking.signals import Level
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIVE = LiveFacts.at_rest(small_catalogue())
ANALYSERS = {language: Analyser(language) for language in ("de", "en")}
SEARCH = Context(NOW, "search", "de")
REDIRECT = {"redirect": "/here"}


def asked(text: str, language: str = "de") -> Query:
    """Understand words the way search does: by their stems."""
    terms = ANALYSERS[language].terms(text)
    return Query(
        text,
        language,
        tuple(Term(word.text, stem, word.start, word.end, known=True) for word, stem in terms),
    )


def compiled(*rules: Rule) -> CompiledRules:
    return compile_rules(Merchandising(rules=rules), Masks(LIVE), ANALYSERS)


def rule(when: Mapping[str, Any], *then: Mapping[str, Any], **more: Any) -> Rule:
    return read_rule(more.pop("rule_id", "r1"), {"when": when, "then": list(then), **more})


def met(when: Mapping[str, Any], query: str | None, context: Context = SEARCH) -> bool:
    """Say whether a rule with this condition is in force."""
    curation = compiled(rule(when, REDIRECT)).curate(asked(query) if query else None, context)
    return curation.redirect == "/here"


def curated(*then: Mapping[str, Any], segments: Sequence[str] = ()) -> Curation:
    """Return what an unconditional rule with these consequences says."""
    members = [SHIPPED[one] for one in segments]
    return compiled(rule({}, *then)).curate(None, SEARCH, members)


@pytest.mark.parametrize(
    ("match", "query", "expected"),
    [
        ("words", "blaue Laufschuhe für Herren", True),
        ("words", "LAUFSCHUH in Blau", True),
        ("words", "Laufschuhe", False),
        ("exact", "blauer Laufschuh", True),
        ("exact", "Laufschuh blau", False),
        ("exact", "blaue Laufschuhe Herren", False),
        ("starts_with", "blaue Laufschuhe Herren", True),
        ("starts_with", "Herren blaue Laufschuhe", False),
        ("any", "rote Laufschuhe", True),
        ("any", "rote Hosen", False),
        ("ends_with", "Herren blaue Laufschuhe", True),
        ("ends_with", "blaue Laufschuhe Herren", False),
        ("ends_with", "Laufschuhe", False),
    ],
)
def test_words_meet_a_query_by_their_stems(match: str, query: str, *, expected: bool) -> None:
    assert met({"query": "blaue Laufschuhe", "match": match}, query) is expected


@pytest.mark.parametrize(
    ("match", "words", "query", "expected"),
    [
        ("words", "kinder*", "rote Kinderschuhe", True),
        ("words", "kinder*", "Kinder", True),
        ("words", "Mützen*", "Mützenständer", True),
        ("words", "kinder*", "Kind", False),
        ("words", "rote kinder*", "Kinderschuhe", False),
        ("exact", "rote kinder*", "rote Kinderschuhe", True),
        ("exact", "kinder*", "rote Kinderschuhe", False),
        ("starts_with", "kinder*", "Kinderschuhe rot", True),
        ("ends_with", "kinder*", "Kinderschuhe rot", False),
        ("any", "hose kinder*", "Kinderschuhe", True),
    ],
)
def test_a_star_stands_for_all_words_that_begin_so(
    match: str, words: str, query: str, *, expected: bool
) -> None:
    assert met({"query": words, "match": match}, query) is expected


@pytest.mark.parametrize(
    ("match", "words"),
    [
        ("exact", "T-Shirt blau"),
        ("exact", "tshirt blau"),
        ("starts_with", "tshirt"),
        ("starts_with", "T-Shirts"),
        ("words", "blau tshirt"),
        ("any", "tshirt hose"),
    ],
)
@pytest.mark.parametrize("written", ["tshirt blau", "t shirt blau"])
def test_a_rule_meets_words_written_apart_or_as_one(
    match: str, words: str, written: str
) -> None:
    joined = Reading(Why.JOINED, ("tshirt",), "tshirt")
    query = asked(written)
    apart = [replace(one, readings=(joined,)) for one in query.terms[:-1]]
    terms = (*apart, query.terms[-1]) if len(apart) > 1 else query.terms
    rules = compiled(rule({"query": words, "match": match}, REDIRECT))
    assert rules.curate(replace(query, terms=terms), SEARCH).redirect == "/here"


def test_a_corrected_word_meets_the_rule_it_stands_for() -> None:
    stem = ANALYSERS["de"].stem("laufschuhe")
    meant = Reading(Why.SPELLING, (stem,), "laufschuhe")
    typo = Term("laufschue", "laufschue", 0, 9, known=False, readings=(meant,))
    rules = compiled(rule({"query": "laufschuh"}, REDIRECT))
    assert rules.curate(Query("laufschue", "de", (typo,)), SEARCH).redirect == "/here"


@pytest.mark.parametrize(
    ("own", "query", "expected"),
    [
        ("rückgabe", "rükgabe", True),
        ("rückgabe", "rückgaeb", True),
        ("rückgabe", "dückgabe", False),
        ("rückgabe", "rüga", False),
        ("agb", "agv", False),
        ("joggingschuh", "jogging schuhe", True),
        ("jogging schuh", "joggingschuhe", True),
        ("roter joggingschuh", "rote jogging schuhe", True),
        ("joggingschuh", "jogging hose", False),
    ],
)
def test_words_that_only_rules_know_are_met_with_slips_and_apart(
    own: str, query: str, *, expected: bool
) -> None:
    rules = compiled(rule({"query": own}, REDIRECT))
    unknown = asked(query)
    terms = tuple(replace(one, known=False) for one in unknown.terms)
    for match in ("words", "exact"):
        rules = compiled(rule({"query": own, "match": match}, REDIRECT))
        found = rules.curate(replace(unknown, terms=terms), SEARCH).redirect
        assert (found == "/here") is expected


def test_a_word_that_products_have_is_no_slip_for_that_of_a_rule() -> None:
    rules = compiled(rule({"query": "kamera"}, REDIRECT))
    assert rules.curate(asked("kameras"), SEARCH).redirect == "/here"
    assert rules.curate(asked("kamerx"), SEARCH).redirect is None
    typed = asked("kamerx")
    unknown = tuple(replace(one, known=False) for one in typed.terms)
    assert rules.curate(replace(typed, terms=unknown), SEARCH).redirect == "/here"
    as_typed = replace(typed, terms=unknown, verbatim=True)
    assert rules.curate(as_typed, SEARCH).redirect is None


def test_a_rule_about_words_says_nothing_to_who_browses() -> None:
    assert not met({"query": "laufschuh"}, None)
    assert not met({"query": "!!"}, "laufschuh")


def test_a_rule_without_conditions_holds_everywhere() -> None:
    assert met({}, None)
    assert met({}, "anything", Context(NOW, "home", "en"))


def test_a_rule_holds_in_its_time_only() -> None:
    when = {"from": NOW.isoformat(), "until": (NOW + timedelta(days=1)).isoformat()}
    assert met(when, None)
    assert not met(when, None, Context(NOW - timedelta(seconds=1), "search", "de"))
    assert not met(when, None, Context(NOW + timedelta(days=1), "search", "de"))


def test_a_rule_holds_at_its_touch_point_and_in_its_language_only() -> None:
    assert met({"placement": "search", "language": "de"}, None)
    assert not met({"placement": "home"}, None)
    assert not met({"language": "en"}, None)


def test_a_rule_for_a_campaign_holds_for_those_it_brought() -> None:
    when = {"campaign": "spring"}
    assert met(when, None, replace(SEARCH, campaign="spring"))
    assert not met(when, None, replace(SEARCH, campaign="autumn"))
    assert not met(when, None)


def test_a_rule_for_a_device_holds_on_it_only() -> None:
    when = {"device": "phone"}
    assert met(when, None, replace(SEARCH, device=Device.PHONE))
    assert not met(when, None, replace(SEARCH, device=Device.DESKTOP))
    assert not met(when, None)


def test_a_rule_for_where_people_come_from_holds_for_them_only() -> None:
    when = {"referrer": "https://www.idealo.de/preise"}
    assert met(when, None, replace(SEARCH, referrer="idealo.de"))
    assert not met(when, None, replace(SEARCH, referrer="google.de"))
    assert not met(when, None)


@pytest.mark.parametrize(
    ("hour", "expected"), [(17, False), (18, True), (21, True), (22, False)]
)
def test_a_rule_may_hold_on_some_days_and_in_some_hours(hour: int, *, expected: bool) -> None:
    sunday = replace(SEARCH, now=NOW.replace(hour=hour))
    assert (
        met({"weekdays": ["sunday", "saturday"], "hours": "18..22"}, None, sunday) is expected
    )
    assert not met({"weekdays": ["monday"]}, None, sunday)


def test_a_rule_for_a_segment_holds_for_its_members_only() -> None:
    rules = compiled(rule({"segment": "bargain"}, REDIRECT))
    assert rules.curate(None, SEARCH, [SHIPPED["bargain"]]).redirect == "/here"
    assert rules.curate(None, SEARCH).redirect is None


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("Mode/Schuhe", True),
        ("Mode/Schuhe/Laufschuhe", True),
        ("Running shoes", True),
        ("Mode", False),
        ("Mode/Schuhe und mehr", False),
        (None, False),
    ],
)
def test_a_rule_for_a_category_holds_in_it_and_below(
    category: str | None, *, expected: bool
) -> None:
    rules = compiled(rule({"category": "Mode/Schuhe"}, REDIRECT))
    curation = rules.curate(None, SEARCH, category=category)
    assert (curation.redirect == "/here") is expected


def test_a_rule_that_is_switched_off_says_nothing() -> None:
    assert compiled(rule({}, REDIRECT, enabled=False)).curate(None, SEARCH).redirect is None


def test_priority_then_age_then_id_decides_which_rule_comes_first() -> None:
    def made(rule_id: str, days: int, priority: int = 0) -> Rule:
        body = {"then": [{"redirect": f"/{rule_id}"}], "priority": priority}
        return read_rule(rule_id, body, NOW + timedelta(days=days))

    first, older, same, urgent = made("b", 1), made("c", 0), made("a", 1), made("d", 9, 5)
    assert compiled(first, older, same, urgent).curate(None, SEARCH).redirect == "/d"
    assert compiled(first, older, same).curate(None, SEARCH).redirect == "/c"
    assert compiled(first, same).curate(None, SEARCH).redirect == "/a"


def test_rules_that_met_the_typed_words_stay_in_force_when_they_are_replaced() -> None:
    rules = compiled(
        rule({"query": "turnschuh"}, {"replace_query": "laufschuh"}),
        rule({"query": "laufschuh"}, REDIRECT, rule_id="r2"),
    )
    typed = asked("turnschuhe")
    replacement = rules.curate(typed, SEARCH).replace_query
    assert replacement == "laufschuh"
    curation = rules.curate(asked(replacement), SEARCH, typed=typed)
    assert (curation.replace_query, curation.redirect) == ("laufschuh", "/here")


def test_hidden_products_are_named_or_filtered() -> None:
    curation = curated({"hide": {"product_id": "s2-k42"}}, {"hide": {"filter": "brand:Adler"}})
    assert curation.hidden is not None
    assert curation.hidden.tolist() == [True, True, True, False]
    assert curated(REDIRECT).hidden is None


def test_boosts_and_burials_become_signals_in_units_of_the_spread() -> None:
    curation = curated(
        {"boost": {"filter": "brand:Adler", "strength": "high"}},
        {"bury": {"filter": "colour:schwarz", "strength": "low"}},
    )
    rows = np.array([1, 2], dtype=np.int32)
    boost, burial = (one.signal(rows, 2.0) for one in curation.pushes)
    assert (boost.values * boost.weight).tolist() == [0, 8]
    assert (burial.values * burial.weight).tolist() == [-1, 0]
    assert boost.level is Level.PRE


def test_a_push_for_a_segment_is_of_the_segments_level() -> None:
    boost = {"boost": {"filter": "brand:Adler"}}
    rules = compiled(rule({"segment": "bargain"}, boost))
    (push,) = rules.curate(None, SEARCH, [SHIPPED["bargain"]]).pushes
    assert push.level is Level.SEGMENT


def test_members_of_a_segment_prefer_what_the_segment_prefers() -> None:
    (preference,) = curated(REDIRECT, segments=["bargain"]).preferences
    assert preference.mask.tolist() == [False, False, True, False]  # the reduced camera
    assert preference.source == "segment:bargain"


def test_what_names_no_facet_of_the_catalogue_is_passed_over() -> None:
    stranger = "voltage:230"
    curation = curated(
        {"hide": {"filter": stranger}},
        {"boost": {"filter": stranger}},
        {"filter": stranger},
        {"pin": {"filter": stranger, "position": 1}},
        {"filter": "price:..100"},
    )
    assert curation.pushes == ()
    assert curation.pins == ()
    assert curation.filters == (Filter("price", high=10_000),)
    assert curation.hidden is not None
    assert not curation.hidden.any()


def test_facets_banners_and_filters_of_all_rules_come_together() -> None:
    banner = {"banner": {"title": "Sale", "url": "/sale"}}
    rules = compiled(
        rule({}, {"facets": ["size", "brand"]}, banner, priority=1),
        rule(
            {}, {"facets": ["brand", "colour"]}, banner, {"filter": "sale:true"}, rule_id="r2"
        ),
    )
    curation = rules.curate(None, SEARCH)
    assert curation.facets == ("size", "brand", "colour")
    assert len(curation.banners) == 2
    assert curation.filters == (Filter("sale", "true"),)


def preferences(first: int, second: int) -> dict[str, list[int]]:
    """Return which rows two segments of some priorities raise: both Adler, one all shoes."""
    bodies = {"adler": (first, "brand:Adler"), "shoes": (second, "category:Mode/Schuhe")}
    segments = [
        read_segment(
            name,
            {"condition": "views > 0", "priority": high, "prefer": [{"filter": text}]},
        )
        for name, (high, text) in bodies.items()
    ]
    segments.sort(key=lambda one: -one.priority)
    shown = compiled().curate(None, SEARCH, segments).preferences
    return {one.source: np.flatnonzero(one.mask).tolist() for one in shown}


def test_what_a_segment_of_higher_priority_prefers_those_below_leave_alone() -> None:
    assert preferences(5, 0) == {"segment:adler": [0, 2], "segment:shoes": [1]}
    assert preferences(0, 5) == {"segment:shoes": [0, 1], "segment:adler": [2]}


def test_segments_of_one_priority_both_have_a_say() -> None:
    assert preferences(3, 3) == {"segment:adler": [0, 2], "segment:shoes": [0, 1]}
