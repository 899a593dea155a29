"""The words of a catalogue, by their beginnings and by their ends."""

import pytest

from knowledge_base.language.words import Analyser
from search.vocabulary import Vocabulary

COUNTS = {"regenjacke": 4, "winterjacken": 2, "jacken": 1, "käse": 3, "kaese": 1, "kabel": 9}


def words(language: str = "de") -> Vocabulary:
    return Vocabulary.of(COUNTS, Analyser(language))


def test_spellings_that_fold_alike_are_one_word_shown_the_usual_way() -> None:
    vocabulary = words()
    at = vocabulary.folded.index("kase")
    assert (vocabulary.shown[at], int(vocabulary.frequency[at])) == ("käse", 4)


def test_the_most_frequent_completion_comes_first() -> None:
    vocabulary = words()
    assert [vocabulary.shown[at] for at in vocabulary.completions("ka", 5)] == ["kabel", "käse"]


def test_compounds_end_with_the_word_and_begin_with_another() -> None:
    assert set(words().compounds("jack")) == {"regenjack", "winterjack"}


@pytest.mark.parametrize("stem", ["ke", "abel", ""])
def test_a_short_end_or_a_short_rest_makes_no_compound(stem: str) -> None:
    assert words().compounds(stem) == ()


def test_english_writes_its_compounds_apart() -> None:
    assert words("en").compounds("jack") == ()
