"""Are both ways to write an epoq catalogue the same catalogue?"""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base.products import Product
from tests.knowledge_base.feeds.reading import feed_of, lines

XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0" xmlns:e="http://base.epoq.de/ns">
<channel><title>Bettenhaus</title>
<item>
  <g:id>B-1</g:id><title>Bettwäsche Mila</title><link>https://b.example/b-1</link>
  <description>&lt;b&gt;Satin&lt;/b&gt;, weich</description>
  <g:price>49.95</g:price><e:oldPrice>69.95</e:oldPrice><e:currency>EUR</e:currency>
  <g:image_link>https://b.example/s.jpg</g:image_link>
  <e:large_image>https://b.example/l.jpg</e:large_image>
  <g:product_type>home&gt;textiles|bedding</g:product_type>
  <g:brand>Traum</g:brand><g:color>blau</g:color><g:quantity>7</g:quantity>
  <e:deliveryTimeInDays>3</e:deliveryTimeInDays><e:stoff>Satin</e:stoff>
</item>
</channel></rss>
"""
CSV = """\
productId;name;productUrl;description;price;oldPrice;currency;smallImage;largeImage;category;\
brand;color;quantity;deliveryTimeInDays;stoff
B-1;Bettwäsche Mila;https://b.example/b-1;<b>Satin</b>, weich;49,95;69,95;EUR;\
https://b.example/s.jpg;https://b.example/l.jpg;home>textiles|bedding;Traum;blau;7;3;Satin
"""
LINEN = Product(
    product_id="B-1",
    title={"de": "Bettwäsche Mila"},
    description={"de": "Satin, weich"},
    brand="Traum",
    categories={"de": (("home", "textiles"), ("bedding",))},
    price=Decimal("49.95"),
    list_price=Decimal("69.95"),
    stock=7,
    delivery_days=3,
    url="https://b.example/b-1",
    image_urls=("https://b.example/l.jpg", "https://b.example/s.jpg"),
    attributes={"stoff": ({"de": "Satin"},), "colour": ({"de": "blau"},)},
)


@pytest.mark.parametrize("feed", [XML, CSV], ids=["XML", "CSV"])
def test_a_line_becomes_a_product(tmp_path: Path, feed: str) -> None:
    assert feed_of(tmp_path, feed).dialect.name == "epoq"
    assert lines(tmp_path, feed) == [LINEN]


@pytest.mark.parametrize(
    "sizes",
    [
        "135x200#4#69.95#49.95#https://b.example/135#|155x220#0##59.95##54.95",
        "135x200:4:49.95#155x220:0:54.95",
    ],
    ids=["long", "short"],
)
def test_sizes_in_one_cell_are_variants(tmp_path: Path, sizes: str) -> None:
    feed = f"productId;name;price;size;currency;sizesInfo\nB-1;Mila;49.95;alle;EUR;{sizes}\n"
    product, small, large = lines(tmp_path, feed)
    assert (product.product_id, product.attributes) == ("B-1", {})
    assert (small.product_id, small.variant_of) == ("B-1-135x200", "B-1")
    assert (small.stock, small.price) == (4, Decimal("49.95"))
    assert small.attributes == {"size": ({"de": "135x200"},)}
    assert (large.stock, large.price) == (0, Decimal("54.95"))


def test_a_special_price_is_reduced_from_the_price(tmp_path: Path) -> None:
    feed = "productId;name;sizesInfo\nB-1;Mila;L#1##59.95##54.95|XL#1#70#60##54.95\n"
    _, large, larger = lines(tmp_path, feed)
    assert (large.price, large.list_price) == (Decimal("54.95"), Decimal("59.95"))
    assert (larger.price, larger.list_price) == (Decimal("54.95"), Decimal("70.00"))


def test_a_line_says_what_language_it_is_in(tmp_path: Path) -> None:
    feed = "productId;name;locaKey;stoff\nB-1;Linen;en_GB;satin\n"
    (linen,) = lines(tmp_path, feed)
    assert linen.title == {"en": "Linen", "de": "Linen"}
    assert linen.attributes["stoff"] == ({"en": "satin", "de": "satin"},)
