"""Reads and writes compatibility as the lines of a table (CSV)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge_base.compatibility import CompatibilityEntry, Fit, Side
from knowledge_base.errors import BadInput, Fault

_SIDES = {
    "product": {
        "product_id": "product_id",
        "product_filter": "filter",
        "product_facet": "facet",
    },
    "with": {"with_product_id": "product_id", "with_filter": "filter", "with_facet": "facet"},
}
COLUMNS = ("says", *_SIDES["product"], *_SIDES["with"], "both_ways", "note")
"""What a table may have; `product_id` and `with_product_id` alone make one."""
_LONGEST = 10_000
"""Letters of a cell: a quotation mark that is never closed makes the rest of a file one."""
_YES_OR_NO = {"yes": True, "ja": True, "true": True, "1": True, "x": True}
_YES_OR_NO |= {"no": False, "nein": False, "false": False, "0": False}


def read_table(text: str) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """Yield the number of every line below the head, and its entry or what is wrong.

    Cells stand between commas, semicolons or tabs, as the head does it. Raises BadInput for a
    head with a column nobody knows, and for what is no table.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    _, names = next(rows, (1, []))
    names = [name.casefold() for name in names]
    _check_head(names)
    for number, cells in rows:
        if any(cells):
            yield number, _read_row(names, cells)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row, and the number of the line it begins in."""
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    number = 1
    try:
        for row in rows:
            if any(len(cell) > _LONGEST for cell in row):
                raise csv.Error(f"a cell is longer than {_LONGEST} letters")  # noqa: TRY301 - as the reader says it
            yield number, [cell.strip() for cell in row]
            number = rows.line_num + 1
    except csv.Error as error:
        raise BadInput(
            f"this is no table: {error}", Fault(f"line {number}", str(error))
        ) from None


def _check_head(names: list[str]) -> None:
    strangers = [name for name in names if name not in COLUMNS]
    if strangers or not names or len(set(names)) < len(names):
        known = ", ".join(COLUMNS)
        detail = f"the first line must name columns, each once; there are {known}"
        raise BadInput(detail, Fault("line 1", detail))


def _read_row(names: list[str], cells: list[str]) -> Mapping[str, Any] | str:
    if len(cells) > len(names):
        return f"has {len(cells)} cells, and the first line names {len(names)}"
    said = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
    body: dict[str, Any] = {"says": said.get("says", Fit.FITS.value)}
    for side, columns in _SIDES.items():
        body[side] = {field: said[name] for name, field in columns.items() if name in said}
    if "note" in said:
        body["note"] = said["note"]
    if "both_ways" in said:
        word = said["both_ways"].casefold()
        if word not in _YES_OR_NO:
            return "both_ways must be yes or no"
        if _YES_OR_NO[word]:
            body["both_ways"] = True
    return body


def write_table(entries: Iterable[CompatibilityEntry]) -> Iterator[str]:
    """Yield the lines that say what entries say, the head first."""
    yield _line(COLUMNS)
    for one in entries:
        cells = {"says": one.says.value, "both_ways": "yes" if one.both_ways else ""}
        cells["note"] = one.note
        for name, side in (("product", one.product), ("with", one.other)):
            fields = _fields(side)
            cells |= {column: fields[field] for column, field in _SIDES[name].items()}
        yield _line(cells[name] for name in COLUMNS)


def _fields(side: Side) -> dict[str, str]:
    return {
        "product_id": side.product_id or "",
        "filter": str(side.filter) if side.filter else "",
        "facet": side.facet or "",
    }


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
