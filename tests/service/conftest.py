"""One trained shop for all tests of how answers come about."""

from pathlib import Path

import pytest

from tests.service.flow import Desk, trained


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Give a desk over the small shop, without anything that people wrote."""
    folder: Path = tmp_path_factory.mktemp("flow")
    return Desk(trained(folder))
