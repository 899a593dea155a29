"""What every rig watches with."""

from pathlib import Path

import pytest

from tests.rigs.shadow import Shadow, build


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile, once, what is loaded into the process being watched."""
    return build(tmp_path_factory.mktemp("shadow"))


@pytest.fixture
def shadow(library: Path, tmp_path: Path) -> Shadow:
    """Watch a directory."""
    root = tmp_path / "data"
    root.mkdir()
    return Shadow(library, root, tmp_path / "kept")
