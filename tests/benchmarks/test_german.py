import random

import pytest

from benchmarks import german
from benchmarks.german import Change, Words

TITLES = [
    "Haarspray Stark",
    "Haar Kur und Spray",
    "Gesichtscreme mit Gesicht und Creme",
    "Apfel und Äpfel aus Äpfeln",
    "Tomate Tomaten",
    "Hund Hunde Hunden",
    "Wolle zum Woll",
    "Anti-Aging Creme",
    "der Gute und die Gute, guter und gutes",
]
WORDS = Words(TITLES * 3)
CHANCE = random.Random(1)


@pytest.mark.parametrize(
    ("change", "typed", "other"),
    [
        (german.split, "haarspray", "haar spray"),
        (german.split, "gesichtscreme", "gesichts creme"),
        (german.joined, "haar spray", "haarspray"),
        (german.joined, "gesicht creme", "gesichtscreme"),
        (german.other_number, "apfel", "äpfel"),
        (german.other_number, "tomaten", "tomate"),
        (german.other_number, "hund", "hunde"),
        (german.umlaut_spelled_out, "süß", "suess"),
        (german.umlaut_dropped, "kühlschrank", "kuhlschrank"),
        (german.with_hyphen, "anti aging", "anti-aging"),
        (german.other_unit, "500 ml", "0,5 l"),
        (german.other_unit, "1,5l", "1500 ml"),
        (german.other_unit, "2kg", "2000 g"),
        (german.other_space, "75ml", "75 ml"),
        (german.other_space, "0,75 l", "0,75l"),
    ],
)
def test_a_word_is_written_as_people_also_write_it(
    change: Change, typed: str, other: str
) -> None:
    assert change(typed, WORDS, CHANCE) == other


@pytest.mark.parametrize(
    ("change", "typed"),
    [
        (german.split, "tomaten"),
        (german.split, "lampenschirm"),
        (german.joined, "apfel creme"),
        (german.other_number, "wolle"),
        (german.other_number, "gute"),
        (german.umlaut_dropped, "tomate"),
        (german.without_hyphen, "creme"),
        (german.with_hyphen, "haar spray"),
        (german.other_unit, "115 g"),
        (german.other_unit, "18 kg"),
        (german.other_unit, "20 cm"),
    ],
)
def test_what_nobody_would_write_is_not_made(change: Change, typed: str) -> None:
    assert change(typed, WORDS, CHANCE) is None


def test_a_hyphen_is_left_out_with_a_space_or_without() -> None:
    written = {
        german.without_hyphen("anti-aging", WORDS, random.Random(seed)) for seed in range(20)
    }

    assert written == {"anti aging", "antiaging"}
