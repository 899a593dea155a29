"""Learns once more, but for the last day: what a night before it would have known."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge_base.catalogue import Catalogue
from knowledge_base.interactions import Interactions
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.snapshots import SnapshotStore
from service.building.crowd import ODDS, census_in, write_census
from service.building.parts import Searched, Stages, write_learned, write_searched
from service.engine import Opened, open_snapshot


@contextmanager
def hindsight(
    store: SnapshotStore, served: Manifest, catalogue: Catalogue, early: Interactions
) -> Iterator[Opened]:
    """Open what `early` interactions teach over the catalogue being served.

    It stands in a directory of its own meanwhile, so that nobody takes it for a snapshot. What
    is known of segments is as served; queries of others are left out, nothing is suggested.
    """
    with TemporaryDirectory(dir=store.root.parent) as name:
        beside = SnapshotStore(Path(name) / "snapshots")
        _lend(store, beside, served)
        with beside.draft() as draft:
            draft.keep(CATALOGUE, served.parts[CATALOGUE])
            part = draft.part(LEARNED)
            write_learned(part, catalogue, early, Stages())
            write_searched(part, catalogue, Searched(), Stages())
            learned = store.read(served, LEARNED)
            write_census(part, census_in(learned.facts), learned.array(ODDS))
            made = draft.finish(datetime.fromtimestamp(early.until, UTC))
        yield open_snapshot(beside, made.snapshot_id)


def _lend(store: SnapshotStore, beside: SnapshotStore, served: Manifest) -> None:
    """Have the files of the catalogue stand in another store, too, without a copy."""
    beside.objects.mkdir(parents=True)
    for digest in {one.sha256 for one in served.parts[CATALOGUE].files.values()}:
        os.link(store.objects / digest, beside.objects / digest)
