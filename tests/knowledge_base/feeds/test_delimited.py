"""Are tables read the way spreadsheets and shop systems write them?"""

from pathlib import Path

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.delimited import read_delimited
from knowledge_base.feeds.entries import Line, Unreadable

ROWS = (
    'id;title;price\r\n1;"Größe; ""weit""";79,95\r\n\r\n2;Türöffner für Gartenhäuser;1,00\r\n'
)


def write(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "feed.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"]
)
def test_umlauts_survive_every_common_encoding(tmp_path: Path, encoding: str) -> None:
    assert list(read_delimited(write(tmp_path, ROWS.encode(encoding)))) == [
        Line(2, {"id": "1", "title": 'Größe; "weit"', "price": "79,95"}),
        Line(4, {"id": "2", "title": "Türöffner für Gartenhäuser", "price": "1,00"}),
    ]


def test_the_encoding_is_told_from_the_whole_file(tmp_path: Path) -> None:
    plain = "id,title\n" + "1,Schuh\n" * 50_000
    path = write(tmp_path, plain.encode() + "2,Türöffner\n".encode("cp1252"))
    *_, last = read_delimited(path)
    assert isinstance(last, Line)
    assert last.raw["title"] == "Türöffner"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_header_tells_the_separator(tmp_path: Path, separator: str) -> None:
    path = write(tmp_path, "id,title,price\n1,Schuh,5\n".replace(",", separator))
    assert list(read_delimited(path)) == [Line(2, {"id": "1", "title": "Schuh", "price": "5"})]


def test_a_row_of_another_length_is_refused_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "id,title\n1,a,b\n2\n3,c,,\n")
    first, second, third = read_delimited(path)
    assert isinstance(first, Unreadable)
    assert first.detail == "has 3 cells where the header has 2"
    assert isinstance(second, Unreadable)
    assert third == Line(4, {"id": "3", "title": "c"})


def test_a_quote_left_open_swallows_no_row_unseen(tmp_path: Path) -> None:
    path = write(tmp_path, 'id,title\n1,"angefangen\n2,zwei\n3,"drei"\n4,vier\n')
    broken, last = read_delimited(path)
    assert isinstance(broken, Unreadable)
    assert (broken.number, "to line 4" in broken.detail) == (2, True)
    assert last == Line(5, {"id": "4", "title": "vier"})


def test_a_cell_may_hold_line_breaks(tmp_path: Path) -> None:
    first, second = read_delimited(write(tmp_path, 'id,title\n1,"a\nb"\n2,c\n'))
    assert first == Line(2, {"id": "1", "title": "a\nb"})
    assert second == Line(4, {"id": "2", "title": "c"})


@pytest.mark.parametrize("header", ["id,title,id", "id,,title"])
def test_a_header_that_cannot_be_used_is_bad_input(tmp_path: Path, header: str) -> None:
    with pytest.raises(BadInput, match="header"):
        list(read_delimited(write(tmp_path, f"{header}\n1,2,3\n")))
