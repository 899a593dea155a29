"""A shop that trains and refreshes without end, and says each time what is being served."""

import sys
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from knowledge_base import disk
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import open_database
from knowledge_base.storage.products import put_products
from service.building.refresh import refresh
from service.nightly import train
from tests.knowledge_base.shop import both
from tests.service.flow import LINES, MARKET, NOW

KEPT = 1


def publish_for_ever(folder: Path, news: Path) -> None:
    """Change a title, publish, prune, say so."""
    database = open_database(f"sqlite:///{folder}/tresen.db")
    database.migrate()
    store = SnapshotStore(folder / "snapshots")
    with database.write() as connection:
        put_products(connection, LINES)
    for hour in count():
        now = NOW + timedelta(hours=hour)
        with database.write() as connection:
            put_products(connection, [replace(LINES[-1], title=both(f"{hour}", f"{hour}"))])
        if hour % 5:
            refresh(database, store, MARKET, now=now)
        else:
            train(database, store, MARKET, now=now)
        store.prune(KEPT, now)
        with news.open("a") as out:
            out.write(f"{store.current()}\n")


if __name__ == "__main__":
    if "--careless" in sys.argv:
        vars(disk)["_sync"] = lambda _path: None
    publish_for_ever(Path(sys.argv[1]), Path(sys.argv[2]))
