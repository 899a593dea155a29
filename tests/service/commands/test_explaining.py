"""Can why be asked on the command line?"""

from pathlib import Path

import pytest

from tests.service.commands.conftest import Tresen

FEED = """product_id;title;price;stock
p1;Kamera Eins;10.00;3
p2;Kamera Zwei;12.00;0
"""


@pytest.fixture
def shop(tresen: Tresen, tmp_path: Path) -> Tresen:
    """Train a shop of two cameras, one of them sold out."""
    feed = tmp_path / "feed.csv"
    feed.write_text(FEED, encoding="utf-8")
    assert tresen("products", "import", str(feed))[0] == 0
    assert tresen("train")[0] == 0
    return tresen


def test_a_shelf_is_explained_like_a_search(shop: Tresen) -> None:
    code, said, _ = shop("explain", "--placement", "home")
    assert (code, said.splitlines()[0]) == (0, "Beliebt im Shop, by the level pre")
    assert "popular: bei vielen beliebt" in said
    _, said, _ = shop("explain", "--placement", "home", "--product", "p1")
    assert said.startswith("Kamera Eins: 1 / 1")
    _, said, _ = shop(
        "explain", "--placement", "product_alternatives", "--page", "p1", "--product", "p1"
    )
    assert said.startswith("Kamera Eins: es ist das Produkt der Seite selbst")
    assert shop("explain", "--placement", "nowhere")[0] != 0


def test_suggestions_are_explained_like_a_search(shop: Tresen) -> None:
    _, said, _ = shop("explain", "kam", "--placement", "suggest")
    assert said.splitlines()[0] == "1 products, by the level base"
    assert "1. Kamera Eins (p1)" in said
    _, said, _ = shop("explain", "kam", "--placement", "suggest", "--product", "p2")
    assert said.startswith("Kamera Zwei: es ist ausverkauft")


def test_hits_and_the_reason_why_a_product_is_missing_are_told(shop: Tresen) -> None:
    code, said, _ = shop("explain", "kamera")
    assert (code, said.splitlines()[0]) == (0, "1 products, by the level base")
    assert "1. Kamera Eins (p1)" in said
    _, said, _ = shop("explain", "kamera", "--product", "p2")
    assert said.startswith("Kamera Zwei: es ist ausverkauft")
    _, said, _ = shop("explain", "kamera", "--product", "p1", "--visitor", "v1")
    assert said.startswith("Kamera Eins: 1 / 1")
