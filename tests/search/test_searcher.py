"""What a shopper finds with words, and in which stage."""

import gc
import weakref
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.families import families
from ranking.query import Stage
from search.interpretation import interpretation
from search.searcher import Found
from tests.search.shop import GARDEN, LINES, QUERIES, Shop, open_shop, open_titles, product


def found(shop: Shop, text: str, language: str = "de") -> Found:
    searcher = shop.searchers[language]
    return searcher.find(searcher.understand(text))


def met(shop: Shop, text: str, language: str = "de") -> list[str]:
    """Return the ids of what has every word, in some reading, best first."""
    tiers = found(shop, text, language).tiers
    whole = sum(one.products for one in tiers if one.stage is not Stage.RELAXED)
    return shop.find(text, language)[:whole]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("laufschuhe ", {"run-1", "run-2", "run-3"}),
        ("LAUFSCHUH damen", {"run-1"}),
        ("kamera ", {"cam-1", "cam-2", "bag-1", "code-1"}),
        ("gartenhaus", {"house-1", "house-2"}),
        ("gartenhaeuser", {"house-1", "house-2"}),
        ("kuehlschrank", {"house-1"}),
        ("groesse l", {"shirt-2"}),
        ("levis", {"shirt-1", "shirt-2"}),
        ("laufschuhe schwarz", {"run-2"}),
    ],
)
def test_all_words_are_found_whatever_their_form(shop: Shop, text: str, ids: set[str]) -> None:
    assert found(shop, text).stage is Stage.ALL_WORDS
    assert set(met(shop, text)) == ids


def test_a_title_says_more_than_a_description(shop: Shop) -> None:
    assert shop.find("kamera ")[0] == "cam-2"
    assert shop.find("kamera ")[-1] == "code-1"


@pytest.mark.parametrize("text", ["t-shirt", "tshirt", "T shirt", "T-SHIRTS "])
def test_a_hyphenated_word_is_found_joined_and_apart(shop: Shop, text: str) -> None:
    assert shop.find(text)[0] == "shirt-1"


def test_the_next_page_of_a_search_is_not_searched_for_again(shop: Shop) -> None:
    assert found(shop, "laufschuhe") is found(shop, "laufschuhe")
    assert found(shop, "laufschuhe") is not found(shop, "laufschuh")


def test_new_words_of_the_shop_make_it_search_anew(shop: Shop) -> None:
    searcher = shop.searchers["de"]
    informed = searcher.informed(searcher.lexicon.synonyms)
    assert informed.understand("laufschuhe") is not searcher.understand("laufschuhe")


def test_where_nothing_has_a_limit_of_nothing_a_price_may_be_meant(shop: Shop) -> None:
    result = found(shop, "laufschuhe unter 50")
    assert result.stage is Stage.RELAXED
    assert result.query.did_you_mean == "laufschuhe unter 50 €"
    assert found(shop, "shoes under 50", "en").query.did_you_mean == "shoes under €50"
    verbatim = shop.searchers["de"].understand("laufschuhe unter 50", verbatim=True)
    assert shop.searchers["de"].find(verbatim).query.did_you_mean is None


def test_who_names_what_products_have_is_not_asked_for_a_price(tmp_path: Path) -> None:
    result = found(open_titles(tmp_path, {"shoe": "Laufschuh 42"}), "laufschuhe bis 42")
    assert (result.stage, result.query.did_you_mean) == (Stage.ALL_WORDS, None)


def test_function_words_are_not_asked_for(shop: Shop) -> None:
    result = found(shop, "laufschuhe für den herren ")
    assert (result.stage, result.dropped) == (Stage.ALL_WORDS, ())
    assert met(shop, "laufschuhe für den herren ") == ["run-2"]


def test_the_last_word_may_be_half_typed(shop: Shop) -> None:
    assert met(shop, "herren lau") == ["run-2"]
    assert found(shop, "herren lau ").stage is Stage.RELAXED


def test_full_words_stand_in_a_better_tier_than_beginnings(shop: Shop) -> None:
    tiers = dict(zip(shop.find("l"), found(shop, "l").candidates.tier.tolist(), strict=True))
    assert tiers["shirt-2"] == 0
    assert tiers["run-1"] == tiers["shirt-1"] == 1


def test_the_beginning_of_a_name_stands_above_a_word_of_a_description(shop: Shop) -> None:
    *runners, printer = shop.find("lauf")
    assert set(runners) == {"run-1", "run-2", "run-3"}
    assert printer == "code-1"


def test_a_finished_word_is_not_a_beginning(shop: Shop) -> None:
    assert set(shop.find("kamerat")) == {"bag-1"}
    assert set(shop.find("system")) == {"cam-1"}
    assert shop.find("system ") == []


@pytest.mark.parametrize(
    ("text", "corrected", "one"),
    [
        ("laufschue", "laufschuhe", "run-3"),
        ("kammera", "kamera", "cam-2"),
        ("Gartenhuas Karibu", "gartenhaus Karibu", "house-1"),
        ("damen lafsch", "damen laufschuhe", "run-1"),
    ],
)
def test_unknown_words_are_corrected_to_words_of_the_catalogue(
    shop: Shop, text: str, corrected: str, one: str
) -> None:
    result = found(shop, text)
    assert result.stage is Stage.SPELLING
    assert result.query.corrected == corrected
    assert one in shop.find(text)


def test_an_umlaut_spelled_in_two_letters_may_be_half_typed(shop: Shop) -> None:
    assert shop.find("kue") == ["house-1"]
    assert found(shop, "kue").query.corrected is None


def test_a_correction_names_its_stage(shop: Shop) -> None:
    assert found(shop, "laufschue ").stage is Stage.SPELLING
    assert found(shop, "laufschue ").query.stems == ("laufschuh",)


def test_as_few_words_are_dropped_as_it_takes_and_named(shop: Shop) -> None:
    result = found(shop, "laufschuhe nike karibu ")
    assert (result.stage, result.dropped) == (Stage.RELAXED, ("karibu",))
    assert set(shop.find("laufschuhe nike karibu ")[:2]) == {"run-1", "run-3"}


def test_the_word_for_the_thing_stays_when_others_are_dropped(shop: Shop) -> None:
    assert found(shop, "laufschuhe karibu ").dropped == ("karibu",)
    assert found(shop, "karibu schuhe für herren ").dropped == ("karibu",)


def test_a_word_is_found_at_the_end_of_compounds(shop: Shop) -> None:
    result = found(shop, "schuhe herren ")
    assert (result.stage, result.query.corrected) == (Stage.ALL_WORDS, None)
    assert met(shop, "schuhe herren ") == ["run-2"]
    assert shop.find("jacke") == ["shirt-3"]


def test_a_word_itself_stands_above_compounds_of_it(shop: Shop) -> None:
    ids = shop.find("kamera ")
    assert ids.index("cam-2") < ids.index("cam-1")


def test_words_that_announce_a_value_are_not_asked_for(shop: Shop) -> None:
    assert met(shop, "laufschuhe größe 39 ") == met(shop, "laufschuhe 39 ")


@pytest.mark.parametrize(
    ("text", "language", "plain"),
    [
        ("günstige laufschuhe ", "de", "laufschuhe "),
        ("laufschuhe sale ", "de", "laufschuhe "),
        ("laufschuhe online kaufen ", "de", "laufschuhe "),
        ("cheapest running shoes ", "en", "running shoes "),
        ("what shoes for running ", "en", "shoes running "),
    ],
)
def test_words_that_only_ask_are_neither_corrected_nor_demanded(
    shop: Shop, text: str, language: str, plain: str
) -> None:
    result, without = found(shop, text, language), found(shop, plain, language)
    assert (result.query.corrected, result.stage) == (None, without.stage)
    assert shop.find(text, language) == shop.find(plain, language) != []


def test_words_that_ask_are_words_where_products_are_named_so(tmp_path: Path) -> None:
    titles = {"best": "Dr. Best Zahnbürste", "other": "Zahnbürste weich", "case": "Etui neu"}
    shop = open_titles(tmp_path, titles)
    assert shop.find("dr best zahnbürste ")[0] == "best"
    assert set(shop.find("neue zahnbürste ")) == {"best", "other"}


@pytest.mark.parametrize(
    ("text", "language", "ids"),
    [
        ("cola ohne zucker ", "de", ["said", "free", "plain"]),
        ("cola ohne zuker ", "de", ["said", "free", "plain"]),
        ("nudeln ohne zucker ", "de", []),
        ("ohne zucker ", "de", ["said", "free"]),
        ("drill without cord ", "en", ["less", "any"]),
        ("soda without sugar ", "en", ["sugar"]),
    ],
)
def test_what_is_not_wanted_is_not_found(
    tmp_path: Path, text: str, language: str, ids: list[str]
) -> None:
    titles = {
        "de": {
            "said": "Cola ohne Zucker",
            "free": "Cola zuckerfrei",
            "plain": "Cola Dose",
            "sweet": "Cola mit Zucker",
            "sugar": "Zucker fein",
        },
        "en": {
            "less": "Cordless drill",
            "any": "Drill red",
            "cord": "Drill with cord",
            "sugar": "Sugar free soda",
        },
    }
    shop = open_titles(tmp_path, titles[language], language)
    assert sorted(shop.find(text, language)) == sorted(ids)
    assert shop.find(text, language)[2:] == ids[2:]


def test_not_denies_but_is_part_of_no_other_word(tmp_path: Path) -> None:
    titles = {
        "de": {"free": "Kopfhörer kabellos", "cable": "Kopfhörer", "red": "Kopfhörer rot"},
        "en": {"mat": "Non-slip mat", "red": "Red mat", "slip": "Slip dress"},
    }
    german, english = (open_titles(tmp_path / one, titles[one], one) for one in titles)
    assert german.find("kopfhörer nicht kabellos ") == ["cable", "red"]
    assert english.find("mat not red ", "en") == ["mat"]
    assert english.find("non-slip mat ", "en")[0] == "mat"
    assert found(english, "non-slip mat ", "en").query.spans == ()


def test_what_is_not_wanted_is_no_word_left_out(tmp_path: Path) -> None:
    titles = {"plain": "Jacke", "hood": "Jacke mit Kapuze", "bag": "Tasche mit Kapuze"}
    said = interpretation(found(open_titles(tmp_path, titles), "rote Jacke ohne Kapuze "))
    assert (said["dropped"], said["lacking"]) == (["rote"], ["Kapuze"])
    assert said["without"] == ["ohne Kapuze"]
    assert said["steps"] == [{"stage": "relaxed", "products": 1, "dropped": ["rote"]}]


@pytest.mark.parametrize("text", ["wasserkocher 1,5 l ", "futter 5 kg ", "decke 135 x 200 "])
def test_numbers_and_units_of_a_thing_nobody_has_find_nothing_else(
    tmp_path: Path, text: str
) -> None:
    titles = {"tripod": "Stativ 1,5 m L", "hammer": "Hammer 1 kg", "shed": "Haus 2 x 200 m"}
    assert open_titles(tmp_path, titles).find(text) == []


def test_words_nobody_has_are_dropped_before_others(shop: Shop) -> None:
    result = found(shop, "nike laufschuhe quietschgelb ")
    assert result.dropped == ("quietschgelb",)
    assert result.tiers[0].products == 2


def test_quantities_alone_are_not_what_is_left_of_a_query(shop: Shop) -> None:
    assert found(shop, "xylophon größe 39").stage is Stage.FALLBACK
    assert found(shop, "kamera xylophon 7").dropped == ("xylophon", "7")


def test_nothing_found_is_said_so(shop: Shop) -> None:
    result = found(shop, "xylophon ")
    assert result.stage is Stage.FALLBACK
    assert len(result.candidates) == 0


@pytest.mark.parametrize("text", ["SPA2600/00", "spa 2600-00", "spa260000", "00012502615620"])
def test_an_article_number_is_found_however_it_is_written(shop: Shop, text: str) -> None:
    assert shop.find(text)[0] == "code-1"
    assert found(shop, text).stage is Stage.ALL_WORDS
    assert found(shop, text).query.corrected is None


def test_the_product_with_the_number_stands_above_all_others(shop: Shop) -> None:
    candidates = found(shop, "cam-2").candidates
    assert shop.catalogue.product_ids[int(candidates.rows[0])] == "cam-2"
    assert candidates.tier.tolist().count(0) == 1


def test_a_variant_leads_to_its_product_once(shop: Shop) -> None:
    assert shop.find("run-1-2")[0] == "run-1"
    assert shop.find("run-1-2").count("run-1") == 1


def test_each_language_has_its_own_words(shop: Shop) -> None:
    assert set(shop.find("shoes ", "en")) == {"run-1", "run-2", "run-3"}
    assert set(shop.find("sheds ", "en")) == {"house-1", "house-2"}


def test_a_word_of_another_language_of_the_shop_finds_things_too(shop: Shop) -> None:
    result = found(shop, "gartenhaus ", "en")
    assert (result.stage, result.query.corrected) == (Stage.SYNONYMS, None)
    assert set(shop.find("gartenhaus ", "en")) == {"house-1", "house-2"}
    assert shop.find("kompakt camera ", "en")[0] == "cam-2"
    assert found(shop, "xylophon ", "en").stage is Stage.FALLBACK


def test_scores_are_shares_of_the_best(shop: Shop) -> None:
    scores = found(shop, "kamera ").candidates.score
    assert scores.max() == 1
    assert scores.min() > 0


def test_an_empty_query_browses(shop: Shop) -> None:
    assert shop.searchers["de"].understand(" -!? ").terms == ()


@pytest.mark.parametrize(
    ("title", "text", "marked"),
    [
        ("Laufschuhe für Herren", "laufschuh herren", ["Laufschuhe", "Herren"]),
        ("Laufschuhe für Herren", "lauf", ["Laufschuhe"]),
        ("Blaue Kühlschränke", "kuehlschrank", ["Kühlschränke"]),
        ("Gartenhäuser-Set groß", "gartenhäuserset ", ["Gartenhäuser-Set"]),
        ("T-Shirt Basic", "tshirt", ["T-Shirt"]),
        ("Laufschuhe", "laufschue ", ["Laufschuhe"]),
    ],
)
def test_the_words_searched_for_are_marked_in_titles(
    shop: Shop, title: str, text: str, marked: list[str]
) -> None:
    searcher = shop.searchers["de"]
    places = searcher.marked(searcher.understand(text))(title)
    assert [title[start:end] for start, end in places] == marked


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(shop: Shop, text: str) -> None:
    searcher = shop.searchers["de"]
    query = searcher.understand(text)
    if query.terms:
        rows = searcher.find(query).candidates.rows.tolist()
        assert len(set(rows)) == len(rows)


def test_a_snapshot_is_let_go_when_nobody_holds_it(tmp_path: Path) -> None:
    gc.disable()
    try:
        shop = open_shop(tmp_path, list(families(LINES)), QUERIES)
        for text in ("laufschue", "garten haus", "größe 39", "kompakt camera ", "hausjacke"):
            assert shop.find(text) is not None
        lexicon = shop.searchers["de"].lexicon
        parts = (lexicon, lexicon.index, lexicon.vocabulary, lexicon.spelling)
        gone = [weakref.ref(one) for one in (*parts, lexicon.compounds, lexicon.quantities)]
        del shop, lexicon, parts
        assert [one() for one in gone] == [None] * len(gone)
    finally:
        gc.enable()


def test_a_word_spelled_as_it_was_typed_stands_above_its_other_forms(tmp_path: Path) -> None:
    titles = {"jack": "Jack Whisky", "jacke": "Jacke Leder"}
    lines = [product(one, (title, title), GARDEN, "", "9") for one, title in titles.items()]
    shop = open_shop(tmp_path, list(families(lines)), [])
    searcher = shop.searchers["de"]
    for text, first in (("jacke", "jacke"), ("jack", "jack")):
        rows = searcher.ahead(searcher.understand(text), 2).candidates.rows
        assert shop.catalogue.product_ids[int(rows[0])] == first
