"""What many tests start from: a fresh database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge_base.storage.database import Database, open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Open a new, empty database with all its tables."""
    opened = open_database(f"sqlite:///{tmp_path}/tresen.db")
    opened.migrate()
    yield opened
    opened.close()
