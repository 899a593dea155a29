"""What a title is about."""

import pytest

from search.heads import head_of


@pytest.mark.parametrize(
    ("text", "language", "head"),
    [
        ("ALANA Kinder Schlafsack 1 TOG, 130 cm, mit Bio-Baumwolle", "de", "schlafsack"),
        ("Futter für Hunde", "de", "futter"),
        ("Gartenstuhl klappbar grün", "de", "gartenstuhl"),
        ("Tasche (groß) Leder", "de", "tasche"),
        ("jacke rot", "de", "rot"),
        ("für Hunde", "de", "hunde"),
        ("Trail shoes for men", "en", "shoes"),
        ("39", "de", "39"),
        ("–", "de", None),
        ("", "en", None),
    ],
)
def test_the_head_is_the_noun_before_what_only_adds(
    text: str, language: str, head: str | None
) -> None:
    assert head_of(text, language) == head
