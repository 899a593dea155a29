"""What some titles write as one word, and others as two."""

from pathlib import Path

import pytest

from knowledge_base.learned import LearnedKind, Veto
from search.searcher import Searcher
from search.synonyms import Synonyms
from tests.search.shop import Shop, open_titles

TITLES = {
    "monitor": "Monitor Touchscreen 15 Zoll",
    "till": "Kasse Touch Screen",
    "pen": "Touch Pen",
    "cloth": "Screen Tuch",
    "turned": "Screen Touch",
    "band": "Armband Leder",
    "loose": "Arm mit Band",
}


@pytest.fixture(scope="module", params=["de", "en"])
def searcher(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Searcher:
    shop: Shop = open_titles(tmp_path_factory.mktemp("apart"), TITLES, request.param)
    return shop.searchers[request.param]


def found(searcher: Searcher, text: str) -> set[str]:
    """Return the products that have the words however they are written."""
    match = searcher.find(searcher.understand(text))
    return {list(TITLES)[row] for row in match.candidates.rows[: match.tiers[0].products]}


@pytest.mark.parametrize("text", ["touchscreen ", "touch screen ", "touch-screen "])
def test_it_is_found_however_it_is_asked(searcher: Searcher, text: str) -> None:
    assert found(searcher, text) >= {"monitor", "till"}
    assert found(searcher, text).isdisjoint({"pen", "cloth"})


@pytest.mark.parametrize("text", ["touch scr", "touch screen", "Touch s"])
def test_it_is_completed_as_the_one_before_the_second_is_typed_to_its_end(
    searcher: Searcher, text: str
) -> None:
    ahead = searcher.ahead(searcher.understand(text), len(TITLES))
    assert {"monitor", "till"} <= {list(TITLES)[row] for row in ahead.candidates.rows}


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_a_word_of_other_products_alone_may_be_half_typed(
    tmp_path: Path, language: str
) -> None:
    titles = {"brush": "Zahnbürste weich", "book": "Bür Roman", "tooth": "Zahn Gel"}
    searcher = open_titles(tmp_path, titles, language).searchers[language]
    found = searcher.find(searcher.understand("zahn bür")).candidates.rows
    assert [list(titles)[row] for row in found[:1]] == ["brush"]
    both = open_titles(tmp_path / "both", titles | {"gel": "Zahn Bür"}, language)
    assert both.searchers[language].understand("zahn bür").terms[-1].readings == ()


def test_two_words_that_are_complete_become_nothing_longer(searcher: Searcher) -> None:
    assert searcher.understand("touch scr ").terms[-1].readings == ()
    assert not searcher.understand("touch scr", verbatim=True).terms[-1].readings


def test_words_that_never_stand_side_by_side_are_not_one(searcher: Searcher) -> None:
    assert found(searcher, "armband ") == {"band"}


def test_people_may_say_that_a_word_is_never_two(searcher: Searcher) -> None:
    veto = Veto(LearnedKind.COMPOUND, "touchscreen")
    told = searcher.informed(Synonyms(searcher.lexicon.analyser), [veto])
    assert found(told, "touchscreen ") == {"monitor"}
