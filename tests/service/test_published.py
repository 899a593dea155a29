"""Is there something to serve, whatever has happened to the files?"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge_base.errors import Conflict
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.products import put_products
from service.nightly import train
from service.published import Published
from tests.databases import SQLITE_ONLY
from tests.service.flow import LINES, MARKET, NOW

pytestmark = SQLITE_ONLY  # damages files of snapshots


def growing_shop(url: str, folder: Path) -> None:
    """Train twice on two sizes of a shop; the larger one is published."""
    database = open_database(url)
    database.migrate()
    for night, lines in enumerate((LINES[:3], LINES)):
        with database.write() as connection:
            put_products(connection, lines)
        store = SnapshotStore(folder / "snapshots")
        train(database, store, MARKET, now=NOW + timedelta(days=night))
    database.close()


@pytest.fixture
def original() -> Callable[[str, Path], None]:
    return growing_shop


@pytest.fixture
def store(shop_url: str, tmp_path: Path) -> SnapshotStore:
    """Give its snapshots."""
    assert shop_url
    return SnapshotStore(tmp_path / "snapshots")


def own_file(store: SnapshotStore, ending: str) -> Path:
    """Find a file that only the published snapshot has."""
    before, published = store.manifests()
    shared = {one.sha256 for part in before.parts.values() for one in part.files.values()}
    return next(
        store.objects / one.sha256
        for part in published.parts.values()
        for name, one in part.files.items()
        if name.endswith(ending) and one.sha256 not in shared
    )


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def publish(store: SnapshotStore, name: bytes) -> None:
    """Point to something that is no snapshot."""
    (store.root / "CURRENT").write_bytes(name)


def manifest(store: SnapshotStore) -> Path:
    """Find the manifest of the published snapshot."""
    return store.root / (store.current() or "") / "manifest.json"


def cut_manifest(store: SnapshotStore, letters: int) -> None:
    """Leave the beginning of a manifest."""
    manifest(store).write_bytes(manifest(store).read_bytes()[:letters])


def other_format(store: SnapshotStore) -> None:
    """Let a later version have written the manifest."""
    path = manifest(store)
    path.write_text(path.read_text().replace('"schema": ', '"schema": 99'))


DAMAGE: dict[str, Callable[[SnapshotStore], None]] = {
    "an array is flipped": lambda store: flip(own_file(store, ".npy")),
    "an array is cut": lambda store: cut(own_file(store, ".npy")),
    "an array is gone": lambda store: own_file(store, ".npy").unlink(),
    "the index is flipped": lambda store: flip(own_file(store, ".term")),
    "the index is gone": lambda store: own_file(store, "meta.json").unlink(),
    "the manifest is empty": lambda store: cut_manifest(store, 0),
    "the manifest is cut": lambda store: cut_manifest(store, 100),
    "the manifest is of another time": other_format,
    "nothing is published": lambda store: (store.root / "CURRENT").unlink(),
    "something else is published": lambda store: publish(store, b"../etc\0"),
    "rubbish is published": lambda store: publish(store, b"\xff\xfe"),
}


def test_what_is_published_is_served(store: SnapshotStore) -> None:
    following = Published(store)
    assert following.follow().snapshot_id == store.current()
    assert following.trouble == ""


@pytest.mark.parametrize("damage", DAMAGE)
def test_whatever_is_damaged_something_sound_is_served(
    store: SnapshotStore, damage: str
) -> None:
    before, published = store.ids()
    DAMAGE[damage](store)
    following = Published(store)
    opened = following.follow()
    lost_its_name = "published" in damage
    assert opened.snapshot_id == (published if lost_its_name else before)
    assert opened.snapshot_id in following.trouble
    assert store.ids() == [before, published], "what cannot be read is not thrown away"


def test_what_cannot_be_opened_is_tried_once(store: SnapshotStore) -> None:
    following = Published(store)
    using = following.follow()
    cut_manifest(store, 0)
    assert following.follow() is using, "what is open stays open"
    publish(store, b"elsewhere")
    assert following.follow() is using
    assert "elsewhere" in following.trouble
    publish(store, using.snapshot_id.encode())
    assert following.follow() is using


def test_where_nothing_can_be_opened_the_remedy_is_named(store: SnapshotStore) -> None:
    for one in store.ids():
        (store.root / one / "manifest.json").write_text("")
    with pytest.raises(Conflict, match="tresen train"):
        Published(store).follow()


def test_a_new_training_mends_damaged_files(store: SnapshotStore, shop: Database) -> None:
    for path in store.objects.iterdir():
        path.write_bytes(b"")
    healed = train(shop, store, MARKET, now=NOW + timedelta(days=2))
    following = Published(store)
    assert following.follow().snapshot_id == healed.snapshot_id
    assert following.trouble == ""
