"""Is XML read safely, in RSS and in Atom?"""

from pathlib import Path

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Line, Unreadable
from knowledge_base.feeds.xml_items import read_xml

DATA = Path(__file__).parents[2] / "data"


def fields(path: Path) -> list[dict[str, object]]:
    return [dict(one.raw) for one in read_xml(path) if isinstance(one, Line)]


def test_googles_own_element_wins_over_the_plain_one() -> None:
    assert fields(DATA / "google.xml")[0]["title"] == "Gartenhaus Lerche"


def test_repeated_and_nested_elements_keep_their_shape() -> None:
    house = fields(DATA / "google.xml")[0]
    assert house["product_type"] == ["Garten > Gartenhäuser", "Garten > Angebote"]
    assert house["shipping"] == {"country": "DE", "price": "49.00 EUR"}


def test_an_item_is_numbered_by_its_line() -> None:
    assert [one.number for one in read_xml(DATA / "google.xml")] == [7, 37, 46]


def test_atom_is_read_too() -> None:
    assert fields(DATA / "atom.xml") == [
        {
            "id": "SP-1",
            "title": "Spaten",
            "summary": "Mit Eschenstiel",
            "link": "https://birkenau.example/p/sp-1",
            "price": "39.90 EUR",
        }
    ]


def test_entities_a_document_defines_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    path = tmp_path / "feed.xml"
    path.write_text(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret}"><!ENTITY y "yyyy">]>'
        "<rss><item><id>1</id><title>a&x;&y;</title></item></rss>"
    )
    (entry,) = read_xml(path)
    assert isinstance(entry, Unreadable)
    assert "&x;" in entry.detail


def test_a_document_that_breaks_off_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<rss><item><id>1</id></item><item><id>")
    with pytest.raises(BadInput, match="not well-formed"):
        fields(path)
