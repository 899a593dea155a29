"""Is a pin missed that no longer holds, and only where it held and still could?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.judging.pins import moved
from tests.knowledge_base.shop import both
from tests.service.flow import LINES, NOW, Desk, trained

RENAMED = {"de": (("Foto", "Apparate"),), "en": (("Photo", "Devices"),)}
PIN = {"pin": {"product_id": "cam3", "position": 1}}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(trained(Path(tmp_path_factory.mktemp("shop"))))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Train the shop after it gave its cameras another category and another title."""
    lines = [
        replace(one, title=both("Objektiv", "Lens"), categories=RENAMED)
        if one.product_id.startswith("cam")
        else one
        for one in LINES
    ]
    return Desk(trained(Path(tmp_path_factory.mktemp("other")), lines))


def missed(made: Desk, served: Desk, limit: int = 9, **when: Any) -> list[str]:
    """Have a rule in both that pins the third camera, and say what is missed."""
    judged, before = (one.rule([PIN], **when).engine for one in (made, served))
    return list(moved(judged, before, NOW, limit))


def test_a_pin_to_a_category_that_is_gone_is_missed(made: Desk, served: Desk) -> None:
    assert missed(made, served, category="Foto/Kameras") == [
        "'a rule' no longer pins cam3 at 1"
    ]


def test_a_pin_that_holds_is_not_missed(made: Desk, served: Desk) -> None:
    assert missed(served, served, category="Foto/Kameras") == []
    assert missed(made, served, query="kamera") == []


def test_what_must_not_be_shown_any_more_is_not_missed(made: Desk, served: Desk) -> None:
    assert missed(made.changed("cam3"), served, category="Foto/Kameras") == []


def test_pins_to_shelves_and_rules_beyond_the_limit_are_not_asked(
    made: Desk, served: Desk
) -> None:
    assert missed(made, served, category="Foto/Kameras", placement="home") == []
    assert missed(made, served, limit=0, category="Foto/Kameras") == []
