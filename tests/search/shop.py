"""A small shop in two languages that every test of search looks into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.catalogue_files import open_catalogue, save_catalogue
from knowledge_base.families import Family, families
from knowledge_base.manifest import CATALOGUE, LEARNED
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from search.index import build_index
from search.searcher import Searcher, open_searchers
from search.suggestions import Suggester, build_suggestions

LANGUAGES = ("de", "en")
SHOES = {"de": (("Schuhe", "Laufschuhe"),), "en": (("Shoes", "Running shoes"),)}
SHIRTS = {"de": (("Mode", "Hemden"),), "en": (("Fashion", "Shirts"),)}
CAMERAS = {"de": (("Kameras",),), "en": (("Cameras",),)}
BAGS = {"de": (("Kameras", "Kamerataschen"),), "en": (("Cameras", "Camera bags"),)}
GARDEN = {"de": (("Garten", "Gartenhäuser"),), "en": (("Garden", "Sheds"),)}


def product(
    product_id: str,
    titles: tuple[str, str],
    categories: Mapping[str, tuple[tuple[str, ...], ...]],
    brand: str,
    price: str,
    **facts: str,
) -> Product:
    """Make a product with a German and an English title; further facts are attributes."""
    return Product(
        product_id,
        title={"de": titles[0], "en": titles[1]},
        brand=brand,
        categories=categories,
        price=Decimal(price),
        attributes={name: ({"de": value},) for name, value in facts.items()},
    )


def variant(of: str, number: int, price: str | None = None, **facts: str) -> Product:
    """Make a variant, which inherits what it leaves out."""
    return Product(
        f"{of}-{number}",
        variant_of=of,
        price=Decimal(price) if price else None,
        attributes={name: ({"de": value},) for name, value in facts.items()},
    )


LINES = [
    product("run-1", ("Laufschuh Damen Air", "Running shoe women Air"), SHOES, "Nike", "89.90"),
    variant("run-1", 1, size="38", colour="Blau"),
    variant("run-1", 2, size="39", colour="Rot"),
    product("run-2", ("Laufschuhe Herren Trail", "Trail shoes men"), SHOES, "Adidas", "99.00"),
    variant("run-2", 1, size="39", colour="Blau"),
    variant("run-2", 2, "119.00", size="44", colour="Schwarz"),
    product(
        "run-3", ("Laufschuhe für Kinder", "Running shoes for kids"), SHOES, "Nike", "49.00"
    ),
    product("shirt-1", ("T-Shirt Basic", "Basic T-Shirt"), SHIRTS, "Levi's", "19.90", size="M"),
    product("shirt-2", ("Hemd Größe L", "Shirt L"), SHIRTS, "Levi's", "39.90", size="L"),
    product(
        "shirt-3", ("Hemdjacke warm", "Overshirt warm"), SHIRTS, "Olymp", "79.90", size="XL"
    ),
    product("cam-1", ("Systemkamera A7", "Mirrorless camera A7"), CAMERAS, "Sony", "1999.00"),
    product("cam-2", ("Kamera kompakt", "Compact camera"), CAMERAS, "Canon", "299.00"),
    product("bag-1", ("Tasche für Kameras", "Bag for cameras"), BAGS, "Lowepro", "59.00"),
    product(
        "house-1", ("Gartenhaus Kühlschrank-frei", "Garden shed"), GARDEN, "Karibu", "1299.00"
    ),
    product("house-2", ("Gartenhäuser-Set", "Set of garden sheds"), GARDEN, "Weka", "2599.00"),
    Product(
        "code-1",
        title={"de": "Druckerpatrone", "en": "Ink cartridge"},
        mpn="SPA2600/00",
        gtin="0012502615620",
        price=Decimal("17.95"),
        description={"de": "Nicht für eine Kamera; ruhiger Lauf", "en": "Not for any camera"},
    ),
]
QUERIES = [("laufschuhe damen", 9), ("laufschuhe", 30), ("running shoes", 12)]


@dataclass(frozen=True)
class Shop:
    """Everything search has of a catalogue."""

    catalogue: Catalogue
    searchers: Mapping[str, Searcher]
    suggesters: Mapping[str, Suggester]

    def find(self, text: str, language: str = "de") -> list[str]:
        """Return the ids of what a text finds, best first."""
        searcher = self.searchers[language]
        found = searcher.find(searcher.understand(text)).candidates
        order = np.lexsort((found.rows, -found.score, found.tier))
        return [self.catalogue.product_ids[row] for row in found.rows[order].tolist()]


def open_shop(folder: Path, kin: Sequence[Family], queries: Sequence[tuple[str, int]]) -> Shop:
    """Write the artifacts of a catalogue into a snapshot and open them from there."""
    store = SnapshotStore(folder)
    built = build_catalogue(kin, languages=LANGUAGES, currency="EUR", numbering="test")
    with store.draft() as draft:
        part, learned = draft.part(CATALOGUE), draft.part(LEARNED)
        save_catalogue(built, part)
        for language in LANGUAGES:
            build_index(kin, language, LANGUAGES, part)
            build_suggestions(built, language, queries, learned)
        manifest = draft.finish(datetime(2024, 5, 1, tzinfo=UTC))
    opened, learned_part = store.read(manifest, CATALOGUE), store.read(manifest, LEARNED)
    catalogue = open_catalogue(opened)
    searchers = open_searchers(opened, catalogue)
    suggesters = {
        language: Suggester.open(learned_part, catalogue, searcher.lexicon.analyser)
        for language, searcher in searchers.items()
    }
    return Shop(catalogue, searchers, suggesters)


def open_titles(folder: Path, titles: Mapping[str, str], language: str = "de") -> Shop:
    """Open a shop whose products have nothing but titles in one language."""
    lines = [Product(name, title={language: title}) for name, title in titles.items()]
    return open_shop(folder, list(families(lines)), [])
