"""Is a WooCommerce export understood, whatever the language of the site?"""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base.products import Availability, Product
from tests.knowledge_base.feeds.reading import faults, feed_of, lines

ENGLISH = (
    'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,"Visibility in catalog",'
    '"Short description",Description,"Date sale price starts","Date sale price ends",'
    '"In stock?",Stock,"Sale price","Regular price",Categories,Tags,Images,Parent,Brands,'
    '"Attribute 1 name","Attribute 1 value(s)","Attribute 1 visible","Attribute 2 name",'
    '"Attribute 2 value(s)"'
)
GERMAN = (
    'ID,Typ,Artikelnummer,"GTIN, UPC, EAN oder ISBN",Name,Veröffentlicht,'
    '"Sichtbarkeit im Katalog",Kurzbeschreibung,Beschreibung,'
    '"Datum, an dem Angebotspreis beginnt","Datum, an dem Angebotspreis endet",Vorrätig?,'
    'Lager,Angebotspreis,"Regulärer Preis",Kategorien,Schlagwörter,Bilder,'
    '"Übergeordnetes Produkt",Marken,"Attribut 1 Name","Attribut 1 Wert(e)",'
    '"Attribut 1 Sichtbar","Attribut 2 Name","Attribut 2 Wert(e)"'
)
ROWS = """
10,variable,HS,,Hausschuh,1,visible,Warm.,<p>Aus Filz</p>,,,1,,,,"Schuhe > Hausschuhe, Neu",\
"Filz, warm","https://w.example/1.jpg, https://w.example/2.jpg",,Filzig,Größe,"38, 39",1,\
Farbe,"Grau\\, hell"
11,variation,HS-38,4012345678901,Hausschuh - 38,1,visible,,,,,1,4,"39,90","49,90",,,,HS,,\
Größe,38,1,,
12,variation,,,Hausschuh - 39,1,visible,,,2026-02-01,2026-02-28,backorder,0,"39,90","49,90",\
,,,id:10,,Größe,39,1,,
13,simple,,,Entwurf,-1,visible,,,,,1,,,"1,00",,,,,,,,,,
14,"simple, virtual",GS,,Gutschein,1,visible,,,,2026-03-01,1,,"20,00","25,00",Gutscheine,,,,,\
,,,,
15,simple,V,,Versteckt,1,hidden,,,,,1,,,"1,00",,,,,,,,,,
"""


@pytest.mark.parametrize("header", [ENGLISH, GERMAN], ids=["English", "German"])
def test_an_export_is_known_by_its_columns(tmp_path: Path, header: str) -> None:
    feed = feed_of(tmp_path, header + ROWS)
    assert feed.dialect.name == "WooCommerce"
    slipper, small, large, voucher = lines(tmp_path, header + ROWS)
    assert slipper == Product(
        product_id="10",
        title={"de": "Hausschuh"},
        description={"de": "Warm.\nAus Filz"},
        brand="Filzig",
        categories={"de": (("Schuhe", "Hausschuhe"), ("Neu",))},
        availability=Availability.IN_STOCK,
        image_urls=("https://w.example/1.jpg", "https://w.example/2.jpg"),
        sku="HS",
        attributes={
            "größe": ({"de": "38"}, {"de": "39"}),
            "farbe": ({"de": "Grau, hell"},),
            "tags": ({"de": "Filz"}, {"de": "warm"}),
        },
    )
    assert small == Product(
        product_id="11",
        variant_of="10",
        title={"de": "Hausschuh - 38"},
        price=Decimal("39.90"),
        list_price=Decimal("49.90"),
        availability=Availability.IN_STOCK,
        stock=4,
        gtin="4012345678901",
        sku="HS-38",
        attributes={"größe": ({"de": "38"},)},
    )
    assert (large.variant_of, large.price, large.list_price) == ("10", Decimal("49.90"), None)
    assert (large.availability, large.stock) == (Availability.BACKORDER, None)
    assert (voucher.price, voucher.list_price) == (Decimal("20.00"), Decimal("25.00"))


def test_what_is_not_on_sale_is_left_out_and_counted(tmp_path: Path) -> None:
    feed = feed_of(tmp_path, ENGLISH + ROWS)
    assert [line.number for line in feed.entries] == [2, 3, 4, 6]
    assert feed.dialect.notes == {
        "lines left out because of 'Published'": 1,
        "lines left out because of 'Visibility in catalog'": 1,
    }


def test_a_variation_of_nothing_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, ENGLISH + ROWS.replace(",,,,HS,,", ",,,,XY,,")) == {3: [""]}


def test_a_stock_that_the_product_keeps_is_no_stock(tmp_path: Path) -> None:
    rows = ROWS.replace('1,4,"39,90"', '1,parent,"39,90"')
    assert lines(tmp_path, ENGLISH + rows)[1].stock is None
