"""Which products have a quantity, which have one near it, and what a catalogue teaches."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.families import families
from knowledge_base.manifest import CATALOGUE
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from search.measuring import ENOUGH_PRODUCTS, ENOUGH_VOTES
from search.quantities import Quantities

SCREENS = [13.3, 14.0, 15.6, 17.3, 24.0, 27.0]


def product(product_id: str, title: str, brand: str | None = None, **facts: str) -> Product:
    attributes = {name: ({"de": value},) for name, value in facts.items()}
    return Product(product_id, title={"de": title}, brand=brand, attributes=attributes)


LINES = [
    product("hose-2", "Gartenschlauch 200 cm"),
    product("hose-21", "Gartenschlauch 2,10 m"),
    product("hose-3", "Gartenschlauch 3 m"),
    product("bottle", "Trinkflasche 500 ml", Gewicht="150 g"),
    product("can", "Dose 0,33 l, 4er-Pack"),
    product("yoghurt", "Joghurt 4 x 100 g"),
    product("nappy", "Windeln 15-20 kg, 64 St"),
    product("bed", "Matratze 90 x 200 cm"),
    product("bed-2", "Bett 200x90"),
    product("lumber", "Holz 2x4x8"),
    product("tyre", "Sommerreifen 225/45 R17"),
    product("shirt", "T-Shirt", size="XXL"),
    product("body", "Body Gr. 98/104"),
    product("shoe", "Laufschuh"),
    Product("shoe-42", variant_of="shoe", attributes={"size": ({"de": "42"},)}),
    Product("shoe-43", variant_of="shoe", attributes={"size": ({"de": "43"},)}),
    product("tape", "Klebezettel von 3M", "3M"),
    *(
        product(f"screen-{size}", f'Monitor {size}" schwarz', diagonal=str(size), weight="990")
        for size in SCREENS
    ),
    product("screen-bare", "Monitor ohne Angabe", diagonal="32"),
    product("shelf", "Regalbrett", **{"Breite (cm)": "80"}),
]
ROWS = [family.product.product_id for family in families(LINES)]


def opened(folder: Path, lines: Sequence[Product], language: str = "de") -> Quantities:
    store = SnapshotStore(folder)
    with store.draft() as draft:
        kin = list(families(lines))
        Quantities.build(kin, language, ("de", "en"), draft.part(CATALOGUE))
        manifest = draft.finish(datetime(2024, 5, 1, tzinfo=UTC))
    return Quantities.open(store.read(manifest, CATALOGUE), language)


@pytest.fixture(scope="module")
def quantities(tmp_path_factory: pytest.TempPathFactory) -> Quantities:
    return opened(tmp_path_factory.mktemp("quantities"), LINES)


def near(quantities: Quantities, text: str) -> dict[str, float]:
    """Return how close products are to the only quantity of a text."""
    (quantity,) = quantities.read(text)
    rows, closeness = quantities.near(quantity)
    assert rows.tolist() == sorted(set(rows.tolist()))
    return {
        ROWS[row]: round(one, 3)
        for row, one in zip(rows.tolist(), closeness.tolist(), strict=True)
    }


def equal(quantities: Quantities, text: str) -> list[str]:
    return [one for one, closeness in near(quantities, text).items() if closeness == 1]


def test_equal_lengths_are_found_and_near_ones_by_distance(quantities: Quantities) -> None:
    found = near(quantities, "schlauch 2 m")
    assert found["hose-2"] == 1
    assert found["hose-21"] == pytest.approx(0.75)
    assert "hose-3" not in found


@pytest.mark.parametrize("text", ["0,5 l", "500ml", "50 cl", "0.5 Liter"])
def test_an_amount_is_found_in_any_unit(quantities: Quantities, text: str) -> None:
    assert equal(quantities, text) == ["bottle"]


def test_what_an_attribute_says_in_words_counts(quantities: Quantities) -> None:
    assert equal(quantities, "150 g") == ["bottle"]


def test_a_pack_is_never_nearly_right(quantities: Quantities) -> None:
    assert near(quantities, "4er Pack") == {"can": 1, "yoghurt": 1}
    assert near(quantities, "63 Stück") == {}


def test_a_weight_inside_a_range_is_equal_to_it(quantities: Quantities) -> None:
    assert near(quantities, "17 kg") == {"nappy": 1}
    assert near(quantities, "22 kg")["nappy"] == pytest.approx(1 - 2 / 4.4, abs=0.001)


@pytest.mark.parametrize("text", ["90x200", "200 x 90 cm", "0,9 x 2 m", "900x2000 mm"])
def test_a_format_is_found_whatever_the_unit_and_order(
    quantities: Quantities, text: str
) -> None:
    assert "bed" in near(quantities, text)


def test_a_format_without_a_unit_is_equal_to_one_of_the_same_numbers(
    quantities: Quantities,
) -> None:
    assert near(quantities, "90 x 200") == {"bed": 1, "bed-2": 1}


def test_a_format_is_found_by_its_first_two_sides(quantities: Quantities) -> None:
    assert near(quantities, "2x4") == {"lumber": 1}
    assert quantities.read("2x4x9") == []


def test_a_side_of_a_format_is_a_length(quantities: Quantities) -> None:
    assert equal(quantities, "90 cm breit") == ["bed"]


def test_tyres_and_sizes_are_found_by_name(quantities: Quantities) -> None:
    assert near(quantities, "225/45R17") == {"tyre": 1}
    assert near(quantities, "Größe 42") == {"shoe": 1}
    assert near(quantities, "2XL") == {"shirt": 1}
    assert near(quantities, "Gr. 104") == {"body": 1}
    assert near(quantities, "Gr. 98/104") == {"body": 1}


def test_a_size_that_no_product_has_is_no_quantity(quantities: Quantities) -> None:
    assert quantities.read("Größe 60") == []


def test_a_bare_number_is_no_quantity(quantities: Quantities) -> None:
    assert quantities.read("laufschuh 42") == []


def test_a_quantity_is_one_though_no_product_has_its_dimension(quantities: Quantities) -> None:
    (volts,) = quantities.read("12 Volt")
    assert len(quantities.near(volts).rows) == 0


def test_a_brand_that_looks_like_a_quantity_is_none(quantities: Quantities) -> None:
    assert quantities.read("3M klebezettel") == []
    assert "tape" not in near(quantities, "3 m")


def test_numbers_of_an_attribute_get_the_unit_titles_give_them(quantities: Quantities) -> None:
    assert equal(quantities, "32 Zoll") == ["screen-bare"]
    assert equal(quantities, "81 cm") == ["screen-bare"]


def test_numbers_that_no_title_says_again_have_no_unit(quantities: Quantities) -> None:
    assert near(quantities, "990 g") == {}


def test_the_name_of_an_attribute_may_say_its_unit(quantities: Quantities) -> None:
    assert "shelf" in equal(quantities, "80 cm")


def facts_of(quantities: Quantities) -> Mapping[str, Mapping[str, Any]]:
    return {fact.key: {"what": fact.what, **fact.evidence} for fact in quantities.learned()}


def test_what_was_learned_is_listed_with_its_evidence(quantities: Quantities) -> None:
    facts = facts_of(quantities)
    assert facts["ml"] == {"what": "volume", "products": 1, "examples": ["500 ml"]}
    assert facts["diagonal"]["what"] == "diagonal in in"
    assert facts["diagonal"]["products"] == len(SCREENS) + 1
    assert facts["diagonal"]["share_of_titles"] == 1


def test_a_vetoed_unit_is_read_no_more(quantities: Quantities) -> None:
    assert quantities.without(frozenset({"ml"})).read("500 ml") == []
    assert len(quantities.without(frozenset({"ml"})).read("0,5 l")) == 1


def test_lengths_in_a_vetoed_unit_are_none_in_another_either(quantities: Quantities) -> None:
    changed = quantities.without(frozenset({"m"}))
    assert equal(quantities, "210 cm") == ["hose-21"]
    assert (equal(changed, "210 cm"), equal(changed, "200 cm")) == ([], ["hose-2", "bed"])


def test_a_vetoed_attribute_finds_nothing_more_and_stays_listed(
    quantities: Quantities,
) -> None:
    changed = quantities.without(frozenset({"diagonal"}))
    assert equal(changed, "32 Zoll") == []
    assert "diagonal" in facts_of(changed)


def test_a_letter_behind_few_numbers_is_no_unit(tmp_path: Path) -> None:
    few = [product(f"p{n}", "Handy 5G schwarz") for n in range(ENOUGH_PRODUCTS - 1)]
    assert opened(tmp_path / "few", few).learned() == []
    assert len(opened(tmp_path / "more", [*few, product("x", "Kräuter 10 g")]).learned()) == 1


def test_too_few_titles_teach_nothing_of_an_attribute(tmp_path: Path) -> None:
    few = [
        product(f"p{size}", f"Monitor {size} Zoll", diagonal=str(size))
        for size in SCREENS[: ENOUGH_VOTES - 1]
    ]
    assert [fact.key for fact in opened(tmp_path, few).learned()] == ["in"]


def test_an_english_catalogue_reads_english_numbers(tmp_path: Path) -> None:
    lines = [
        Product("tank", title={"en": "Tank 1,000 litres"}),
        Product("cup", title={"en": "1.5 l"}),
    ]
    english = opened(tmp_path, lines, "en")
    (tank,) = english.read("1000 liter")
    assert english.near(tank).rows.tolist() == [0]


def test_an_empty_catalogue_has_no_quantity(tmp_path: Path) -> None:
    empty = opened(tmp_path, [])
    (metres,) = empty.read("2 m")
    assert (len(empty.near(metres).rows), empty.learned()) == (0, [])
