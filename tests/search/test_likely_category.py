import pytest

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.catalogue_builder import CATEGORY
from search.likely_category import category_of_rows, likely_category
from search.understanding import understand
from tests.search.shop import Shop


def guess(shop: Shop, text: str, language: str = "de") -> str | None:
    lexicon = shop.searchers[language].lexicon
    code = likely_category(understand(text, lexicon), lexicon, shop.catalogue)
    return None if code == UNKNOWN else shop.catalogue.facets[CATEGORY].values[code]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("zwergenkamera", "Kameras"),
        ("gartenhausversicherung", "Garten/Gartenhäuser"),
        ("quietschlaufschuhe", "Schuhe/Laufschuhe"),
    ],
)
def test_what_a_word_ends_or_begins_with_hints_at_a_category(
    shop: Shop, text: str, category: str
) -> None:
    assert guess(shop, text) == category


def test_the_end_of_a_word_says_more_than_its_beginning(shop: Shop) -> None:
    assert guess(shop, "gartenhauskamera") == "Kameras"


def test_a_word_of_another_language_hints_too(shop: Shop) -> None:
    assert guess(shop, "xenoshed") == "Garten/Gartenhäuser"


@pytest.mark.parametrize("text", ["", "qxzv wqy", "für", "4711", "🦆"])
def test_nothing_is_guessed_from_nothing(shop: Shop, text: str) -> None:
    assert guess(shop, text) is None


def test_products_of_several_categories_share_what_lies_above_them(shop: Shop) -> None:
    catalogue = shop.catalogue
    values = catalogue.facets[CATEGORY].values
    both = catalogue.product_rows(["cam-1", "cam-2", "bag-1"])
    assert values[category_of_rows(both, catalogue)] == "Kameras"
    apart = catalogue.product_rows(["cam-1", "run-1"])
    assert category_of_rows(apart, catalogue) == UNKNOWN
