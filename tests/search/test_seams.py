"""Two words that were written as one, in a language that writes them apart."""

from pathlib import Path

import pytest

from search.seams import two_words
from search.searcher import Searcher
from tests.search.shop import open_titles

TITLES = {
    "blower": "Snow blower electric",
    "shovel": "Snow shovel",
    "nails": "Nails 18 gauge",
    "fan": "Ceiling fan",
    "light": "Fan light for the car",
    "rug": "Bath rug",
    "vent": "Bathrag vent",
}


@pytest.fixture(scope="module", params=["en"])
def searcher(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Searcher:
    shop = open_titles(tmp_path_factory.mktemp("seams"), TITLES, request.param)
    return shop.searchers[request.param]


def found(searcher: Searcher, text: str) -> list[str]:
    candidates = searcher.find(searcher.understand(text)).candidates
    return [list(TITLES)[row] for row in candidates.rows.tolist()]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("snowblower", ("snow", "blower")),
        ("snowblowers", ("snow", "blowers")),
        ("nails18", ("nails", "18")),
        ("18nails", ("18", "nails")),
        ("snowrug", None),  # no product has both
        ("shovelsnowfan", None),
        ("fanlightx", None),
        ("1818", None),
        ("fan", None),
        ("", None),
    ],
)
def test_two_words_that_products_have_are_found_in_one(
    searcher: Searcher, typed: str, words: tuple[str, str] | None
) -> None:
    lexicon = searcher.lexicon
    assert two_words(typed, lexicon.index, lexicon.analyser) == words


def test_what_was_written_as_one_is_found_apart(searcher: Searcher) -> None:
    assert found(searcher, "electric snowblower") == ["blower"]


def test_a_slip_is_likelier_than_two_words(searcher: Searcher) -> None:
    assert found(searcher, "bathrug") == ["vent"]


def test_a_language_that_joins_words_cuts_anywhere_only_where_nothing_else_helps(
    tmp_path: Path,
) -> None:
    titles = {"cable": "USB Kabel", "bath": "Bad Teppich", "rug": "Badteppiche weich"}
    shop = open_titles(tmp_path, titles)
    assert shop.find("usbkabel ") == ["cable"]
    assert shop.find("badtepiche ") == ["rug"]
