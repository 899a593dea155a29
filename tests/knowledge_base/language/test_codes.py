"""Which spellings of an article number are the same number."""

import pytest

from knowledge_base.language.codes import code_key, is_gtin, item_of_case, looks_like_code


@pytest.mark.parametrize(
    "text", ["SPA2600/00", "spa 2600-00", "Spa.2600.00", "\uff33\uff30\uff212600/00"]
)
def test_case_width_and_separators_make_no_difference(text: str) -> None:
    assert code_key(text) == "spa260000"


def test_leading_zeros_of_a_number_do_not_count_those_of_a_code_do() -> None:
    assert code_key("0012502615620") == code_key("12502615620")
    assert code_key("00A1") != code_key("A1")


@pytest.mark.parametrize("word", ["a1h", "spa2600", "4006381333931", "12345", "7v1040ss"])
def test_letters_with_digits_or_many_digits_look_like_a_code(word: str) -> None:
    assert looks_like_code(word)


@pytest.mark.parametrize("word", ["laufschuh", "39", "2024", ""])
def test_a_word_or_a_small_number_does_not_look_like_a_code(word: str) -> None:
    assert not looks_like_code(word)


@pytest.mark.parametrize(
    "text", ["4006381333931", "4 006381 333931", "04006381333931", "96385074", "012502615620"]
)
def test_a_gtin_is_known_by_its_check_digit(text: str) -> None:
    assert is_gtin(text)


@pytest.mark.parametrize(
    "text", ["4006381333932", "400638133393", "SPA2600/00", "²²²²²²²²", ""]
)
def test_a_wrong_digit_or_length_makes_no_gtin(text: str) -> None:
    assert not is_gtin(text)


def test_the_gtin_of_a_case_names_the_item_in_it() -> None:
    assert item_of_case("14006381333938") == "4006381333931"
    assert item_of_case("04006381333931") is None
    assert item_of_case("14006381333931") is None
