"""A service, or a training, that does not wait for the disk: a test must see its losses."""

from knowledge_base import disk
from knowledge_base.storage import database
from service.__main__ import main

if __name__ == "__main__":
    vars(database)["_PRAGMAS"] = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=OFF")
    vars(disk)["_sync"] = lambda _path: None
    main()
