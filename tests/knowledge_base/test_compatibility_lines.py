"""What a table of compatibility says, and how it is written."""

import pytest

from knowledge_base.compatibility import read_compatibility
from knowledge_base.compatibility_lines import read_table, write_table
from knowledge_base.errors import BadInput

CHARGER = {
    "says": "fits",
    "product": {"product_id": "charger"},
    "with": {"product_id": "camera"},
}
LENSES = {
    "says": "fits_only",
    "product": {"filter": "category:Objektive", "facet": "mount"},
    "with": {"filter": "category:Kameras", "facet": "body mount"},
    "both_ways": True,
    "note": "the mount, and nothing else",
}


def test_two_columns_are_a_table() -> None:
    text = "product_id,with_product_id\ncharger,camera\n\n,\ncable,camera\n"
    found = list(read_table(text))
    assert found[0] == (2, CHARGER)
    assert [line for line, _ in found] == [2, 5]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_from_a_spreadsheet_is_read(separator: str) -> None:
    cells = ["Product_ID", "with_product_id", "both_ways"], ["charger", " camera ", "ja"]
    text = "\ufeff" + "\r\n".join(separator.join(one) for one in cells)
    assert list(read_table(text)) == [(2, {**CHARGER, "both_ways": True})]


def test_what_was_written_is_read_back() -> None:
    entries = [read_compatibility(str(n), body) for n, body in enumerate([CHARGER, LENSES])]
    lines = list(write_table(entries))
    again = [read_compatibility(str(n - 2), body) for n, body in read_table("\n".join(lines))]
    assert again == entries


def test_a_line_is_counted_where_it_begins() -> None:
    text = 'product_id,with_product_id,note\na,b,"two\nlines"\nc,d,e,f\na,b,\n'
    found = dict(read_table(text))
    assert list(found) == [2, 4, 5]
    assert found[4] == "has 4 cells, and the first line names 3"


def test_a_word_that_is_neither_yes_nor_no_is_refused() -> None:
    (one,) = read_table("product_id,with_product_id,both_ways\na,b,maybe\n")
    assert one == (2, "both_ways must be yes or no")


@pytest.mark.parametrize("text", ["", "sku,fits\na,b\n", "product_id,product_id\na,b\n"])
def test_a_head_nobody_knows_is_refused_with_the_columns_there_are(text: str) -> None:
    with pytest.raises(BadInput, match="with_product_id"):
        list(read_table(text))


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(BadInput, match="no table"):
        list(read_table("product_id,with_product_id\na," + "b" * 200_000))
