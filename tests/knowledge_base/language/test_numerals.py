"""How decimals are read and written."""

import pytest

from knowledge_base.language.numerals import local


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("0.5 l", "de", "0,5 l"),
        ("2.5x2.5", "de-AT", "2,5x2,5"),
        ("0.5 l", "en", "0.5 l"),
        ("42 pack", "de", "42 pack"),
        ("no. 5", "de", "no. 5"),
    ],
)
def test_decimals_are_written_the_way_the_language_does(
    text: str, language: str, written: str
) -> None:
    assert local(text, language) == written
