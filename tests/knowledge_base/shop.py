"""The small shop many rooms test on: shoes in sizes and colours, a camera, a book."""

from collections.abc import Mapping
from decimal import Decimal

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.products import Availability, Product, Texts

LANGUAGES = ("de", "en")


def both(german: str, english: str) -> Texts:
    """Say something in both languages."""
    return {"de": german, "en": english}


BLUE, RED, BLACK = both("blau", "blue"), both("rot", "red"), both("schwarz", "black")
SHOES = {
    "de": (("Mode", "Schuhe", "Laufschuhe"),),
    "en": (("Fashion", "Shoes", "Running shoes"),),
}
CAMERAS = {"de": (("Foto", "Kameras"),), "en": (("Photo", "Cameras"),)}
BOOKS = {"de": (("Bücher",),), "en": (("Books",),)}


def shoe(
    product_id: str, brand: str, price: str, variants: Mapping[str, tuple[Texts, str]]
) -> list[Product]:
    """Make a running shoe and its variants, given as id → (colour, size)."""
    title = both(f"{brand} Laufschuh {product_id}", f"{brand} running shoe {product_id}")
    parent = Product(
        product_id, title=title, brand=brand, categories=SHOES, price=Decimal(price)
    )
    return [
        parent,
        *(
            Product(
                variant_id,
                variant_of=product_id,
                stock=3,
                attributes={"colour": (colour,), "size": ({"de": size},)},
            )
            for variant_id, (colour, size) in variants.items()
        ),
    ]


def lines() -> list[Product]:
    """List the feed of the small shop: four products, seven variants."""
    return [
        *shoe(
            "s1",
            "Adler",
            "79.95",
            {"s1-b42": (BLUE, "42"), "s1-b43": (BLUE, "43"), "s1-r42": (RED, "42")},
        ),
        *shoe(
            "s2", "Falke & Sohn", "119.00", {"s2-k42": (BLACK, "42"), "s2-k44": (BLACK, "44")}
        ),
        Product(
            "c1",
            title=both("Adler Kamera X1", "Adler camera X1"),
            brand="Adler",
            categories=CAMERAS,
            price=Decimal("499.00"),
            list_price=Decimal("599.00"),
            stock=1,
        ),
        Product(
            "b1",
            title=both("Die Brücke, Band 1", "The Bridge, volume 1"),
            categories=BOOKS,
            price=Decimal("12.00"),
            availability=Availability.OUT_OF_STOCK,
        ),
    ]


def small_catalogue() -> Catalogue:
    """Build the catalogue of the small shop."""
    kin = list(families(lines()))
    return build_catalogue(kin, languages=LANGUAGES, currency="EUR", numbering="test")
