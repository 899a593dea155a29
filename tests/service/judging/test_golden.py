"""Is what people of the shop want found looked for, and only where it can be shown?"""

from pathlib import Path

import pytest

from service.judging.golden import unmet
from tests.service.flow import NOW, Desk, trained


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(trained(Path(tmp_path_factory.mktemp("shop"))))


def missed(desk: Desk, product_id: str, at_most: int = 24, **more: object) -> list[str]:
    expect = [{"product_id": product_id, "at_most": at_most}]
    written = desk.with_entry("golden_queries", {"query": "kamera", "expect": expect, **more})
    return list(unmet(written.engine, NOW))


def test_a_golden_query_that_shows_what_it_must_says_nothing(desk: Desk) -> None:
    first = desk.found("kamera")[0]
    assert missed(desk, first, 1) == []


def test_a_product_further_down_than_expected_is_named(desk: Desk) -> None:
    second = desk.found("kamera")[1]
    (said,) = missed(desk, second, 1)
    assert said == f"golden query 'kamera': {second} is not among the first 1"


def test_a_product_that_is_not_found_at_all_is_named(desk: Desk) -> None:
    assert len(missed(desk, "run1")) == 1


def test_what_cannot_be_shown_is_not_expected(desk: Desk) -> None:
    assert missed(desk, "never-heard-of") == []
    hidden = desk.with_entry("shop", {"sold_out": "hide"})
    assert missed(hidden, "gone") == []


def test_a_golden_query_that_is_switched_off_is_not_asked(desk: Desk) -> None:
    assert missed(desk, "run1", enabled=False) == []
