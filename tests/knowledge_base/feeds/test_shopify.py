"""Do the rows of a Shopify export become products with their variants?"""

from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base.products import Availability, Product
from knowledge_base.unit_prices import shown_unit_price
from tests.knowledge_base.feeds.reading import faults, lines

OLD = """\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,\
Option2 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,\
Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,\
Variant Image,Status
regenjacke,Regenjacke Sylt,<p>Hält <b>dicht</b>.</p>,Küstenkind,Jacken,"neu, Regen",true,\
Größe,M,Farbe,Gelb,RJ-M-GE,shopify,3,deny,89.90,119.90,'4012345678901,\
https://k.example/1.jpg,https://k.example/gelb.jpg,active
regenjacke,,,,,,,,L,,Gelb,,shopify,0,deny,89.90,119.90,,https://k.example/2.jpg,,
regenjacke,,,,,,,,,,,,,,,,,,https://k.example/3.jpg,,
muetze,Mütze,,Küstenkind,Mützen,,true,Title,Default Title,,,MZ-1,,,deny,19.90,,,\
https://k.example/m.jpg,,active
entwurf,Entwurf,,,,,false,Title,Default Title,,,E-1,,,deny,1.00,,,,,draft
"""
NEW = """\
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,\
Status,SKU,Barcode,Option1 name,Option1 value,Option2 name,Option2 value,Price,\
Compare-at price,Inventory tracker,Inventory quantity,Continue selling when out of stock,\
Product image URL,Variant image URL
Regenjacke Sylt,regenjacke,<p>Hält <b>dicht</b>.</p>,Küstenkind,,Jacken,"neu, Regen",TRUE,\
Active,RJ-M-GE,4012345678901,Größe,M,Farbe,Gelb,89.90,119.90,shopify,3,DENY,\
https://k.example/1.jpg,https://k.example/gelb.jpg
,regenjacke,,,,,,,,,,,L,,Gelb,89.90,119.90,shopify,0,DENY,https://k.example/2.jpg,
,regenjacke,,,,,,,,,,,,,,,,,,,https://k.example/3.jpg,
Mütze,muetze,,Küstenkind,,Mützen,,TRUE,Active,MZ-1,,Title,Default Title,,,19.90,,,,DENY,\
https://k.example/m.jpg,
Entwurf,entwurf,,,,,,FALSE,Draft,E-1,,Title,Default Title,,,1.00,,,,DENY,,
"""
JACKET = Product(
    product_id="regenjacke",
    title={"de": "Regenjacke Sylt"},
    description={"de": "Hält dicht."},
    brand="Küstenkind",
    categories={"de": (("Jacken",),)},
    image_urls=tuple(f"https://k.example/{one}.jpg" for one in (1, 2, 3)),
    attributes={"tags": ({"de": "neu"}, {"de": "Regen"})},
)
MEDIUM = Product(
    product_id="RJ-M-GE",
    variant_of="regenjacke",
    price=Decimal("89.90"),
    list_price=Decimal("119.90"),
    stock=3,
    image_urls=("https://k.example/gelb.jpg",),
    gtin="4012345678901",
    sku="RJ-M-GE",
    attributes={"größe": ({"de": "M"},), "farbe": ({"de": "Gelb"},)},
)


@pytest.mark.parametrize("export", [OLD, NEW], ids=["old", "new"])
def test_rows_of_one_handle_are_a_product_with_variants(tmp_path: Path, export: str) -> None:
    jacket, medium, large, cap = lines(tmp_path, export)
    assert jacket == JACKET
    assert medium == MEDIUM
    assert (large.product_id, large.variant_of) == ("regenjacke/L/Gelb", "regenjacke")
    assert (large.stock, large.attributes["größe"]) == (0, ({"de": "L"},))
    assert cap.product_id == "muetze"
    assert (cap.sku, cap.stock, cap.price) == ("MZ-1", None, Decimal("19.90"))
    assert cap.attributes == {}


def test_what_goes_on_selling_when_it_is_sold_out_is_on_back_order(tmp_path: Path) -> None:
    jacket = OLD.replace("shopify,0,deny", "shopify,-2,continue")
    _, _, large, _ = lines(tmp_path, jacket)
    assert (large.stock, large.availability) == (None, Availability.BACKORDER)


def test_fields_a_shop_has_added_are_attributes_of_the_product(tmp_path: Path) -> None:
    header, first, *rest = OLD.splitlines()
    header += ",Wassersäule (product.metafields.custom.water_column)"
    rest = [f"{one}," for one in rest]
    jacket, medium, *_ = lines(tmp_path, "\n".join([header, f"{first},10000 mm", *rest]))
    assert jacket.attributes["wassersäule"] == ({"de": "10000 mm"},)
    assert "wassersäule" not in medium.attributes


def test_a_unit_price_is_worked_out(tmp_path: Path) -> None:
    export = (
        "Title,URL handle,Vendor,Option1 name,Option1 value,Price,Unit price total measure,"
        "Unit price total measure unit,Unit price base measure,Unit price base measure unit\n"
        "Öl,oel,Mühle,Title,Default Title,7.50,500,ml,1,l\n"
    )
    (oil,) = lines(tmp_path, export)
    assert shown_unit_price(oil, "de", "EUR") == "15,00 €/l"


def test_a_row_that_is_wrong_is_named_by_its_own_line(tmp_path: Path) -> None:
    wrong = OLD.replace("L,,Gelb,,shopify,0,deny,89.90", "L,,Gelb,,shopify,0,deny,teuer")
    assert faults(tmp_path, wrong) == {3: ["price"]}
