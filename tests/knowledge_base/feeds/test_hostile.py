"""Does a feed that means harm get a clear answer, in little memory?"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge_base.errors import BadInput
from tests.knowledge_base.feeds.reading import faults, feed_of, lines

MIB = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><item>'


def item(inside: str) -> str:
    return f"<rss><channel><item><id>1</id><title>a</title>{inside}</item></channel></rss>"


@pytest.mark.parametrize("inside", ["<title>&l9;</title>", '<link href="&l9;"/>'])
def test_entities_do_not_grow(tmp_path: Path, inside: str) -> None:
    feed = f"{BOMB}<id>1</id>{inside}</item></channel></rss>"
    with pytest.raises(BadInput, match="not well-formed XML: Maximum entity"):
        lines(tmp_path, feed)


def test_an_item_that_uses_an_entity_of_the_document_is_refused_alone(
    tmp_path: Path,
) -> None:
    items = "<item><id>1</id><title>&h;</title></item><item><id>2</id><title>a</title></item>"
    feed = f'<!DOCTYPE r [<!ENTITY h "ha">]><rss><channel>{items}</channel></rss>'
    assert faults(tmp_path, feed) == {1: [""]}


def test_files_of_the_server_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE r [<!ENTITY s SYSTEM "file://{secret}">]>'
    feed = doctype + item("<brand>&s;</brand>")
    with pytest.raises(BadInput, match="uses &s;, which only the document defines"):
        lines(tmp_path, feed)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"product_id": "1", "title": ' + b"[" * 100_000, "not JSON"),
        (b'{"a":' * 100_000, "not JSON"),
        (b"<rss>" + b"<a>" * 100_000, "not well-formed"),
        (b"<rss><channel><item>\x00</item></channel></rss>", "neither text"),
        (("id;title\n1;\N{SNOWMAN}\n" * 2).encode("utf-16-le"), "neither text"),
        ('{"product_id": "1"}'.encode("utf-16"), "UTF-8"),
        (b";".join(b"c%d" % n for n in range(1_000_000)) + b"\n", "1,000,000 columns"),
        (b"a;" * 1_000_000 + b"b\n1;2\n", "columns"),
        (b'"' + b"x" * 2 * MIB + b'"\n1\n', "no line that can be read"),
    ],
    ids=lambda one: repr(one[:24]) if isinstance(one, bytes) else "",
)
def test_a_feed_that_cannot_be_meant_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        lines(tmp_path, content)


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ('"price": 1180591620717411303424', ["price"]),
        ('"stock": 1180591620717411303424', ["stock"]),
        ('"price": "NaN"', ["price"]),
        ('"price": "Infinity"', ["price"]),
        ('"price": -1', ["price"]),
        ('"margin": "nan"', ["margin"]),
        ('"rating": 1e308', ["rating"]),
        ('"title": "\\ud800"', [""]),
        ('"released_at": "9999-12-31T23:59:59-23:59"', ["released_at"]),
        ('"url": "javascript:alert(1)"', ["url"]),
        ('"size": [[[["x"]]]]', ["size"]),
        ('"attributes": {"price": "0"}', ["attributes.price"]),
    ],
)
def test_a_value_nobody_can_keep_is_refused_by_name(
    tmp_path: Path, fields: str, places: list[str]
) -> None:
    feed = '{"product_id": "1", "title": "a", %s}\n{"product_id": "2", "title": "b"}'
    assert faults(tmp_path, feed % fields) == {1: places}


def test_a_letter_that_is_none_is_no_reason_to_stop(tmp_path: Path) -> None:
    feed = '{"product_id": "1", "title": "a\\u0000b\\u0007c"}'
    assert lines(tmp_path, feed)[0].title == {"de": "a b c"}


def test_bytes_of_another_encoding_spoil_their_field_alone(tmp_path: Path) -> None:
    rows = "id;title;brand\n" + "".join(f"{n};Türöffner;Müller\n" for n in range(9))
    feed = b"\xef\xbb\xbf" + rows.encode() + "9;Türöffner;".encode() + b"M\xfcller\n"
    assert faults(tmp_path, feed) == {11: ["brand"]}


def test_a_table_of_endless_columns_is_no_parquet_for_us(tmp_path: Path) -> None:
    path = tmp_path / "wide.parquet"
    pq.write_table(pa.table({f"c{n}": [1] for n in range(5_001)}), path)
    with pytest.raises(BadInput, match="5,001 columns"):
        feed_of(tmp_path, path.read_bytes())


def unending_item(out: Path) -> None:
    with out.open("w") as file:
        file.write("<rss><channel><item><id>1</id>")
        for _ in range(60):
            file.write("<a>b</a>" * (MIB // 8))


def unending_line(out: Path) -> None:
    out.write_bytes(b"id;title\n" + b"1;x" * 20 * MIB)


def unending_json(out: Path) -> None:
    out.write_bytes(b'{"product_id": "1", "title": "' + b"x" * 60 * MIB)


def many_columns(out: Path) -> None:
    out.write_bytes(b";".join(b"column%d" % n for n in range(1_000_000)))


def entities(out: Path) -> None:
    out.write_text(f"{BOMB}<id>1</id><title>{'&l9;' * 1000}</title></item></channel></rss>")


READ_IT = """
import json, resource, sys
from pathlib import Path
from knowledge_base.errors import BadInput
from tests.knowledge_base.feeds.reading import MARCH, open_feed
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    said = [one.detail for one in open_feed(Path(sys.argv[1]), now=MARCH).entries]
except BadInput as bad:
    said = [bad.detail]
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([grown, said]))
"""


@pytest.mark.parametrize(
    ("write", "reason"),
    [
        (unending_item, "no item ends"),
        (unending_line, "a line is longer"),
        (unending_json, "is longer than"),
        (many_columns, "1,000,000 columns"),
        (entities, "Maximum entity"),
    ],
)
def test_memory_stays_bounded(
    tmp_path: Path, write: Callable[[Path], None], reason: str
) -> None:
    path = tmp_path / "feed"
    write(path)
    command = [sys.executable, "-c", READ_IT, str(path)]
    answer = subprocess.run(command, capture_output=True, check=True, text=True)
    grown, said = json.loads(answer.stdout)
    assert reason in said[0]
    assert grown < 256 * 1024
