"""Reads a feed that a test has written."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from knowledge_base.errors import BadInput
from knowledge_base.feeds.entries import Line
from knowledge_base.feeds.feed import Feed, open_feed
from knowledge_base.lines import read_product
from knowledge_base.products import Product

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)


def feed_of(tmp_path: Path, content: str | bytes) -> Feed:
    """Open a feed of some content."""
    path = tmp_path / "feed"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_feed(path, now=MARCH)


def lines(tmp_path: Path, content: str | bytes) -> list[Product]:
    """Read every line of a feed, none of which may be refused."""
    found = list(_read(feed_of(tmp_path, content)))
    assert all(isinstance(one, Product) for _, one in found), found
    return [one for _, one in found if isinstance(one, Product)]


def faults(tmp_path: Path, content: str | bytes) -> dict[int, list[str]]:
    """Name the fields that are refused, by line; "" for a whole line."""
    found = _read(feed_of(tmp_path, content))
    return {number: one for number, one in found if isinstance(one, list)}


def _read(feed: Feed) -> Iterator[tuple[int, Product | list[str]]]:
    for entry in feed.entries:
        if not isinstance(entry, Line):
            yield entry.number, [""]
            continue
        try:
            product = read_product(feed.read(entry.raw), languages=("de", "en"), currency="EUR")
        except BadInput as bad:
            yield entry.number, [one.place for one in bad.faults]
        else:
            yield entry.number, product
