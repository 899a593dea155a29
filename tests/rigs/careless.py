"""A service, or a training, that does not wait for the disk: a test must see its losses."""

from knowledge_base import snapshots
from knowledge_base.storage import database
from service.__main__ import main

if __name__ == "__main__":
    vars(database)["_PRAGMAS"] = ("journal_mode=WAL", "synchronous=OFF")
    vars(snapshots)["_sync"] = lambda _path: None
    main()
