"""Brings the newest catalogue and what was learned over another one together in a snapshot."""

from collections.abc import Iterator
from datetime import datetime

from knowledge_base.catalogue_files import open_catalogue
from knowledge_base.errors import Conflict, UnknownName
from knowledge_base.manifest import CATALOGUE, LEARNED, Manifest
from knowledge_base.snapshots import REFRESH, SnapshotStore
from service.building.parts import Stages, carry_over


def sound(store: SnapshotStore) -> Iterator[Manifest]:
    """Yield the snapshots whose files are what they were: the one being served, then others.

    Of the others the newest comes first, but none that was refused.
    """
    current = store.current()
    others = [
        one.snapshot_id
        for one in store.manifests()
        if one.snapshot_id != current and not one.refused
    ]
    for snapshot_id in (current, *reversed(others)):
        try:
            manifest = store.manifest(snapshot_id or "")
            store.check(manifest)
        except (Conflict, UnknownName):
            continue
        yield manifest


def serving(store: SnapshotStore) -> Manifest | None:
    """Return what is served, or would be where that is damaged; None before the first."""
    return next(sound(store), None) if store.current() else None


def merged(
    store: SnapshotStore, catalogue_of: Manifest, learned_of: Manifest, now: datetime
) -> Manifest:
    """Make a snapshot of one's catalogue and of what was learned for another.

    Returns the first itself where that is what it is made of.
    """
    if _training(catalogue_of) == _training(learned_of):
        return catalogue_of
    catalogue, before = (
        open_catalogue(store.read(one, CATALOGUE)) for one in (catalogue_of, learned_of)
    )
    with store.draft(REFRESH) as draft:
        draft.keep(CATALOGUE, catalogue_of.parts[CATALOGUE])
        carry_over(draft, catalogue, before, store.read(learned_of, LEARNED), Stages())
        return draft.finish(now)


def publish_merged(
    store: SnapshotStore, made: Manifest, *, is_trained: bool, now: datetime
) -> Manifest | None:
    """Serve what was made, brought together with what others have published meanwhile.

    The catalogue that was read last counts. A training brings what was learned, and is not
    published (None) over a rollback; a refresh leaves what was learned as it is served.
    """
    while True:
        current = store.current()
        serving = next(sound(store)) if current else made
        newest = max((made, serving), key=_read_at)
        ready = merged(store, newest, made if is_trained else serving, now)
        with store.switching():
            if is_trained and store.pinned:
                return None
            if store.current() == current:
                store.publish(ready.snapshot_id)
                return ready


def roll_back(store: SnapshotStore, now: datetime) -> Manifest:
    """Serve the catalogue of now with what was learned before, and hold that fast.

    Raises UnknownName when nothing was learned before, Conflict when that cannot be read.
    """
    serving = next(sound(store))
    older = _trained_before(store, store.current() or serving.snapshot_id)
    try:
        store.check(older)
    except Conflict as damage:
        detail = f"snapshot {older.snapshot_id} cannot be read: {damage.detail}"
        raise Conflict(f"{detail}; `tresen snapshots publish` serves another") from None
    ready = merged(store, serving, older, now)
    with store.switching():
        store.publish(ready.snapshot_id)
        store.pin()
    return ready


def trained_at(manifest: Manifest) -> str:
    """Say when what a snapshot has learned was learned, "" where that is nothing."""
    return str(manifest.parts[LEARNED].facts["trained_at"])


def _trained_before(store: SnapshotStore, snapshot_id: str) -> Manifest:
    """Return the snapshot of the last training before the one that a snapshot serves."""
    manifests = store.manifests()
    until = next((trained_at(one) for one in manifests if one.snapshot_id == snapshot_id), "~")
    older = [one for one in manifests if "" < trained_at(one) < until and not one.refused]
    if not older:
        raise UnknownName("nothing was learned before what is being served")
    return max(older, key=lambda one: (trained_at(one), one.is_trained))


def _training(manifest: Manifest) -> str:
    return str(manifest.parts[LEARNED].facts["training"])


def _read_at(manifest: Manifest) -> str:
    return str(manifest.parts[CATALOGUE].facts["read_at"])
