"""What people complain of in other search engines, and must not need to in this one.

The numbers are those of the list of complaints that search was planned by. What is not here is
not about search (21, 22, 24, 25, and what 23 says of who wrote a rule) is for ranking, and
stands in tests/service.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from itertools import product as every
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.families import families
from knowledge_base.language.words import Analyser
from knowledge_base.learned import LearnedKind, Veto
from knowledge_base.products import Product
from knowledge_base.shop import Suggesting
from knowledge_base.synonyms import read_synonym
from ranking.query import Stage
from search.interpretation import interpretation
from search.searcher import Found, Searcher
from search.stages import ENOUGH
from search.synonyms import Synonyms
from tests.search.shop import Shop, open_shop, product
from tests.service.flow import NOW, Desk, ids, trained

HOME = {"de": (("Haus und Garten",),), "en": (("House and garden",),)}
TITLES = {
    "stuhl": "Stuhl",
    "stuhl-weiss": "Stuhl weiß",
    "gartenstuhl": "Gartenstuhl",
    "gartenstuhl-gruen": "Gartenstuhl grün",
    "auflage": "Auflage",
    "auflage-weich": "Auflage weich",
    "hund": "Hund Leine",
    "hunde": "Hunde Korb",
    "futter": "Futter",
    "futter-hunde": "Futter für Hunde",
    "hundefutter": "Hundefutter",
    "creme": "Feuchtigkeitscreme",
    "fe": "Fe Tabletten",
    "fe-saft": "Fe Saft",
    "uc": "Uc Stecker",
    "uc-kabel": "Uc Kabel",
    "tig": "Tig Keit Schweißdraht",
    "bear": "Bär aus Plüsch",
    "bar": "Bar aus Holz",
    "cafe": "Café crème Kühlbox",
    "cadbury": "Cadbury Tafel",
    "cap": "Cap blau",
    "socke": "Socke warm",
    "rocker": "Socken Paar",
    "becher": "Becher klar",
    "kamera": "Kamera",
    "laufschuhe": "Laufschuhe",
    **{f"laufschiene-{number}": f"Laufschiene Modell{number}" for number in range(6)},
    "regal-eiche": "Regal Eiche",
    **{f"regal-{number}": f"Regal Modell{number} blau" for number in range(6)},
    "kabel-3": "Kabel 3 m",
    "kabel-5": "Kabel 5 m",
    "kabel-30": "Kabel 30 m",
    "ersatz": "Ersatzteil A1H",
    "ersatz-andere": "Ersatzteil B2",
    **{f"couch-{number}": f"Couch Modell{number}" for number in range(ENOUGH + 6)},
    "sofa": "Sofa grau",
    "kanapee": "Kanapee",
    "coach": "Coach Handbuch",
}
ARTICLES = [
    Product(
        "patrone",
        title={"de": "Patrone", "en": "Cartridge"},
        mpn="SPA2600/00",
        gtin="4006381333931",
        price=Decimal(18),
    ),
    Product("patrone-xl", title={"de": "Patrone XL", "en": "Cartridge XL"}, mpn="SPA2600/05"),
]


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Open a shop in which every complaint could come true."""
    things = [product(one, (title, title), HOME, "", "9") for one, title in TITLES.items()]
    seat = product("seat", ("Sitz Nummer7",) * 2, HOME, "", "9", art="Kanapee aus Samt mit Fuß")
    lines = [*(replace(one, brand=None) for one in (*things, seat)), *ARTICLES]
    return open_shop(tmp_path_factory.mktemp("stall"), list(families(lines)), [])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk where all that belongs to an answer beside its words can be asked for."""
    return Desk(trained(tmp_path_factory.mktemp("desk")))


def found(shop: Shop, text: str, language: str = "de") -> Found:
    searcher = shop.searchers[language]
    return searcher.find(searcher.understand(text))


def by_tiers(shop: Shop, text: str, searcher: Searcher | None = None) -> list[set[str]]:
    """Return the ids of what a text finds, a set for each tier, best first."""
    asked = searcher or shop.searchers["de"]
    candidates = asked.find(asked.understand(text)).candidates
    tiers: dict[int, set[str]] = {}
    for row, tier in zip(candidates.rows.tolist(), candidates.tier.tolist(), strict=True):
        tiers.setdefault(tier, set()).add(shop.catalogue.product_ids[row])
    return [tiers[tier] for tier in sorted(tiers)]


def informed(shop: Shop, *bodies: Mapping[str, object]) -> Searcher:
    """Return the German searcher with some entries of synonyms."""
    entries = [read_synonym(f"s{number}", one) for number, one in enumerate(bodies)]
    return shop.searchers["de"].informed(Synonyms.of(entries, Analyser("de")))


# --- words ----------------------------------------------------------------------------------


def test_complaint_01_compounds_are_found_by_their_parts_and_parts_by_compounds(
    stall: Shop,
) -> None:
    """typesense#2486, OpenSearch#1279: nobody takes German compounds apart."""
    assert set(stall.find("stuhl ")) == {
        "stuhl",
        "stuhl-weiss",
        "gartenstuhl",
        "gartenstuhl-gruen",
    }
    assert set(stall.find("gartenstuhlauflage ")) == {"auflage", "auflage-weich"}
    assert "hundefutter" in stall.find("futter für hunde ")
    assert "futter-hunde" in stall.find("hundefutter ")


def test_complaint_02_words_are_never_cut_into_letters_that_mean_nothing(stall: Shop) -> None:
    """charabia#360: "Feuchtigkeit" became "Fe", "uc" and "ht"."""
    compounds = stall.searchers["de"].lexicon.compounds
    assert compounds.split("feuchtigkeit") == ()
    assert compounds.split("feuchtigkeitscreme") == ()
    known = stall.searchers["de"].lexicon.vocabulary.numbers
    for word in ("gartenstuhlauflage", "hundestuhl", "kamerastuhl", "ucfefutter", "fekabel"):
        for split in compounds.split(word):
            assert all(stem in known for stem in split.stems)
            assert all(len(shown) > 2 for shown in split.shown)


def test_complaint_02_a_cut_that_people_forbid_is_not_made(stall: Shop) -> None:
    """charabia#360: nobody can say that a word is one."""
    veto = Veto(LearnedKind.COMPOUND, "gartenstuhlauflage")
    plain = stall.searchers["de"]
    assert by_tiers(stall, "gartenstuhlauflage ")
    ruled = plain.informed(Synonyms(Analyser("de")), [veto])
    assert by_tiers(stall, "gartenstuhlauflage ", ruled) == []


@pytest.mark.parametrize(
    ("text", "one"),
    [
        *(("kühlbox", "cafe"), ("kuehlbox", "cafe"), ("kuhlbox", "cafe"), ("KÜHLBOX", "cafe")),
        *(("café", "cafe"), ("cafe", "cafe"), ("creme", "cafe"), ("cre\u0300me", "cafe")),
        *(("ku\u0308hlbox", "cafe"), ("stuhl weiss", "stuhl-weiss")),
    ],
)
def test_complaint_03_umlauts_and_accents_are_understood_side_by_side(
    stall: Shop, text: str, one: str
) -> None:
    """typesense#887, #3037: with ü right, é breaks."""
    result = found(stall, f"{text} ")
    assert (result.stage, result.query.corrected) == (Stage.ALL_WORDS, None)
    assert one in stall.find(f"{text} ")


@pytest.mark.parametrize(("text", "first"), [("bär", "bear"), ("baer", "bear"), ("bar", "bar")])
def test_complaint_03_what_is_written_alike_stands_first(
    stall: Shop, text: str, first: str
) -> None:
    """typesense#887: "Bär" and "Bar" are the same or have nothing to do with each other."""
    assert stall.find(f"{text} ") == [first, *({"bear", "bar"} - {first})]


@pytest.mark.parametrize("text", ["cup", "cup ", "rock ", "bat ", "cop ", "cab ", "kap "])
def test_complaint_04_short_words_do_not_match_unrelated_things(stall: Shop, text: str) -> None:
    """typesense#404: "cup" finds Cadbury; epoq's own warning: "Rock" finds "Socke"."""
    assert found(stall, text).query.corrected is None
    assert {"cadbury", "cap", "socke", "bear"}.isdisjoint(stall.find(text))


def test_complaint_05_two_slips_never_stand_above_one(stall: Shop) -> None:
    """typesense#259: hits two slips away above hits one slip away, being more popular."""
    result = found(stall, "laufschihe ")
    assert result.query.corrected == "laufschuhe "
    assert [one.shown for one in result.query.terms[0].readings][1:] == ["laufschiene"]
    assert by_tiers(stall, "laufschihe ")[0] == {"laufschuhe"}


def test_complaint_05_slips_never_stand_above_what_was_typed(stall: Shop) -> None:
    """typesense#259: the order of stages is strict."""
    first, *others = by_tiers(stall, "coach ")
    assert first == {"coach"}
    assert not any("coach" in one for one in others)


# --- what was done --------------------------------------------------------------------------


def test_complaint_06_the_answer_has_the_corrected_query_and_the_way_back(
    stall: Shop,
) -> None:
    """typesense#134, search-ui#151: nobody says what was searched for instead."""
    said = interpretation(found(stall, "hundefuter "))
    assert (said["stage"], said["corrected"]) == ("spelling", "hundefutter ")
    searcher = stall.searchers["de"]
    typed = searcher.find(searcher.understand("hundefuter ", verbatim=True))
    assert typed.query.corrected is None
    assert "hundefutter" not in [one.text for one in typed.query.terms]


def test_complaint_07_every_step_is_said(stall: Shop) -> None:
    """typesense#1059: nobody can see which slips, synonyms and omissions were used."""
    pumps = {"kind": "one_way", "from": ["sitz"], "to": ["stuhl"]}
    searcher = informed(stall, pumps)
    said = interpretation(searcher.find(searcher.understand("sitz griin xylophon 3 m ")))
    assert said["corrected"] == "sitz grün xylophon 3 m ", "a length alone names nothing"
    assert [(one["text"], one["means"]) for one in said["synonyms"]] == [("sitz", "stuhl")]
    assert [one["text"] for one in said["units"]] == ["3 m"]
    assert "xylophon" in said["dropped"]
    assert [one["stage"] for one in said["steps"]]
    assert sum(one["products"] for one in said["steps"]) > 0
    assert {one["text"] for one in said["per_word"]} == {"sitz", "griin", "xylophon", "3 m"}
    said = interpretation(searcher.find(searcher.understand("gartenstuhl griin abc ")))
    assert (said["corrected"], said["dropped"]) == ("gartenstuhl grün abc ", ["abc"])


def test_complaint_08_a_rank_is_explained_in_words_and_points_that_add_up(desk: Desk) -> None:
    """typesense#439, #425, #1461: a score that nobody can read."""
    for hit in desk.search("laufschuh", explain=True)["hits"]:
        assert hit["points"]
        assert sum(one["points"] for one in hit["points"]) == hit["score"]
        assert all(" " in one["reason"] for one in hit["points"])


# --- leaving words out ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("xylophon gartenstuhl grün ", ("xylophon",)),
        ("gartenstuhl xylophon grün ", ("xylophon",)),
        ("gartenstuhl grün xylophon ", ("xylophon",)),
        ("weich gartenstuhl ", ("weich",)),
        ("blau eiche regal ", ("blau",)),
        ("kabel a1h ", ("kabel",)),
    ],
)
def test_complaint_09_the_word_that_says_least_is_left_out_wherever_it_stands(
    stall: Shop, text: str, dropped: tuple[str, ...]
) -> None:
    """typesense#431, #1058: the wrong word is left out, and never the one in the middle."""
    result = found(stall, text)
    assert (result.stage, result.dropped) == (Stage.RELAXED, dropped)


def test_complaint_09_what_has_more_of_the_words_stands_above_what_has_fewer(
    stall: Shop,
) -> None:
    """typesense#1199, #2662: all that have only some of the words rank alike."""
    tiers = by_tiers(stall, "grüner gartenstuhl xylophon ")
    assert tiers[0] == {"gartenstuhl-gruen"}
    assert "gartenstuhl" in tiers[1]


# --- units and codes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("3m", "de"), ("3 m", "de"), ("3 Meter", "de"), ("300 cm", "de"), ("3,0 m", "de")),
        *(("3m", "en"), ("3 meters", "en"), ("3.0 m", "en"), ("300cm", "en")),
    ],
)
def test_complaint_10_a_length_is_the_same_in_every_unit(
    stall: Shop, text: str, language: str
) -> None:
    """typesense#2179: "3m", "3 m" and "3 meters" cannot be made the same."""
    first, *others = stall.find(f"kabel {text}", language)
    assert first == "kabel-3"
    assert stall.find(text, language)[0] == "kabel-3"
    assert found(stall, f"kabel {text}", language).tiers[0].products == 1
    assert "kabel-30" not in others[:1]


@pytest.mark.parametrize(
    "text",
    ["SPA2600/00", "spa260000", "spa 2600 00", "SPA-2600-00", "spa26", "pa2600", "a2600"],
)
def test_complaint_11_article_numbers_are_found_whole_in_part_and_with_any_separators(
    stall: Shop, text: str
) -> None:
    """meilisearch#6033, #3863, #5774; elasticsuite#1536: parts of article numbers find none."""
    result = found(stall, text)
    assert (result.stage, result.query.corrected) == (Stage.ALL_WORDS, None)
    assert stall.find(text)[0].startswith("patrone")


@pytest.mark.parametrize("text", ["A1H", "a1h", "ersatzteil a1h", "A1H Ersatzteil"])
def test_complaint_12_short_words_of_letters_and_digits_always_count(
    stall: Shop, text: str
) -> None:
    """shopware#5576: "A1H" finds nothing, numbers are ignored."""
    assert stall.find(text)[0] == "ersatz"
    assert by_tiers(stall, text)[0] == {"ersatz"}


def test_complaint_12_a_number_that_nobody_has_is_not_taken_for_another(stall: Shop) -> None:
    """shopware#5576: numbers are ignored."""
    result = found(stall, "ersatzteil a1k ")
    assert result.query.corrected is None
    assert (result.stage, result.dropped) == (Stage.RELAXED, ("a1k",))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("4006381333931", "patrone"),
        ("(4006381-333931)", "patrone"),
        ("»Garten-Stuhl« (grün)!", "gartenstuhl-gruen"),
        ("garten stuhl grün", "gartenstuhl-gruen"),
        ("stuhl & weiß", "stuhl-weiss"),
    ],
)
def test_complaint_13_the_best_hit_is_on_top_whatever_signs_and_gaps_there_are(
    stall: Shop, text: str, first: str
) -> None:
    """shopware#15628: the best hit is not on top, signs and joined words get in the way."""
    assert stall.find(text)[0] == first


def test_complaint_13_weak_hits_do_not_follow_good_ones(stall: Shop) -> None:
    """shopware#15628: too many weak hits."""
    assert by_tiers(stall, "4006381333931") == [{"patrone"}]
    assert by_tiers(stall, "kabel a1h ") == [{"ersatz"}]
    assert by_tiers(stall, "hundefutter ")[0] == {"hundefutter", "futter-hunde"}
    assert stall.find("hundefutter ")[0] == "hundefutter"
    assert "kamera" not in stall.find("hundefutter ")


# --- facets ---------------------------------------------------------------------------------


LISTS = ["brand", "colour", "size"]
FILTERS = ["brand:Adler", "size:42", "colour:rot", "price:..85"]


@pytest.mark.parametrize("order", list(permutations(FILTERS)), ids=" ".join)
def test_complaint_14_counts_never_rise_with_a_filter_and_hold_what_they_say(
    desk: Desk, order: tuple[str, ...]
) -> None:
    """meilisearch#4634, typesense#2366, #1224: counts rise, or are wrong where one groups."""
    before = counts(desk.search("laufschuh", facets=LISTS))
    for number in range(1, len(order) + 1):
        filters = order[:number]
        now = counts(desk.search("laufschuh", *filters, facets=LISTS))
        assert all(count <= before.get(click, 0) for click, count in now.items())
        before = now
    for click, count in before.items():
        others = [one for one in order if one.partition(":")[0] != click.partition(":")[0]]
        assert count == desk.search("laufschuh", *others, click)["total"]


def counts(body: Any) -> dict[str, int]:
    """Return how many products each value has in the place of its facet's other values."""
    return {
        f"{facet['name']}:{value['value']}": value["alone"]
        for facet in body["facets"]
        for value in facet.get("values", ())
    }


def test_complaint_15_products_are_counted_not_their_variants(desk: Desk) -> None:
    """meilisearch#4001, #4677, #3235: article numbers are counted as products."""
    body = desk.search("laufschuh", facets=["brand", "size", "category"])
    assert body["total"] == len(body["hits"]) == 4
    assert counts(body)["brand:Adler"] == 2  # three variants
    assert counts(body)["category:Mode"] == 4  # six variants
    assert counts(body)["size:42"] == 3


def test_complaint_16_one_request_counts_every_facet_without_its_own_filter(
    desk: Desk,
) -> None:
    """algoliasearch-helper#872, #307; typesense#914: a request for each facet that is used."""
    body = desk.search("laufschuh", "brand:Adler", "size:42", facets=["brand", "size"])
    shown = counts(body)
    assert ids(body) == desk.found("laufschuh", "brand:Adler", "size:42")
    assert shown["brand:Falke"] > 0
    assert shown["size:43"] > 0


# --- rules ----------------------------------------------------------------------------------


def test_complaint_17_people_of_the_shop_raise_what_they_like(desk: Desk) -> None:
    """meilisearch#4189: there are no rules that boost."""
    raised = desk
    for brand in ("Falke", "Uhu"):
        raised = raised.rule([{"boost": {"filter": f"brand:{brand}", "strength": "high"}}])
    assert set(raised.found("laufschuh")[:2]) == {"run3", "run4"}
    assert raised.found("kamera") != []


@pytest.mark.parametrize(
    "text", ["Laufschuhe!", "laufschuhen", "laufschue", "herren laufschuh"]
)
def test_complaint_18_a_rule_holds_however_its_words_are_typed(desk: Desk, text: str) -> None:
    """typesense#2717: a rule needs the very letters that were written into it."""
    pinned = desk.rule([{"pin": {"product_id": "card1", "position": 1}}], query="laufschuh")
    assert pinned.found(text)[0] == "card1"


def test_complaint_18_pins_obey_filters(desk: Desk) -> None:
    """typesense#808: what is pinned is shown to those who filtered it away."""
    pinned = desk.rule([{"pin": {"product_id": "run2", "position": 1}}], query="laufschuh")
    assert pinned.found("laufschuh")[0] == "run2"
    assert "run2" not in pinned.found("laufschuh", "brand:Falke")
    assert "run2" not in pinned.found("laufschuh", "size:43")


def test_complaint_18_pins_hold_beside_synonyms(desk: Desk) -> None:
    """typesense#2697: pins break where there are synonyms."""
    pinned = desk.rule([{"pin": {"product_id": "cam3", "position": 1}}], query="laufschuh")
    for kind in (
        {"kind": "two_way", "words": ["laufschuh", "kamera"]},
        {"kind": "one_way", "from": ["laufschuh"], "to": ["kamera"]},
    ):
        assert pinned.with_entry("synonyms", kind).found("laufschuh")[0] == "cam3"


def test_complaint_23_rules_know_inflection_and_the_time_they_hold(desk: Desk) -> None:
    """querqy#1126, #98; smui#9: rules hold for letters, and for ever."""
    pin = [{"pin": {"product_id": "card1", "position": 1}}]
    times = {
        "now": {"from": "2026-05-01T00:00:00Z", "until": "2026-07-01T00:00:00Z"},
        "over": {"until": "2026-05-31T00:00:00Z"},
        "coming": {"from": "2026-06-02T00:00:00Z"},
    }
    for word in ("kameras", "Kamera", "KAMERA"):
        pinned = {
            name: desk.rule(pin, query=word, **time).found("kamera")[0] == "card1"
            for name, time in times.items()
        }
        assert pinned == {"now": True, "over": False, "coming": False}


# --- what is kept up to date, and what is kept private --------------------------------------


def searches(text: str, visitors: int, name: str) -> Iterator[Event]:
    """Yield what some visitors do who submit a query and then look at something."""
    for number in range(visitors):
        for step, kind in enumerate((EventType.SEARCH, EventType.VIEW)):
            yield Event(
                f"{name}-{number}-{step}",
                kind,
                NOW - timedelta(days=1, seconds=-step),
                Consent.PERSONALIZATION,
                visitor_id=f"{name}-{number}",
                session_id=f"{name}-{number}",
                product_id="run1" if kind is EventType.VIEW else None,
                query=text if kind is EventType.SEARCH else None,
                trust=Trust.CONFIRMED,
            )


def test_complaint_19_only_whole_queries_of_several_people_are_suggested(
    tmp_path: Path,
) -> None:
    """typesense#1174, #1481: half-typed words and what single persons typed are suggested."""
    enough = Suggesting().least_visitors
    asked = {
        "laufschuh rot": enough,
        "laufschuh blau": enough - 1,
        "laufschuh schwa": enough,
        "laufsch": enough,
        "laufschuh erika@example.org": enough,
        "adler@falke": enough,
        "laufschuh 0171 2345678": enough,
    }
    events = [
        event
        for number, (text, visitors) in enumerate(asked.items())
        for event in searches(text, visitors, f"searching{number}")
    ]
    desk = Desk(trained(tmp_path, more=events))
    offered = {
        one["text"].casefold()
        for text in ("", "l", "laufsch", "laufschuh ", "adler", "0171")
        for one in desk.suggest(text)["queries"]
    }
    assert offered & {*asked, "adler falke"} == {"laufschuh rot"}


def test_complaint_20_a_price_is_patched_without_touching_the_index(desk: Desk) -> None:
    """meilisearch#1098, #5161, #900: changes are slow, and wait in a queue."""
    cheaper = desk.changed("run2", price=Decimal("10.00"))
    assert cheaper.engine.opened is desk.engine.opened
    assert desk.found("laufschuh", "price:..50") == []
    assert cheaper.found("laufschuh", "price:..50") == ["run2"]


# --- also -----------------------------------------------------------------------------------


COUCHES = {one for one in TITLES if one.startswith("couch")}


def test_complaint_synonyms_never_stand_above_what_was_typed(stall: Shop) -> None:
    """typesense#2180, #552, #792, #1337: what a synonym found stands above exact hits."""
    for entry in (
        {"kind": "two_way", "words": ["couch", "sofa"]},
        {"kind": "one_way", "from": ["sofa"], "to": ["couch"]},
    ):
        searcher = informed(stall, entry)
        assert by_tiers(stall, "sofa ", searcher)[:2] == [{"sofa"}, COUCHES]
        assert by_tiers(stall, "couch ", searcher)[0] == COUCHES


def test_what_means_the_same_is_found_directly_below_however_much_there_is(
    stall: Shop,
) -> None:
    equal = informed(stall, {"kind": "two_way", "words": ["couch", "sofa"]})
    assert by_tiers(stall, "couch ", equal)[:2] == [COUCHES, {"sofa"}]
    assert by_tiers(stall, "sofa ", equal)[:2] == [{"sofa"}, COUCHES]
    assert by_tiers(stall, "couch grau ", equal)[0] == {"sofa"}
    said = interpretation(equal.find(equal.understand("couch ")))
    assert said["stage"] == "all_words"
    assert said["synonyms"] == [{"text": "couch", "means": "sofa", "why": "equal"}]
    several = informed(stall, {"kind": "two_way", "words": ["couch", "kanapee"]})
    assert by_tiers(stall, "couch ", several)[1] == {"kanapee", "seat"}
    leading = informed(stall, {"kind": "one_way", "from": ["couch"], "to": ["sofa"]})
    assert by_tiers(stall, "couch ", leading) == [COUCHES]


def test_a_word_that_people_wrote_a_synonym_for_is_not_corrected(stall: Shop) -> None:
    assert found(stall, "couche ").query.corrected is None
    assert found(stall, "kouch ").query.corrected == "couch "
    for entry in (
        {"kind": "two_way", "words": ["kouch", "sofa"]},
        {"kind": "one_way", "from": ["kouch"], "to": ["sofa"]},
    ):
        searcher = informed(stall, entry)
        assert searcher.understand("kouch ").corrected is None
        assert by_tiers(stall, "kouch ", searcher) == [{"sofa"}]


def test_complaint_highlights_stand_where_the_letters_are(stall: Shop) -> None:
    """meilisearch#2295: behind an umlaut what is marked is off by some letters."""
    searcher = stall.searchers["de"]
    titles = ["Süß/Bär", "\uff21\u0308ﬁ(Ba\u0308r)", "🐻\u200d❄️ẞ:BÄR", "Groß, İß! Ba\u0308r"]
    for text, title in every(("bär ", "baer ", "BÄR"), titles):
        (place,) = searcher.marked(searcher.understand(text))(title)
        assert title[slice(*place)].casefold() in ("bär", "ba\u0308r")
