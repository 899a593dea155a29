"""Which products are found by their article numbers, and in which order."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.families import families
from knowledge_base.language.words import split_words
from knowledge_base.manifest import CATALOGUE
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from search.code_uses import SORTED
from search.codes import CodeHits, Codes

LONG = "Z9" * SORTED
LINES = [
    Product("p1", sku="SPA2600/00", gtin="4006381333931"),
    Product("p2", sku="SPA2600/05"),
    Product("p3", sku="SPA260", price=Decimal(1)),
    Product("p4", sku="A1H"),
    Product("shoe", mpn="RUN-77"),
    Product("shoe-38", variant_of="shoe", sku="RUN-77-38", gtin="0012502615620"),
    Product("shoe-39", variant_of="shoe", sku="RUN-77-39"),
    Product("987654"),
    Product("00555111", sku="X-SPA26"),
    Product("p9", mpn=f"{LONG}-1"),
    Product("p10", mpn=f"{LONG}-2 Größe Ü"),
    Product("500ml-01", sku="DUP-1"),
    Product("p12", sku="DUP-1"),
    Product("p13", sku="QQ98765400"),
]
ROWS = [family.product.product_id for family in families(LINES)]


def opened(folder: Path, lines: Sequence[Product]) -> Codes:
    store = SnapshotStore(folder)
    with store.draft() as draft:
        Codes.build(list(families(lines)), draft.part(CATALOGUE))
        manifest = draft.finish(datetime(2024, 5, 1, tzinfo=UTC))
    return Codes.open(store.read(manifest, CATALOGUE))


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Codes:
    return opened(tmp_path_factory.mktemp("codes"), LINES)


def ids(hits: CodeHits) -> list[str]:
    return [ROWS[row] for row in hits.rows.tolist()]


@pytest.mark.parametrize("text", ["SPA2600/00", "spa 2600 00", "spa2600-00", "Spa.2600.00"])
def test_separators_and_capitals_make_no_difference(codes: Codes, text: str) -> None:
    assert ids(codes.exact(text)) == ["p1"]


def test_a_short_code_is_found_whole(codes: Codes) -> None:
    assert ids(codes.exact("a1h")) == ["p4"]


@pytest.mark.parametrize("text", ["4006381333931", "04006381333931", "4 006381 333931"])
def test_a_gtin_is_found_whatever_zeros_stand_in_front(codes: Codes, text: str) -> None:
    assert ids(codes.exact(text)) == ["p1"]


def test_the_gtin_of_a_case_leads_to_the_item_in_it(codes: Codes) -> None:
    assert ids(codes.exact("14006381333938")) == ["p1"]


def test_a_code_of_one_variant_names_that_variant(codes: Codes) -> None:
    hits = codes.exact("run 77 39")
    first = ROWS.index("shoe")
    assert (ids(hits), hits.variants.tolist()) == (["shoe"], [first + 1])
    assert codes.exact("12502615620").variants.tolist() == [first]


def test_a_code_that_variants_share_names_none_of_them(codes: Codes) -> None:
    hits = codes.exact("RUN-77")
    assert (ids(hits), hits.variants.tolist()) == (["shoe"], [UNKNOWN])


def test_a_product_without_variants_is_its_own(codes: Codes) -> None:
    after_shoe = ROWS.index("987654") + 1
    assert codes.exact("987654").variants.tolist() == [after_shoe]


def test_one_number_may_lead_to_several_products(codes: Codes) -> None:
    assert ids(codes.exact("dup1")) == ["500ml-01", "p12"]


def test_the_shortest_code_that_begins_so_comes_first(codes: Codes) -> None:
    hits = codes.prefix("spa26")
    assert ids(hits) == ["p3", "p1", "p2"]
    assert hits.closeness[0] > hits.closeness[1] == hits.closeness[2]


def test_zeros_in_front_may_be_typed_with_the_beginning(codes: Codes) -> None:
    assert ids(codes.prefix("00125026")) == ["shoe"]
    assert ids(codes.prefix("125026")) == ["shoe"]
    assert ids(codes.prefix("005551")) == ["00555111"]


def test_a_part_inside_a_code_is_found(codes: Codes) -> None:
    assert ids(codes.infix("a2600")) == ["p1", "p2"]
    assert ids(codes.infix("38133")) == ["p1"]


def test_a_part_too_short_to_say_anything_finds_nothing(codes: Codes) -> None:
    assert ids(codes.prefix("sp")) == []
    assert ids(codes.infix("2600")) == []


def test_a_part_longer_than_what_is_sorted_is_compared_to_its_end(codes: Codes) -> None:
    assert ids(codes.infix(LONG[1:] + "2")) == ["p10"]
    assert ids(codes.infix(LONG[1:])) == ["p9", "p10"]


def test_whole_codes_stand_above_beginnings_and_those_above_parts(codes: Codes) -> None:
    assert ids(codes.find("spa260")) == ["p3", "p1", "p2"]
    assert ids(codes.find("spa26")) == ["p3", "p1", "p2", "00555111"]
    found = codes.find("987654")
    assert (ids(found), found.closeness[0]) == (["987654", "p13"], 1)
    assert 0 < found.closeness[1] < 1


def test_a_part_of_an_article_number_stands_above_one_of_an_id_or_gtin(tmp_path: Path) -> None:
    lines = [Product("70071234", sku="B"), Product("x", sku="ABC-70071-2222")]
    hits = opened(tmp_path, lines).find("70071")
    assert hits.rows.tolist() == [1, 0]


def test_words_that_are_a_code_together_are_found_among_others(codes: Codes) -> None:
    words = split_words("philips spa 2600/00 tasche")
    (run,) = codes.of_words(words)
    assert ([word.text for word in words[run.first : run.end]], ids(run.hits)) == (
        ["spa", "2600", "00"],
        ["p1"],
    )


def test_the_beginning_of_a_code_in_two_words_is_found(codes: Codes) -> None:
    (run,) = codes.of_words(split_words("spa 2600"))
    assert (run.first, run.end, ids(run.hits)) == (0, 2, ["p1", "p2"])


def test_codes_that_begin_like_a_whole_one_stand_below_it(codes: Codes) -> None:
    (run,) = codes.of_words(split_words("spa 260"))
    assert ids(run.hits) == ["p3", "p1", "p2"]
    assert [one == 1 for one in run.hits.closeness.tolist()] == [True, False, False]


def test_words_without_a_digit_are_no_code(codes: Codes) -> None:
    assert codes.of_words(split_words("dup spa run")) == []


def test_runs_of_words_do_not_overlap_and_keep_their_order(codes: Codes) -> None:
    words = split_words("a1h dup 1 run 77 38")
    found = [(run.first, run.end) for run in codes.of_words(words)]
    assert found == [(0, 1), (1, 3), (3, 6)]


def test_a_posting_has_every_product_once_in_the_order_of_rows(codes: Codes) -> None:
    rows = codes.find("spa26").posting().rows.tolist()
    assert rows == sorted(set(rows))
    assert len(rows) == 4


@pytest.mark.parametrize("text", ["", "   ", "\0", "\xff" * 30, "0000", "ß" * 9000, "9" * 9000])
def test_anything_may_be_asked(codes: Codes, text: str) -> None:
    assert ids(codes.find(text)) == []


def test_an_empty_catalogue_has_no_codes(tmp_path: Path) -> None:
    empty = opened(tmp_path, [])
    assert len(empty.find("spa2600").rows) == 0
