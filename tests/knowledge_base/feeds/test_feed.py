"""Does every dialect end up as the same product?"""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Line
from knowledge_base.feeds.feed import Feed, open_feed
from knowledge_base.lines import read_product
from knowledge_base.products import Availability, Product

DATA = Path(__file__).parents[2] / "data"
MID_JANUARY = datetime(2026, 1, 15, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def products(feed: Feed) -> list[Product | dict[str, str]]:
    """Read a feed; a line that is refused is a dictionary of its faults."""
    found: list[Product | dict[str, str]] = []
    for one in feed.entries:
        if not isinstance(one, Line):
            found.append({"": one.detail})
            continue
        try:
            found.append(read_product(feed.read(one.raw), languages=("de",), currency="EUR"))
        except BadInput as bad:
            found.append({fault.place: fault.detail for fault in bad.faults})
    return found


def product(feed: Feed) -> Product:
    first = products(feed)[0]
    assert isinstance(first, Product)
    return first


def feed_of(tmp_path: Path, text: str) -> Feed:
    path = tmp_path / "feed"
    path.write_text(text, encoding="utf-8")
    return open_feed(path, now=MARCH)


def test_a_google_item_becomes_a_product() -> None:
    house = product(open_feed(DATA / "google.xml", now=MARCH))
    assert house == Product(
        product_id="GH-200",
        title={"de": "Gartenhaus Lerche"},
        description={"de": "Aus nordischer Fichte.\nWandstärke 28 mm"},
        brand="Birkenau",
        categories={"de": (("Garten", "Gartenhäuser"), ("Garten", "Angebote"))},
        price=Decimal("999.00"),
        list_price=Decimal("1299.00"),
        availability=Availability.IN_STOCK,
        url="https://birkenau.example/p/gh-200",
        image_urls=(
            "https://birkenau.example/i/gh-200.jpg",
            "https://birkenau.example/i/gh-200-b.jpg",
            "https://birkenau.example/i/gh-200-c.jpg",
        ),
        gtin="2000000000015",
        mpn="GH-200",
        attributes={
            "breite": ({"de": "200 cm"},),
            "dachform": ({"de": "Pultdach"},),
            "tags": ({"de": "neu"},),
        },
    )


def test_a_google_item_of_a_group_is_a_variant() -> None:
    _, green, bad = products(open_feed(DATA / "google.xml", now=MARCH))
    assert isinstance(green, Product)
    assert green.variant_of == "HS-1"
    assert green.availability is Availability.OUT_OF_STOCK
    assert green.attributes == {"colour": ({"de": "grün"},), "size": ({"de": "9"},)}
    assert isinstance(bad, dict)
    assert list(bad) == ["price"]


def test_a_google_table_says_the_same_in_one_row() -> None:
    can = product(open_feed(DATA / "google.tsv", now=MARCH))
    assert can.image_urls == tuple(
        f"https://birkenau.example/{name}.jpg" for name in ("g1", "g1b", "g1c")
    )
    assert can.categories == {"de": (("Garten", "Bewässerung"),)}
    assert can.attributes == {
        "inhalt": ({"de": "10 l"},),
        "gewicht": ({"de": "1,2 kg"},),
        "colour": ({"de": "grün"},),
    }


def test_a_sale_price_counts_only_while_it_is_in_force() -> None:
    during = product(open_feed(DATA / "google.tsv", now=MID_JANUARY))
    after = product(open_feed(DATA / "google.tsv", now=MARCH))
    assert (during.price, during.list_price) == (Decimal("19.90"), Decimal("24.90"))
    assert (after.price, after.list_price) == (Decimal("24.90"), None)


def test_columns_nobody_reads_are_counted() -> None:
    feed = open_feed(DATA / "google.tsv", now=MARCH)
    product(feed)
    assert feed.dialect.notes == {"values of column 'shipping' not used": 1}


def test_a_mapping_file_reads_any_table() -> None:
    feed = open_feed(DATA / "erp.csv", now=MARCH, mapping=DATA / "erp.toml")
    saw, opener, too_long, dollars = products(feed)
    assert saw == Product(
        product_id="0042",
        title={"de": 'Säge "Fuchsschwanz"'},
        description={"de": 'Säge "Fuchsschwanz", 50 cm'},
        brand="Fuchs & Söhne",
        categories={"de": (("Werkzeug", "Sägen"),)},
        price=Decimal("14.95"),
        stock=12,
        image_urls=("/bilder/0042.jpg",),
        attributes={"länge": ({"de": "50 cm"},), "colour": ({"de": "rot"}, {"de": "schwarz"})},
    )
    assert isinstance(opener, Product)
    assert (opener.price, opener.stock) == (Decimal("1479.00"), 0)
    assert too_long == {"": "has 9 cells where the header has 8"}
    assert dollars == {"price": "'9,95 $' is not in EUR"}


def test_a_table_may_hold_attributes_as_columns_or_as_json(tmp_path: Path) -> None:
    feed = feed_of(
        tmp_path,
        "product_id;title;title_en;attributes;attributes.mount\n"
        '1;Objektiv;Lens;"{""focal_length"": ""50 mm""}";E|F\n',
    )
    lens = product(feed)
    assert lens.title == {"de": "Objektiv", "en": "Lens"}
    assert lens.attributes == {
        "focal_length": ({"de": "50 mm"},),
        "mount": ({"de": "E"}, {"de": "F"}),
    }


def test_a_bar_in_json_is_only_a_bar(tmp_path: Path) -> None:
    feed = feed_of(tmp_path, '{"product_id": "1", "title": "a", "size": "S|M"}')
    assert product(feed).attributes == {"size": ({"de": "S|M"},)}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("product_id;price\n1;5\n", "no column holds the title"),
        ("name;price\nx;5\n", "no column holds the product_id or the title"),
        ("product_id;title\n", "has no lines"),
        ('{"product_id": \n', "has no line that can be read"),
        ("<rss><channel/></rss>", "has no lines"),
    ],
)
def test_a_feed_that_says_nothing_of_products_is_bad_input(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        feed_of(tmp_path, text)


def test_a_feed_of_variants_alone_needs_no_titles(tmp_path: Path) -> None:
    feed = feed_of(tmp_path, "product_id;variant_of;stock\n1;p;5\n")
    assert product(feed).stock == 5
