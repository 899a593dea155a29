"""Tells how two snapshots differ: in products, in what was learned, in queries and in files."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.snapshots import SnapshotStore
from ranking.learning import Popularity
from service.building.merging import trained_at
from service.building.parts import read_queries

_TOP = 100
"""Most wanted products that are compared."""
_NAMED = 5
"""Ids and queries that are named where there are more."""

Row = tuple[str, str, str]
"""What is compared, and how it is in the one and in the other."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two, as far as they are compared."""

    manifest: Manifest
    products: Sequence[str]
    wanted: Sequence[str]
    queries: Sequence[str]

    @classmethod
    def of(cls, store: SnapshotStore, snapshot_id: str) -> "_Side":
        """Read a snapshot. Raises UnknownName, Conflict when it is damaged."""
        manifest = store.manifest(snapshot_id)
        store.check(manifest)
        ids = open_catalogue(store.read(manifest, CATALOGUE)).product_ids.column.texts()
        learned = store.read(manifest, LEARNED)
        popularity = learned.arrays(Popularity().name)["popularity"]
        most = np.argsort(-popularity, kind="stable")[:_TOP]
        queries = [text for text, _ in read_queries(learned)]
        return cls(manifest, ids, [ids[row] for row in most], queries)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield what can be said of it alone."""
        catalogue, learned = (self.manifest.parts[one] for one in (CATALOGUE, LEARNED))
        files = {one for part in (catalogue, learned) for one in part.files.values()}
        yield "made", self.manifest.created_at[:19]
        yield "learned", trained_at(self.manifest)[:19] or "nothing"
        yield "products", str(catalogue.facts["products"])
        yield "interactions", str(learned.facts["interactions"])
        yield "queries", str(len(self.queries))
        yield "megabytes", f"{sum(one.size for one in files) / 1e6:.1f}"


def differences(store: SnapshotStore, one_id: str, other_id: str) -> list[Row]:
    """Compare two snapshots. Raises UnknownName, Conflict when one is damaged."""
    one, other = _Side.of(store, one_id), _Side.of(store, other_id)
    facts = zip(one.facts(), other.facts(), strict=True)
    rows = [(name, here, there) for (name, here), (_, there) in facts]
    rows += [
        (name, _only(mine, theirs), _only(theirs, mine))
        for name, mine, theirs in (
            ("products only here", one.products, other.products),
            (f"of the {_TOP} most wanted only here", one.wanted, other.wanted),
            ("queries only here", one.queries, other.queries),
        )
    ]
    for part in (CATALOGUE, LEARNED):
        mine, theirs = (side.manifest.parts[part].files.items() for side in (one, other))
        rows.append(
            (f"{part} files only here", str(len(mine - theirs)), str(len(theirs - mine)))
        )
    return rows


def _only(mine: Sequence[str], theirs: Collection[str]) -> str:
    """Count what only one has, and name the first of it."""
    there = set(theirs)
    only = [one for one in mine if one not in there]
    if not only:
        return "0"
    more = ", …" if len(only) > _NAMED else ""
    return f"{len(only)}: {', '.join(only[:_NAMED])}{more}"
