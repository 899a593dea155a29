"""Heads of compounds are known by what words end with, whatever slips are in them."""

import pytest

from search.endings import Endings
from search.spelling import one_slip
from tests.search.shop import Shop, open_titles

WORDS = ["anlegeleiter", "schulrucksack", "stehleiter", "trittleiter", "wanderrucksack"]
DRINKS = 6
TITLES = {
    "bag": "Schulrucksack blau",
    "high": "Stehleiter Holz",
    "long": "Anlegeleiter Alu",
    "low": "Trittleiter",
    "small": "Kompaktkamera",
    "large": "Systemkamera 24 MP",
    "film": "Digitalkamera",
    "driver": "Akku-Bohrschrauber",
    "screw": "Terrassenschrauben",
    **{f"drink-{number}": f"Saft {number} 1 Liter" for number in range(DRINKS)},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("endings"), TITLES)


@pytest.mark.parametrize(
    "typed", ["rucksak", "ruksack", "rcksack", "rucksacc", "ruckssack", "urcksack"]
)
def test_an_ending_is_found_with_a_slip_in_either_half(typed: str) -> None:
    assert Endings(WORDS, one_slip).near(typed)[0][0] == "rucksack"


@pytest.mark.parametrize(
    "typed", ["rucksack", "sak", "leiten1", "schulrucksak", "runksakc", ""]
)
def test_what_is_right_short_far_away_or_a_whole_word_is_no_ending(typed: str) -> None:
    assert Endings(WORDS, one_slip).near(typed) == []


def test_the_commonest_ending_comes_first_with_a_word_that_has_it() -> None:
    found = Endings([*WORDS, "fussleiten"], one_slip).near("leitex")
    assert found == [("leiter", "anlegeleiter"), ("leiten", "fussleiten")]


def understood(store: Shop, text: str) -> str | None:
    return store.searchers["de"].understand(text).corrected


@pytest.mark.parametrize("typed", ["rucksak", "ruksack", "rcksack"])
def test_a_head_that_is_never_alone_is_corrected_to(store: Shop, typed: str) -> None:
    assert store.find(typed) == ["bag"]
    assert understood(store, typed) == "rucksack"


def test_a_short_slip_leads_to_a_head_that_begins_alike_and_has_several_kinds(
    store: Shop,
) -> None:
    assert set(store.find("kamra")) == {"small", "large", "film"}
    assert understood(store, "kamra") == "kamera"
    assert store.find("gamera") == []


def test_what_many_words_end_with_is_a_word_though_another_is_near(store: Shop) -> None:
    assert set(store.find("leiter")) == {"high", "long", "low"}
    assert understood(store, "leiter") is None
    assert set(store.find("leitern")) == {"high", "long", "low"}
    assert len(store.find("liter")) == DRINKS


def test_an_unknown_compound_is_what_ends_so_if_it_begins_with_a_word(store: Shop) -> None:
    assert store.find("akkuschrauber") == ["driver"]
    assert store.find("schulrucksackschrauber") == ["driver"]
    assert store.find("xylophonschrauber") == []


def test_endings_are_those_of_words_with_more_before_them() -> None:
    assert Endings([*WORDS, "eileiter", "leiter"], one_slip).having("leiter") == [
        "anlegeleiter",
        "stehleiter",
        "trittleiter",
    ]
