"""How a shop writes words, by the small shop in two languages."""

import pytest

from knowledge_base.language.words import Analyser
from search.wording import Wording
from tests.search.shop import Shop


@pytest.mark.parametrize(
    ("language", "words", "written"),
    [
        ("de", ("laufschuhe",), "Laufschuhe"),
        ("de", ("kamerataschen",), "Kamerataschen"),
        ("de", ("t", "shirt"), "T-Shirt"),
        ("de", ("nike",), "Nike"),
        ("de", ("unbekannt",), "unbekannt"),
        ("en", ("sheds",), "sheds"),
        ("en", ("cameras",), "cameras"),
        ("en", ("sony",), "Sony"),
    ],
)
def test_words_are_written_as_titles_do_or_else_categories(
    shop: Shop, language: str, words: tuple[str, ...], written: str
) -> None:
    assert Wording.of(shop.catalogue, Analyser(language)).shown(words) == written
