from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from knowledge_base.catalogue import UNKNOWN
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
        placement=np.zeros(len(deeds), dtype=np.int32),
        query=np.full(len(deeds), -1, dtype=np.int32),
        forced=np.zeros(len(deeds), dtype=np.bool_),
        chance=np.ones(len(deeds), dtype=np.float32),
        match_grade=np.full(len(deeds), UNKNOWN, dtype=np.int32),
        placements=("search",),
        basket=products,
        answer=products,
        weight=np.ones(len(deeds), dtype=np.float32),
        trace=products.astype(np.int64),
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


def test_where_people_look_is_taken_from_their_own_clicks() -> None:
    rounds = [
        (product, visitor, kind, place)
        for visitor in range(400)
        for place, product in enumerate((SHOES, FALKE) if visitor % 2 else (FALKE, SHOES), 1)
        for kind in (EventType.IMPRESSION, EventType.CLICK)
        if kind is EventType.IMPRESSION or visitor % 10 == place
    ]
    equally = [*rounds, *shown(CAMERA, range(1_000, 1_100), 2)]
    first_only = [one for one in equally if one[2:] != (EventType.CLICK, 2)]
    looks = [seen(Evidence().fit(log(one), CATALOGUE), CAMERA) for one in (equally, first_only)]
    assert looks[0] > 100 / np.sqrt(2) > looks[1]


def test_what_was_pinned_or_is_clicked_without_end_is_no_evidence() -> None:
    pinned = log(shown(SHOES, range(90)))
    pinned = replace(pinned, forced=np.ones(90, dtype=np.bool_))
    assert not Evidence().fit(pinned, CATALOGUE)["spread"].any()
    endless = log([*shown(BOOK, range(9)), *(50 * clicked(SHOES, range(3)))])
    assert seen(Evidence().fit(endless, CATALOGUE), SHOES) == pytest.approx(0, abs=1e-4)
