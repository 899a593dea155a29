"""What is not wanted: one word denies whatever it is said of, and nothing else."""

from pathlib import Path

import pytest

from search.interpretation import interpretation
from search.tiers import Found
from tests.search.shop import Shop, open_titles

JACKETS = {
    "plain": "Jacke blau",
    "hood": "Jacke mit Kapuze",
    "zip": "Jacke mit Reißverschluss",
    "fur": "Jacke mit Fell",
    "fake": "Jacke mit künstlichem Fell",
    "art": "Künstliche Jacke",
    "black": "Jacke schwarz",
}
FANS = {
    "lamp": "Ceiling fan with light kit",
    "kit": "Red light kit for ceiling fan",
    "light": "Ceiling fan, light",
    "tools": "Ceiling fan tool kit",
    "black": "Ceiling fan black, remote not included",
}


@pytest.fixture(scope="module")
def jackets(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("jackets"), JACKETS)


@pytest.fixture(scope="module")
def fans(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_titles(tmp_path_factory.mktemp("fans"), FANS, "en")


def answer(shop: Shop, text: str, language: str = "de") -> Found:
    searcher = shop.searchers[language]
    return searcher.find(searcher.understand(text))


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("jacke ohne kapuze und reißverschluss ", {"hood", "zip"}),
        ("jacke ohne kapuze, reißverschluss oder fell ", {"hood", "zip", "fur", "fake"}),
        ("jacke weder kapuze noch fell ", {"hood", "fur", "fake"}),
        ("jacke ohne kapuze, fell ", {"hood"}),
        ("jacke ohne kapuze und mit fell ", {"hood"}),
        ("jacke ohne kapuze und blau ", {"hood"}),
        ("jacke ohne künstliches fell ", {"fake"}),
        ("jacke nicht künstlich ", {"art", "fake"}),
        ("jacke nicht in schwarz ", {"black"}),
        ("jacke nicht schwarz oder blau ", {"black", "plain"}),
        ("jacke ohne die kapuze ", {"hood"}),
    ],
)
def test_each_thing_that_is_denied_is_left_aside(
    jackets: Shop, text: str, excluded: set[str]
) -> None:
    assert excluded.isdisjoint(jackets.find(text))
    assert set(jackets.find(text)) | excluded >= {"plain"}


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("ceiling fan without light kit ", {"lamp", "kit"}),
        ("ceiling fan without light or tool ", {"lamp", "kit", "light", "tools"}),
        ("ceiling fan without light, kit ", {"lamp", "kit", "light"}),
        ("ceiling fan not black ", {"black"}),
    ],
)
def test_two_words_that_titles_have_as_one_name_are_denied_together(
    fans: Shop, text: str, excluded: set[str]
) -> None:
    assert set(fans.find(text, "en")) == FANS.keys() - excluded


def test_what_is_denied_is_told_as_it_was_typed(jackets: Shop) -> None:
    said = interpretation(answer(jackets, "Jacke ohne Kapuze und künstliches Fell "))
    assert said["without"] == ["ohne Kapuze und künstliches Fell"]
    assert said["lacking"] == ["Kapuze", "künstliches Fell"]
    assert said["dropped"] == []
    two = interpretation(answer(jackets, "Jacke ohne Kapuze ohne Fell "))
    assert two["without"] == ["ohne Kapuze", "ohne Fell"]


def test_nothing_is_denied_by_a_word_alone(jackets: Shop, tmp_path: Path) -> None:
    assert answer(jackets, "jacke ohne ").query.spans == ()
    assert answer(jackets, "jacke ohne und ").query.spans == ()
    steel = open_titles(tmp_path, {"steel": "Messer nicht rostend", "iron": "Messer rostend"})
    assert steel.find("messer nicht rostend ") == ["steel"]
