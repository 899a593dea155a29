"""One word, two, or two turned round: the same is asked for, and the same is found."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.families import families
from knowledge_base.learned import LearnedKind, Veto
from search.interpretation import interpretation
from search.suggestions import Offer
from tests.search.shop import SHOES, Shop, open_shop, open_titles, product

TITLES = {
    "juice": "Apfelsaft klar",
    "juice-apart": "Apfel Saft",
    "juice-mixed": "Birne Apfel Mango Saft",
    "apple": "Apfel",
    "apple-pulp": "Apfel Mus",
    "cherry": "Kirschsaft",
    **{f"{fruit}-{many}": fruit for fruit in ("Kirsche", "Traube", "Mango") for many in "ab"},
    **{f"squash-{number}": f"Saft Sorte{number}" for number in range(6)},
    "grape": "Traubensaft",
    "mango": "Mangosaft",
}
WRITINGS = ["apfelsaft ", "apfel saft ", "saft apfel "]


@pytest.fixture(scope="module")
def grocer(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("grocer"), TITLES)


@pytest.mark.parametrize("text", WRITINGS)
def test_a_compound_is_found_however_it_is_written(grocer: Shop, text: str) -> None:
    assert grocer.find(text)[:3] == ["juice", "juice-apart", "juice-mixed"]
    assert grocer.find(text) == grocer.find(WRITINGS[0])


@pytest.mark.parametrize(
    "text", ["traubensaft ", "traube saft ", "trauben saft ", "saft traube "]
)
def test_letters_that_link_two_words_are_no_difference(grocer: Shop, text: str) -> None:
    assert grocer.find(text)[0] == "grape"


def test_what_is_left_out_of_a_compound_is_what_kind_of_thing_it_is(grocer: Shop) -> None:
    searcher = grocer.searchers["de"]
    for text in WRITINGS:
        said = interpretation(searcher.find(searcher.understand(text)))
        assert [one["dropped"] for one in said["steps"]] == [[], ["apfel"]]


def test_a_compound_that_is_vetoed_is_one_word(grocer: Shop) -> None:
    searcher = grocer.searchers["de"].informed(
        grocer.searchers["de"].lexicon.synonyms, [Veto(LearnedKind.COMPOUND, "apfelsaft")]
    )
    for text, rows in (("apfelsaft ", 1), ("saft apfel ", 2)):
        tiers = searcher.find(searcher.understand(text)).tiers
        assert tiers[0].products == rows


def test_languages_that_write_compounds_apart_do_not_take_words_to_pieces(
    tmp_path: Path,
) -> None:
    titles = {"bag": "Backpack", "wipes": "Back cleaning wipes big pack", "pack": "Power pack"}
    shop = open_titles(tmp_path, titles, "en")
    searcher = shop.searchers["en"]
    assert searcher.find(searcher.understand("backpack ")).tiers[0].products == 1


@pytest.fixture(scope="module")
def cobbler(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Open a shop in which no product is called a Damenschuh."""
    lines = [
        product(
            f"{gender}-{kind}-{number}",
            (f"{kind} Modell{number} für {gender}", f"{kind} {number}"),
            SHOES,
            "",
            "9",
            gender=gender,
        )
        for gender in ("Damen", "Herren")
        for kind in ("Schuh", "Laufschuh", "Hausschuh", "Regenjacke", "Winterjacke")
        for number in range(6)
    ]
    kin = families([replace(one, brand=None) for one in lines])
    return open_shop(tmp_path_factory.mktemp("cobbler"), list(kin), [])


def chips(shop: Shop, text: str, words: tuple[str, ...] = ()) -> list[str]:
    searcher = shop.searchers["de"]
    return [str(one) for one in searcher.find(searcher.understand(text), words).chips]


@pytest.mark.parametrize("text", ["damen schuhe ", "damenschuhe ", "damenschuhe"])
def test_part_of_a_compound_is_a_filter_as_the_word_alone_is(cobbler: Shop, text: str) -> None:
    assert chips(cobbler, text) == ["gender:Damen"]
    assert chips(cobbler, text, ("gender:Damen",)) == []
    assert cobbler.find(text) == cobbler.find("damen schuhe ")


def test_what_ends_like_kinds_of_a_thing_is_taken_apart_behind_a_whole_word(
    cobbler: Shop,
) -> None:
    assert cobbler.searchers["de"].understand("damenjacke ").terms[0].readings[0].shown == (
        "damen jacke"
    )


def test_a_compound_that_is_vetoed_gives_no_filter(cobbler: Shop) -> None:
    searcher = cobbler.searchers["de"].informed(
        cobbler.searchers["de"].lexicon.synonyms, [Veto(LearnedKind.COMPOUND, "damenschuhe")]
    )
    assert searcher.find(searcher.understand("damenschuhe ")).chips == ()


def test_the_thing_without_a_word_stands_above_its_head_with_it(tmp_path: Path) -> None:
    shop = open_titles(tmp_path, TITLES | {"clear": "Saft klar", "plain": "Mango Saft klar"})
    searcher = shop.searchers["de"]
    found = searcher.find(searcher.understand("traubensaft klar "))
    assert [one.dropped for one in found.tiers] == [("klar",), ()]
    assert shop.find("traubensaft klar ") == ["grape", "clear", "plain"]


def test_a_compound_nobody_has_is_what_has_its_parts_or_a_kind_of_its_head(
    tmp_path: Path,
) -> None:
    child = {
        "child": "Traubensaft für Kinder klar",
        "spoon": "Kinder Löffel",
        "cup": "Kinder Tasse",
    }
    shop = open_titles(tmp_path, TITLES | child)
    searcher = shop.searchers["de"]
    for text in ("kindersaft ", "kindersaft klar "):
        found = searcher.find(searcher.understand(text))
        assert found.tiers[0].dropped == ()
        assert found.tiers[0].products == 1
        assert shop.find(text)[0] == "child"
    everything = np.ones(shop.catalogue.products, dtype=np.bool_)
    offer = Offer(shop.catalogue, shop.catalogue.facets, everything)
    told = shop.suggesters["de"].suggest(searcher.understand("kindersaft"), offer, 5, None)
    assert [one["text"] for one in told.queries] == ["kinder saft"]
