from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.families import families
from knowledge_base.live import LiveFacts
from knowledge_base.products import Product
from knowledge_base.synonyms import read_synonym
from ranking.query import Tag
from search.searcher import Found
from search.synonyms import Synonyms
from tests.search.shop import SHIRTS, SHOES, Shop, open_shop, product, variant

COLOURS = ("Blau", "Rot", "Schwarz", "Hellblau")
BRANDS = ("Nike", "Adidas", "Black Eagle")


def lines() -> Iterator[Product]:
    """Yield shoes in four colours and sizes, and shirts that go by other words."""
    for number in range(12):
        brand = BRANDS[number % 3]
        titles = (f"Laufschuh Modell {number}", f"Running shoe model {number}")
        shoe = f"shoe-{number}"
        yield product(shoe, titles, SHOES, brand, "50.00", trim=COLOURS[number // 8])
        for size, colour in enumerate(COLOURS):
            yield variant(shoe, size, colour=colour, size=str(38 + size))
    for number in range(8):
        titles = (f"Hemd Nummer {38 + number}", f"Shirt number {38 + number}")
        facts = {"size": "38", "length": "2 m"} if number < 4 else {"colour": "Weiß"}
        yield product(f"shirt-{number}", titles, SHIRTS, "Olymp", "20.00", **facts)
    for number in range(4):
        titles = (f"Hemd blau {number}", f"Blue shirt {number}")
        yield product(f"blue-{number}", titles, SHIRTS, "Olymp", "20.00")


@pytest.fixture(scope="module")
def stall(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("stall"), list(families(lines())), [])


def found(stall: Shop, text: str, *words: str) -> Found:
    searcher = stall.searchers["de"]
    return searcher.find(searcher.understand(text), words)


def chips(stall: Shop, text: str, *words: str) -> list[str]:
    return [str(one) for one in found(stall, text, *words).chips]


def tags(stall: Shop, text: str) -> dict[str, Tag]:
    return {str(one): one for one in found(stall, text).tags}


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("schwarze laufschuhe", ["colour:Schwarz"]),
        ("schwarzer laufschuh", ["colour:Schwarz"]),
        ("laufschuhe schwarz", ["colour:Schwarz"]),
        ("schwarze laufschuhe nike", ["colour:Schwarz", "brand:Nike"]),
        ("laufschuhe von black eagle", ["brand:Black Eagle"]),
        ("laufschuhe größe 39", ["size:39"]),
        ("schwarzw laufschuhe", ["colour:Schwarz"]),
    ],
)
def test_what_all_products_of_the_query_have_is_filtered_by(
    stall: Shop, text: str, filters: list[str]
) -> None:
    assert chips(stall, text) == filters


def test_products_are_found_without_the_words_that_are_filtered_by(stall: Shop) -> None:
    shoes = set(found(stall, "laufschuhe ").candidates.rows.tolist())
    assert set(found(stall, "schwarze laufschuhe nike ").candidates.rows.tolist()) == shoes


def test_a_value_people_want_to_be_a_word_is_one(stall: Shop) -> None:
    assert chips(stall, "schwarze laufschuhe nike", "colour:schwarz") == ["brand:Nike"]
    named = found(stall, "schwarze laufschuhe nike", "colour:Schwarz", "brand:Nike")
    assert named.tiers[0].products == 4


@pytest.mark.parametrize("text", ["schwarz", "nike", "größe 39", "laufschuhe", "hemden 38"])
def test_the_word_for_the_thing_is_never_a_filter(stall: Shop, text: str) -> None:
    assert all("category" not in one for one in chips(stall, text))
    assert text == "hemden 38" or chips(stall, text) == []


def test_a_value_of_two_facets_is_a_hint(stall: Shop) -> None:
    meant = tags(stall, "blaue laufschuhe")
    assert "colour:Blau" in meant
    assert not meant["colour:Blau"].sure


def test_a_word_that_most_products_have_otherwise_is_a_hint(stall: Shop) -> None:
    assert chips(stall, "blaue hemden") == []


def test_few_products_are_no_evidence(stall: Shop) -> None:
    assert chips(stall, "laufschuh modell 3 schwarz") == []


def test_the_longest_value_is_meant(stall: Shop) -> None:
    assert list(tags(stall, "black eagle laufschuhe")) == [
        "brand:Black Eagle",
        "category:Schuhe/Laufschuhe",
    ]


def test_a_category_is_a_hint(stall: Shop) -> None:
    assert not tags(stall, "schwarze laufschuhe")["category:Schuhe/Laufschuhe"].sure


def test_a_query_as_typed_names_no_values(stall: Shop) -> None:
    searcher = stall.searchers["de"]
    query = searcher.understand("schwarze laufschuhe", verbatim=True)
    assert searcher.find(query).tags == ()


def test_what_people_call_a_value_names_it(stall: Shop) -> None:
    entry = read_synonym("s", {"kind": "two_way", "words": ["Nacht", "schwarz"]})
    plain = stall.searchers["de"]
    searcher = plain.informed(Synonyms.of([entry], plain.lexicon.analyser))
    named = searcher.find(searcher.understand("nacht laufschuhe")).tags
    assert "colour:Schwarz" in map(str, named)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("laufschuh modell 3 rot", {"colour": "Rot"}),
        ("laufschuh modell 3 größe 41", {"size": "41"}),
        ("laufschuh modell 3 blau 41", {}),
        ("shoe-3-2", {"size": "40"}),
    ],
)
def test_the_variant_that_the_words_name_is_wanted_most(
    stall: Shop, text: str, wanted: dict[str, str]
) -> None:
    searcher, catalogue = stall.searchers["de"], stall.catalogue
    row = catalogue.product_row("shoe-3")
    start, end = catalogue.variant_start[row : row + 2].tolist()
    variants = np.arange(start, end, dtype=np.int32)
    points = searcher.wanted(found(stall, text), LiveFacts.at_rest(catalogue), variants)
    best = points == points.max()
    for name, value in wanted.items():
        facet = catalogue.facets[name]
        codes = [int(code) for one in variants[best] for code in facet.codes[int(one)]]
        assert [facet.values[code] for code in codes] == [value]
    assert best.sum() == (1 if wanted else 2)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("jeans 32/34 ", ["size:32/34"]),
        ("jeans 30/30 ", ["size:30/30"]),
        ("jeans 32 34 ", []),
        ("jeans 99/99 ", []),
    ],
)
def test_a_size_told_in_two_numbers_is_a_filter(
    tmp_path: Path, text: str, named: list[str]
) -> None:
    lines = [
        one
        for number in range(8)
        for one in (
            product(f"j-{number}", ("Jeans Blau", "Jeans blue"), SHIRTS, "Nike", "9"),
            *(
                variant(f"j-{number}", at, size=size)
                for at, size in enumerate(("32/34", "30/30")[number % 2 :])
            ),
            product(f"s-{number}", (f"Hemd 32 34 Nr{number}", "Shirt"), SHIRTS, "Nike", "9"),
        )
    ]
    assert chips(open_shop(tmp_path, list(families(lines)), []), text) == named
