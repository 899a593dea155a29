"""Knows a feed by the names of its columns: ours, Google Merchant's, a shop system's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from knowledge_base.feeds.dialects import Dialect
from knowledge_base.feeds.entries import Entries
from knowledge_base.feeds.epoq import spread_sizes
from knowledge_base.feeds.mapping import Arrange, Mapped, dialect_of, parse_mapping
from knowledge_base.feeds.shopify import join_rows
from knowledge_base.feeds.woocommerce import name_parents

_ARRANGED: Mapping[str, Arrange] = MappingProxyType(
    {"Shopify": join_rows, "WooCommerce": name_parents, "epoq": spread_sizes}
)
"""What a table of names cannot say: which lines belong together."""


def choose_dialect(columns: Iterable[str], *, now: datetime) -> Dialect:
    """Choose the dialect by the names of the columns; what nobody knows is taken for ours."""
    names = set(columns)
    if "product_id" in names:
        return Dialect("Tresen", dict)
    likeliest = max(_shipped(), key=lambda mapped: mapped.knows(names))
    if not likeliest.knows(names):
        return Dialect("Tresen", dict)
    arrange = _ARRANGED.get(likeliest.name, _as_they_are)
    return dialect_of(likeliest, now=now, arrange=arrange)


@cache
def _shipped() -> Sequence[Mapped]:
    """Read the mapping files that come with the package."""
    there = (files("knowledge_base.feeds") / "mappings").iterdir()
    written = {one.name: one for one in there if one.name.endswith(".toml")}
    return [parse_mapping(written[name].read_text("utf-8"), name) for name in sorted(written)]


def _as_they_are(entries: Entries) -> Entries:
    return entries
