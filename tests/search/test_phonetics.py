"""Which words sound alike."""

import pytest

from search.phonetics import Homophones, sounds


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("wikipedia", "3412"),
        ("breschnew", "17863"),
        ("mullerludenscheidt", "65752682"),
        ("chrom", "476"),
        ("cello", "85"),
        ("match", "684"),
        ("phase", "38"),
        ("axt", "0482"),
        ("exzellent", "048562"),
    ],
)
def test_german_words_sound_as_postel_wrote_them_down(word: str, code: str) -> None:
    assert list(sounds([word], "de")) == [code]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vinal", "vinyl"),
        ("nife", "knife"),
        ("nite", "night"),
        ("fosfor", "phosphor"),
        ("refridgerator", "refrigerator"),
        ("mashine", "machine"),
        ("sealing", "ceiling"),
        ("rench", "wrench"),
    ],
)
def test_english_words_that_sound_alike_are_written_alike(one: str, other: str) -> None:
    first, second = sounds([one, other], "en")
    assert first == second


def test_words_that_differ_in_more_than_vowels_sound_different() -> None:
    assert len(set(sounds(["knife", "night", "ladder", "letter", "sander"], "en"))) == 4


def test_words_do_not_change_each_other() -> None:
    words = ["chrom", "axt", "h", "", "sc", "cello", "haus"]
    assert list(sounds(words, "de")) == [one for word in words for one in sounds([word], "de")]


def test_a_language_without_rules_has_no_sounds() -> None:
    assert list(sounds(["fosfor"], "fi")) == []
    assert Homophones(["fosfor"], "fi").of("phosphor") == []


def test_words_are_found_by_their_sound() -> None:
    words = Homophones(["pfau", "fahrrad", "vorrat", "varat"], "de")
    assert sorted(words.of("farrat")) == [1, 2, 3]
    assert words.of("pfau") == [], "one sound says too little"
