"""Which words an unknown word may stand for."""

from collections.abc import Mapping

import pytest

from knowledge_base.language.words import Analyser
from search.spelling import Spelling
from search.vocabulary import Vocabulary


def spelling(counts: Mapping[str, int]) -> Spelling:
    analyser = Analyser("de")
    return Spelling(Vocabulary.of(counts, analyser), analyser)


WORDS = {
    "kamera": 20,
    "kammer": 2,
    "laufschuhe": 30,
    "hose": 9,
    "rose": 12,
    "kühlschrank": 5,
    "bohrmaschine": 7,
    "wh1000xm4": 3,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kammera", ["kamera", "kammer"]),
        ("laufschue", ["laufschuhe"]),
        ("laufshcuhe", ["laufschuhe"]),
        ("kuehlschrnak", ["kühlschrank"]),
        ("bohrmashcinne", ["bohrmaschine"]),
        ("hsoe", ["hose"]),
    ],
)
def test_a_slip_leads_to_the_words_that_are_nearest(typed: str, meant: list[str]) -> None:
    assert [word for _, word in spelling(WORDS).correct(typed)] == meant


@pytest.mark.parametrize("typed", ["tose", "hos", "lxufscxe", "wh1000xm5", "qqqqqqq"])
def test_what_is_too_far_away_stays_as_it_is(typed: str) -> None:
    assert spelling(WORDS).correct(typed) == ()


def test_a_correction_is_looked_up_by_its_stem() -> None:
    assert spelling(WORDS).correct("laufschuhhe") == (("laufschuh", "laufschuhe"),)


@pytest.mark.parametrize(
    ("typed", "word"), [("lafsch", "laufschuhe"), ("bohrmsa", "bohrmaschine")]
)
def test_a_beginning_with_a_slip_is_completed(typed: str, word: str) -> None:
    assert spelling(WORDS).complete(typed)[0][1] == word


def test_an_empty_vocabulary_corrects_nothing() -> None:
    assert spelling({}).correct("laufschuhe") == ()
