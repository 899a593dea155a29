"""The small shop, opened once for all tests of search."""

import pytest

from knowledge_base.families import families
from tests.search.shop import LINES, QUERIES, Shop, open_shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return open_shop(tmp_path_factory.mktemp("shop"), list(families(LINES)), QUERIES)
