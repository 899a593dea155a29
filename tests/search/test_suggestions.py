"""What is offered while somebody types."""

import numpy as np
import pytest

from search.suggestions import Suggestions
from tests.search.shop import Shop


def suggest(shop: Shop, text: str, language: str = "de", limit: int = 5) -> Suggestions:
    allowed = np.ones(shop.catalogue.products, dtype=np.bool_)
    return shop.suggesters[language].suggest(text, allowed, limit)


def texts(found: Suggestions) -> list[str]:
    return [one["text"] for one in found.queries]


def test_what_many_visitors_searched_comes_first(shop: Shop) -> None:
    assert texts(suggest(shop, "lauf")) == ["laufschuhe", "laufschuhe damen"]


def test_a_query_is_found_by_any_of_its_words(shop: Shop) -> None:
    assert "laufschuhe damen" in texts(suggest(shop, "dam"))


def test_without_searches_the_catalogue_suggests(shop: Shop) -> None:
    assert texts(suggest(shop, "gart")) == ["Garten", "Gartenhäuser"]


def test_queries_stay_with_the_language_that_has_their_words(shop: Shop) -> None:
    assert "running shoes" in texts(suggest(shop, "run", "en"))
    assert not suggest(shop, "running").queries


def test_the_popular_ones_stand_where_nothing_is_typed(shop: Shop) -> None:
    assert texts(suggest(shop, "", limit=1)) == ["laufschuhe"]


@pytest.mark.parametrize("text", ["GARTENHÄU", "gartenhaeu", "gartenhae", "gartenhau"])
def test_umlauts_may_be_spelled_either_way(shop: Shop, text: str) -> None:
    found = suggest(shop, text)
    assert texts(found) == ["Gartenhäuser"]
    assert found.corrected is None


def test_categories_carry_their_path_and_their_products(shop: Shop) -> None:
    found = suggest(shop, "kamerat").categories
    assert found == [
        {
            "value": "Kameras/Kamerataschen",
            "label": "Kamerataschen",
            "count": 1,
            "path": ["Kameras", "Kamerataschen"],
        }
    ]


def test_brands_count_what_may_be_shown(shop: Shop) -> None:
    allowed = np.ones(shop.catalogue.products, dtype=np.bool_)
    allowed[shop.catalogue.product_row("run-1")] = False
    found = shop.suggesters["de"].suggest("ni", allowed, 5).brands
    assert [(one["label"], one["count"]) for one in found] == [("Nike", 1)]


def test_a_brand_without_anything_to_show_is_left_out(shop: Shop) -> None:
    nothing = np.zeros(shop.catalogue.products, dtype=np.bool_)
    assert shop.suggesters["de"].suggest("ni", nothing, 5).brands == []


@pytest.mark.parametrize("text", ["lafsch", "laufscuhe", "lsufschuhe dam"])
def test_a_slip_is_corrected_at_every_keystroke(shop: Shop, text: str) -> None:
    found = suggest(shop, text)
    assert found.corrected is not None
    assert texts(found)[0].startswith("laufschuhe")


def test_nonsense_suggests_nothing(shop: Shop) -> None:
    found = suggest(shop, "xqzzy")
    assert (found.queries, found.categories, found.brands) == ([], [], [])
