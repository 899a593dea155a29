"""Does what means harm get the same verdict from SQLite and PostgreSQL, and never a 5xx?"""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.errors import BadInput
from knowledge_base.market import Market
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import counts
from knowledge_base.storage.products import all_products
from service.door.auth import KeyClass
from service.intake.event_import import import_events
from service.intake.importing import FeedImport, import_products
from tests.databases import Databases, PostgresServer, SqliteFiles
from tests.rigs.load import opened
from tests.service.api.conftest import Served, fill, serve, unhurried

pytestmark = pytest.mark.database
NOW = datetime(2026, 6, 1, tzinfo=UTC)
MARKET = Market(("de", "en"), "EUR")

VALUES: dict[str, str] = {
    "two to the seventieth": str(2**70),
    "minus two to the seventieth": str(-(2**70)),
    "just more than the database counts": str(2**63),
    "five thousand digits": "9" * 5_000,
    "more than any float": "1e999",
    "a NaN": "NaN",
    "a NaN in words": '"NaN"',
    "a NUL": '"a\\u0000b"',
    "half a surrogate": '"\\ud800"',
    "a whole surrogate": '"\\ud83d\\udc5f"',
    "no character": '"\\uffff\\ufffe"',
    "a million letters": f'"{"x" * 1_000_000}"',
    "ten thousand deep": "[" * 10_000 + "]" * 10_000,
    "a thousand deep": '{"a":' * 1_000 + "1" + "}" * 1_000,
    "a wrong kind": "[[], {}, null, true]",
    "nothing": "null",
    "true": "true",
    "the year zero": '"0000-00-00T00:00:00Z"',
    "the year ten thousand": '"+10000-01-01T00:00:00Z"',
    "quotes": json.dumps("'; DROP TABLE events; --"),
    "signs of the database": json.dumps("%s %(x)s :a ? $1 \\x00 {} \\"),
    "a lot of keys": json.dumps({f"k{number}": number for number in range(20_000)}),
}
BODIES: dict[str, bytes] = {
    "nothing at all": b"",
    "no UTF-8": '[{"event_id": "grün"}]'.encode("latin-1"),
    "UTF-16": "[]".encode("utf-16"),
    "a byte order mark": "\ufeff[]".encode(),
    "bottomless": b"[" * 200_000,
    "bottomless objects": b'{"a":' * 200_000,
    "a number": b"1",
    "a list of lists": b"[[], [[]], {}]",
    "ten megabytes": b"[" + b" " * 10_000_000 + b"]",
    "twice the same key": b'[{"type": "view", "event_id": 1, "event_id": "q"}]',
    "packed": gzip.compress(b"[]"),
}
EVENT = {"event_id": "e", "type": "view", "product_id": "s1", "visitor_id": "v"}
EVENT_FIELDS = (
    *(
        "event_id",
        "type",
        "at",
        "sent_at",
        "visitor_id",
        "session_id",
        "customer_id",
        "consent",
    ),
    *("customer_token", "product_id", "variant_id", "token", "query", "placement", "quantity"),
    *("price", "order_id", "filters", "sort", "seconds", "content_id", "unheard_of"),
)
LINE = {"product_id": "p", "title": "Ding", "price": "5.00"}
LINE_FIELDS = (
    *("product_id", "variant_of", "title", "description", "brand", "categories", "price"),
    *("list_price", "currency", "unit_price", "availability", "stock", "delivery_days", "url"),
    *("image_urls", "gtin", "attributes", "size", "released_at", "margin", "tags", "rating"),
    *("rating_count", "unheard_of"),
)


_HOW_SOON = re.compile(r'(?<="searchable_within_seconds":)\d+')
"""Learned from how long the last refresh took, which one machine does not do alike twice."""


@dataclass(frozen=True)
class Twins:
    """Two services over the same shop, each with a database of its own kind."""

    served: Mapping[str, Served]

    def verdict(self, method: str, path: str, body: bytes) -> tuple[int, str]:
        """Send both the same; return what they say, which must be the same."""
        said = []
        for one in self.served.values():
            headers = {"Content-Type": "application/json"}
            answer = one.ask(method, path, KeyClass.PRIVATE, content=body, headers=headers)
            said.append((answer.status_code, _HOW_SOON.sub("soon", answer.text)))
        assert said[0][0] < 500, said
        assert said[0] == said[1]
        return said[0]


@pytest.fixture(scope="module")
def twins(
    sqlite: SqliteFiles, postgresql: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Twins]:
    """Serve the small shop twice."""
    with ExitStack() as running:
        both = {
            kind: running.enter_context(_served(databases, tmp_path_factory.mktemp(kind)))
            for kind, databases in {"sqlite": sqlite, "postgresql": postgresql}.items()
        }
        yield Twins(both)


@contextmanager
def _served(databases: Databases, folder: Path) -> Iterator[Served]:
    with databases.fresh(folder) as url:
        fill(unhurried(folder, url))
        yield from serve(unhurried(folder, url))


def written(line: Mapping[str, Any], field: str, value: str) -> str:
    """Write an object with one field that JSON's own writer would not write so."""
    rest = json.dumps({name: one for name, one in line.items() if name != field})
    return f"{rest[:-1]}, {json.dumps(field)}: {value}}}"


@pytest.mark.parametrize("name", VALUES)
def test_an_event_is_judged_alike_and_harms_no_other(twins: Twins, name: str) -> None:
    for field in EVENT_FIELDS:
        sound = json.dumps({**EVENT, "event_id": f"{field}, {name}"})
        bad = written({**EVENT, "event_id": f"{field}, {name}!"}, field, VALUES[name])
        status, said = twins.verdict("POST", "/v1/events", f"[{sound}, {bad}]".encode())
        if status == 202:
            body = json.loads(said)
            assert body["accepted"] + body["duplicates"] + len(body["refused"]) == 2
            assert all(one["index"] == 1 for one in body["refused"])


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_product_is_judged_alike(twins: Twins, method: str, value: str) -> None:
    twins.verdict("PUT", "/v1/products", json.dumps([LINE]).encode())
    for field in LINE_FIELDS:
        twins.verdict(method, "/v1/products", f"[{written(LINE, field, value)}]".encode())


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/events"),
        ("PUT", "/v1/products"),
        ("PATCH", "/v1/products"),
        ("PUT", "/v1/customers/c"),
        ("POST", "/v1/recommendations"),
    ],
)
def test_a_body_that_is_none_is_judged_alike(
    twins: Twins, method: str, path: str, body: bytes
) -> None:
    twins.verdict(method, path, body)


def zipped(name: str, content: bytes) -> bytes:
    """Pack a file so that it grows a thousandfold."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
FEEDS: dict[str, bytes] = {
    **BODIES,
    "an entity bomb": (
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><item><id>1</id>'
        "<title>&l9;</title></item></channel></rss>"
    ).encode(),
    "a zip bomb": zipped("feed.csv", b" " * 50_000_000),
    "a gzip bomb": gzip.compress(b" " * 50_000_000),
    "a million columns": b";".join(b"c%d" % number for number in range(1_000_000)) + b"\n1;2\n",
    "NULs": b"product_id;title\n1;a\x00b\n2;sound\n",
    "Latin-1": "product_id;title;price\n1;Gr\u00fcn;5,00\n2;Rot;6,00\n".encode("latin-1"),
    "UTF-16 with a mark": "product_id;title;price\n1;Gr\u00fcn;5,00\n".encode("utf-16"),
    "half of UTF-8": "product_id;title;price\n1;Gr\u00fcn;5,00\n".encode()[:-9] + b"\xc3\n",
    "every bad value": "\n".join(
        written(LINE | {"product_id": f"{field} {number}"}, field, value)
        for number, value in enumerate(VALUES.values())
        for field in LINE_FIELDS
        if len(value) < 10_000
    ).encode("utf-8", "surrogatepass"),
}


def said_of(database: Database, feed: Path, kind: str) -> tuple[object, ...]:
    """Import a feed; return what is said of it, and what is there afterwards."""
    try:
        if kind == "events":
            report = import_events(database, [feed], now=NOW)
        else:
            report = import_products(database, FeedImport([feed]), MARKET, now=NOW)
        said = [report.counts, *report.lines()]
    except BadInput as refused:
        said = [refused.detail]
    with database.read() as connection:
        return said, list(all_products(connection)), counts(connection)


@pytest.mark.parametrize("content", FEEDS.values(), ids=FEEDS.keys())
@pytest.mark.parametrize("kind", ["products", "events"])
def test_a_feed_is_judged_alike(
    sqlite: SqliteFiles,
    postgresql: PostgresServer,
    tmp_path: Path,
    content: bytes,
    kind: str,
) -> None:
    feed = tmp_path / "feed"
    feed.write_bytes(content)
    said = []
    for databases in (sqlite, postgresql):
        with databases.fresh(tmp_path) as url, opened(url) as database:
            said.append(said_of(database, feed, kind))
    assert said[0] == said[1]
