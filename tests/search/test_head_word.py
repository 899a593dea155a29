"""Which word of a query names the thing."""

import pytest

from search.head_word import head_word
from search.understanding import understand
from tests.search.shop import Shop


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("laufschuhe damen ", "laufschuhe"),
        ("nike laufschuhe ", "laufschuhe"),
        ("tasche für kameras ", "tasche"),
        ("karibu gartenhaus ", "gartenhaus"),
        ("gartenhaus 2 m ", "gartenhaus"),
        ("rote lafschuhe ", "lafschuhe"),
        ("lafschuhe rot ", "lafschuhe"),
        ("rote laufschuhe xylophon ", "laufschuhe"),
    ],
)
def test_the_thing_is_what_names_a_category_or_stands_before_a_preposition(
    shop: Shop, text: str, word: str
) -> None:
    lexicon = shop.searchers["de"].lexicon
    query = understand(text, lexicon)
    at = head_word(query, lexicon.things, lexicon.compounds)
    assert at is not None
    assert query.terms[at].text == word


def test_words_nobody_knows_name_nothing(shop: Shop) -> None:
    lexicon = shop.searchers["de"].lexicon
    query = understand("xylophon ", lexicon)
    assert head_word(query, lexicon.things, lexicon.compounds) is None
