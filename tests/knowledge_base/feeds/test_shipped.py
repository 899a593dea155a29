"""Is every dialect known by its columns, and none taken for another?"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base.feeds.shipped import choose_dialect
from tests.knowledge_base.feeds.reading import MARCH, feed_of, lines

SHOPWARE = """\
id;parent_id;product_number;active;stock;name;description;price_net;price_gross;tax_rate;\
cover_media_url;manufacturer_name;categories;propertyIds;optionIds
0a1b;;SW-1;1;10;Regal;<p>Eiche</p>;83.19;99.00;19;https://s.example/r.jpg;Holzig;\
0b53d6e2b1a04d9ea5f2a4b5c6d7e8f9|1b53d6e2b1a04d9ea5f2a4b5c6d7e8f9;;
0a1c;0a1b;SW-1.1;1;4;;;;109.00;19;;;;;
0a1d;;SW-2;0;4;Alt;;1;1.19;19;;;;;
"""


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("Tresen", ["product_id", "title", "price"]),
        ("Tresen", ["product_id", "URL handle", "Title", "Vendor"]),
        ("Tresen", ["Artikel", "Bezeichnung"]),
        ("Google Merchant", ["id", "title", "link", "image_link", "price", "quantity"]),
        ("Google Merchant", ["g:id", "Title", "image link"]),
        ("epoq", ["productId", "name", "price"]),
        ("epoq", ["id", "title", "sizes_Info"]),
        ("Shopify", ["Handle", "Title", "Body (HTML)", "Vendor"]),
        ("Shopify", ["Title", "URL handle", "Description", "Vendor"]),
        ("WooCommerce", ["id", "type", "sku", "regular price", "name"]),
        ("WooCommerce", ["ID", "Typ", "Artikelnummer", "Regulärer Preis", "Name"]),
        ("WooCommerce", ["ID", "Type", "UGS", "Tarif régulier", "Nom"]),
        ("Shopware", ["id", "product_number", "name", "price_gross"]),
    ],
)
def test_columns_tell_the_dialect(name: str, columns: Sequence[str]) -> None:
    assert choose_dialect(columns, now=MARCH).name == name


def test_a_shopware_export_becomes_products(tmp_path: Path) -> None:
    shelf, large = lines(tmp_path, SHOPWARE)
    assert (shelf.product_id, shelf.sku, shelf.brand) == ("0a1b", "SW-1", "Holzig")
    assert (shelf.title, shelf.description) == ({"de": "Regal"}, {"de": "Eiche"})
    assert (shelf.price, shelf.stock) == (Decimal("99.00"), 10)
    assert shelf.categories == {}
    assert (large.variant_of, large.price) == ("0a1b", Decimal("109.00"))


def test_categories_with_names_are_read(tmp_path: Path) -> None:
    named = SHOPWARE.replace(
        "0b53d6e2b1a04d9ea5f2a4b5c6d7e8f9|1b53d6e2b1a04d9ea5f2a4b5c6d7e8f9", "Möbel > Regale"
    )
    assert lines(tmp_path, named)[0].categories == {"de": (("Möbel", "Regale"),)}


def test_a_line_that_is_not_active_is_left_out(tmp_path: Path) -> None:
    feed = feed_of(tmp_path, SHOPWARE)
    assert len(list(feed.entries)) == 2
    assert feed.dialect.notes == {"lines left out because of 'active'": 1}
