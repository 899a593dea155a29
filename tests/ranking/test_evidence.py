from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from knowledge_base.events import EventType
from knowledge_base.interactions import Interactions, no_interactions
from knowledge_base.renumbering import Moves, Renumbering
from ranking.evidence import Evidence
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
NOW = datetime(2026, 6, 1, tzinfo=UTC)
SHOES, FALKE, CAMERA, BOOK = range(4)
Deed = tuple[int, int, EventType, int]
"""Product row, visitor, type, position (-1 without one)."""


def log(deeds: Sequence[Deed]) -> Interactions:
    products, visitors, types, positions = (
        np.array([one[i] for one in deeds], dtype=np.int32) for i in range(4)
    )
    return replace(
        no_interactions(NOW),
        products=CATALOGUE.products,
        product=products,
        visitor=visitors,
        session=np.full(len(deeds), -1, dtype=np.int32),
        type=types.astype(np.int8),
        position=positions,
        at=np.full(len(deeds), NOW.timestamp()),
    )


def shown(product: int, visitors: range, position: int = 1) -> list[Deed]:
    return [(product, one, EventType.IMPRESSION, position) for one in visitors]


def clicked(product: int, visitors: range) -> list[Deed]:
    return [(product, one, EventType.CLICK, -1) for one in visitors]


def seen(arrays: dict[str, np.ndarray], product: int) -> float:
    return float(arrays["alpha"][product] + arrays["beta"][product]) - Evidence().caution


def test_what_many_clicked_or_saw_is_known_and_what_nobody_saw_is_not() -> None:
    deeds = [*shown(SHOES, range(400)), *clicked(FALKE, range(10)), *shown(CAMERA, range(9))]
    spread = Evidence().fit(log(deeds), CATALOGUE)["spread"]
    assert spread[SHOES] == spread[FALKE] == 0
    assert spread[BOOK] >= spread[CAMERA] > 0


def test_one_person_is_no_crowd() -> None:
    alone = Evidence().fit(log(400 * shown(SHOES, range(1))), CATALOGUE)
    assert seen(alone, SHOES) == pytest.approx(1, abs=1e-5)


def test_a_look_counts_less_the_further_down_the_tile_stands() -> None:
    arrays = Evidence().fit(
        log([*shown(SHOES, range(90), 9), *shown(FALKE, range(9), 1)]), CATALOGUE
    )
    assert seen(arrays, SHOES) == pytest.approx(30, abs=1e-4)
    assert seen(arrays, FALKE) == pytest.approx(9, abs=1e-4)


def test_a_person_has_looked_as_well_as_at_the_best_place() -> None:
    deeds = [*shown(SHOES, range(4), 9), *shown(SHOES, range(4), 4)]
    assert seen(Evidence().fit(log(deeds), CATALOGUE), SHOES) == pytest.approx(2, abs=1e-5)


def test_where_nobody_was_seen_there_is_nothing_to_try_out() -> None:
    assert not Evidence().fit(log([]), CATALOGUE)["spread"].any()


def test_in_another_catalogue_what_is_new_is_as_unknown_as_can_be() -> None:
    arrays = Evidence().fit(log(shown(SHOES, range(400))), CATALOGUE)
    moves = Moves.of(["a", "b", "c", "d"], ["b", "a", "new"])
    moved = Evidence().renumbered(arrays, Renumbering(CATALOGUE, moves, moves))
    assert moved["spread"][1] == arrays["spread"][SHOES] == 0
    assert moved["spread"][2] == arrays["spread"][BOOK] > 0
    assert moved["alpha"][2] == arrays["unknown"][0]
