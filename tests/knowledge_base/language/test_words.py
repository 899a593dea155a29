"""What counts as a word, and which words count as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.language.words import Analyser, joined_words, split_words


def words_of(text: str) -> list[str]:
    return [word.text for word in split_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Laufschuhe, blau", ["laufschuhe", "blau"]),
        ("Größe 41,5", ["grösse", "41.5"]),
        ("USB 3.0.", ["usb", "3.0"]),
        ("Levi's L\u2019Oréal", ["levis", "loréal"]),
        ("Garten\u00adhaus", ["gartenhaus"]),
        ("Ku\u0308hlschrank", ["kühlschrank"]),
        ("\ufb01ne m²", ["fine", "m2"]),
        ("Sony\u2122", ["sony"]),
        ("\x00\t❤ …", []),
    ],
)
def test_a_text_is_cut_into_normalised_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_hyphenated_word_is_its_parts_and_the_joined_word() -> None:
    words = split_words("Nike T-Shirt WH-1000XM4")
    assert [word.text for word in words] == ["nike", "t", "shirt", "wh", "1000xm4"]
    assert [word.text for word in joined_words(words)] == ["tshirt", "wh1000xm4"]


def test_a_dash_between_spaces_joins_nothing() -> None:
    assert not list(joined_words(split_words("Hose - blau")))


@pytest.mark.parametrize("text", ["Ku\u0308hl-Größe", "ﬁne Straße", "½ Meter", "İzmir a\u0301"])
def test_a_word_knows_its_place_in_the_text_as_it_was_written(text: str) -> None:
    for word in split_words(text):
        assert word.text in words_of(text[word.start : word.end])


@given(st.text(max_size=60))
def test_places_are_ordered_and_inside_the_text(text: str) -> None:
    before = 0
    for word in split_words(text):
        assert word.text
        assert before <= word.start < word.end <= len(text)
        before = word.start


@given(st.text(max_size=60))
def test_the_words_of_words_are_themselves(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)


@pytest.mark.parametrize(
    "same",
    [
        "Kühlschrank Kuehlschrank kuhlschrank Kühlschränke",
        "Größe Grösse Groesse",
        "Schuh Schuhe Schuhen",
        "Kamera Kameras",
        "Akku Akkus",
        "Laptop Laptops",
        "Haus Häuser",
        "Jacke Jacken",
        "blau blaue blauer blaues",
        "Bild Bilder Bildern",
        "Leder Leders",
        "Drucker Druckern",
        "lecker leckere leckerer",
        "Haustier Haustiere",
        "Loch Löcher Löchern Loecher",
        "klein kleinste kleinsten",
        "geröstet geröstete geröstetes",
        "Podest Podeste Podests",
        "Filet Filets",
        "Tablet Tablets",
        "wasserfest wasserfeste wasserfester",
        "Café Cafe",
    ],
)
def test_german_inflections_and_umlauts_have_one_stem(same: str) -> None:
    german = Analyser("de")
    assert len({stem for _, stem in german.terms(same)}) == 1


@pytest.mark.parametrize("different", ["Reis Rei", "Mais Mai", "Eis Ei", "Haus Hai"])
def test_words_that_only_look_like_plurals_stay_apart(different: str) -> None:
    german = Analyser("de")
    assert len({stem for _, stem in german.terms(different)}) == 2


@pytest.mark.parametrize(
    "different",
    [
        "Leder LED",
        "Boxer Box",
        "Drucker Druck",
        "Toaster Toast",
        "Messer Messe",
        "Reiniger rein",
        "Locher Loch",
        "Forest for",
        "Podest Pod",
        "Herbst herb",
        "Filet File",
        "Pastete Paste",
        "Ballet Ball",
    ],
)
def test_endings_are_those_of_few_nouns_of_adjectives_and_of_participles_alone(
    different: str,
) -> None:
    german = Analyser("de")
    assert len({stem for _, stem in german.terms(different)}) == 2


@pytest.mark.parametrize(
    ("compound", "head"),
    [("Schwangerschaftstest", "Test"), ("Pflegesets", "Set"), ("Osternest", "Nester")],
)
def test_what_looks_like_an_ending_may_be_the_head_of_a_compound(
    compound: str, head: str
) -> None:
    stem = Analyser("de").stem
    assert stem(compound.casefold()).endswith(stem(head.casefold()))


@pytest.mark.parametrize(
    ("word", "language", "is_one"),
    [
        ("matt", "de", True),
        ("weiss", "de", True),
        ("hellgrün", "de", True),
        ("laktosefrei", "de", True),
        ("matte", "de", False),
        ("thunfisch", "de", False),
        ("apfelessig", "de", False),
        ("matt", "en", False),
    ],
)
def test_adjectives_are_told_as_they_stand(word: str, language: str, is_one: bool) -> None:  # noqa: FBT001 - a case
    assert Analyser(language).is_adjective(word) is is_one


def test_english_has_its_own_stems() -> None:
    english = Analyser("en")
    assert english.stem("shoes") == english.stem("shoe")
    assert english.stem("batteries") == english.stem("battery")


def test_a_word_with_digits_is_never_stemmed() -> None:
    assert Analyser("de").stem("42s") == "42s"


def test_a_language_without_a_stemmer_only_loses_accents() -> None:
    assert Analyser("xx").stem("čajovny") == "cajovny"


def test_a_very_long_word_is_cut() -> None:
    assert len(words_of("a" * 10_000)[0]) == 64
