"""Does a mapping file do what it says, and say what is wrong with it?"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.feeds.feed import open_feed
from knowledge_base.feeds.mapping import read_mapping

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MAPPINGS = Path(__file__).parents[3] / "docs" / "mappings"


def mapping(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_column_of_json_becomes_attributes_without_their_prefixes(tmp_path: Path) -> None:
    path = mapping(
        tmp_path,
        'language = "en"\n[fields]\nproduct_id = "id"\ntitle = "name"\n'
        '[objects.more]\nprefixes = ["t_", "n_"]\nrename = { t_brand = "maker" }',
    )
    raw = {"id": 1, "name": "Lens", "more": '{"t_mount": "E", "n_mount": 2, "t_brand": "Iris"}'}
    assert read_mapping(path, now=NOW).read(raw) == {
        "product_id": 1,
        "title": {"en": "Lens"},
        "attributes": {"mount": {"en": ["E", 2]}, "maker": {"en": ["Iris"]}},
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[fields", "cannot be read"),
        ('[fields]\nproduct = "id"', "unknown fields: product"),
        ('[fields]\nproduct_id = "id"\n[join.title]\ncolumns = ["a"]\nsep = ""', "sep"),
        ('[felder]\nproduct_id = "id"', "felder"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_by_name(
    tmp_path: Path, text: str, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        read_mapping(mapping(tmp_path, text), now=NOW)


def test_a_column_the_feed_lacks_is_named(tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("id,name\n1,Schuh\n")
    path = mapping(tmp_path, '[fields]\nproduct_id = "id"\ntitle = "nom"')
    with pytest.raises(BadInput, match="lacks columns of the mapping: nom"):
        open_feed(feed, now=NOW, mapping=path)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_mapping_we_document_can_be_read(path: Path) -> None:
    assert read_mapping(path, now=NOW).wanted
