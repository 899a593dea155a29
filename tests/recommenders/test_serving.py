from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.compatibility import read_compatibility
from knowledge_base.errors import UnknownName
from knowledge_base.live import LiveFacts
from knowledge_base.snapshots import SnapshotStore
from ranking.evidence import Evidence
from recommenders.compatible import Compatible
from recommenders.content_vectors import ContentVectors
from recommenders.fitting import Fitting
from recommenders.recommender import Learner
from recommenders.serving import LEARNERS, STRATEGIES, TOGETHER, Recommenders, strategy_of
from recommenders.similar import Similar
from tests.recommenders.contract import ask, assert_equal_arrays
from tests.recommenders.logs import (
    CAMERA_A,
    CAMERA_C,
    CARD_A,
    CARD_B,
    PRODUCTS,
    Log,
    busy_log,
    catalogue,
)


def serve(log: Log, folder: Path) -> Recommenders:
    """Fit every learner, store the arrays in a snapshot and open them again."""
    store, shop, values = SnapshotStore(folder), catalogue(), log.values()
    with store.draft() as draft:
        part = draft.part("catalogue")
        for compared in (Similar, ContentVectors):
            for name, array in compared.compared(shop).items():
                part.array(f"{compared.name}/{name}", array)
        part = draft.part("learned")
        for learner in (Evidence(), *LEARNERS):
            for name, array in learner.fit(values, shop).items():
                part.array(f"{learner.name}/{name}", array)
        part.array("popularity/popularity", np.ones(shop.products, dtype=np.float32))
        part.array("popularity/visitors_30", np.ones(shop.products, dtype=np.int32))
        manifest = draft.finish(datetime(2026, 1, 1, tzinfo=UTC))
    fed, learned = (store.read(manifest, one) for one in manifest.parts)
    return Recommenders.open(fed, learned, shop)


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda one: one.name)
def test_two_fits_on_the_same_log_are_equal_bit_by_bit(learner: Learner) -> None:
    values = busy_log().values()
    fits = [dict(learner.fit(values, catalogue())) for _ in range(2)]
    assert_equal_arrays(*fits)


@pytest.mark.parametrize("placement", sorted(set(STRATEGIES) - TOGETHER))
@pytest.mark.parametrize("log", [Log(), busy_log()], ids=["first day", "busy"])
def test_no_placement_is_empty_in_a_shop_that_has_products(
    placement: str, log: Log, tmp_path: Path
) -> None:
    proposed = serve(log, tmp_path).candidates(strategy_of(placement), ask(), 4)
    assert len(proposed.candidates) == 4


def test_what_people_of_the_shop_say_fits_stands_first(tmp_path: Path) -> None:
    entry = {"product": {"product_id": f"p{CARD_B}"}, "with": {"product_id": f"p{CAMERA_A}"}}
    fitting = Fitting.of([read_compatibility("0", entry)], LiveFacts.at_rest(catalogue()))
    told = Compatible(fitting, np.ones(len(PRODUCTS), dtype=np.float32))
    recommenders = serve(busy_log(), tmp_path).informed(told)
    asked = ask(product=CAMERA_A, forbidden=[CAMERA_A])
    found = recommenders.candidates(strategy_of("product_accessories"), asked, 7).candidates
    assert found.rows[:2].tolist() == [CARD_B, CARD_A]
    assert found.anchor[0] == CAMERA_A


def test_what_fills_up_never_stands_above_what_was_meant(tmp_path: Path) -> None:
    strategy = strategy_of("product_accessories")
    asked = ask(product=CAMERA_A, forbidden=[CAMERA_A])
    proposed = serve(busy_log(), tmp_path).candidates(strategy, asked, 6)
    found = proposed.candidates
    assert found.rows[0] == CARD_A
    assert proposed.names[found.tier[0]] == "complements"
    assert (np.diff(found.tier) >= 0).all()
    assert len(set(found.rows.tolist())) == len(found) == 6


def test_alternatives_are_of_the_same_type_before_anything_else(tmp_path: Path) -> None:
    strategy = strategy_of("product_alternatives")
    proposed = serve(busy_log(), tmp_path).candidates(
        strategy, ask(product=CAMERA_A, forbidden=[CAMERA_A]), 2
    )
    leaf = catalogue().leaf
    assert (leaf[proposed.candidates.rows] == leaf[CAMERA_A]).all()
    assert CAMERA_C in proposed.candidates.rows


def test_an_unknown_placement_is_named_with_the_ones_there_are() -> None:
    with pytest.raises(UnknownName, match=r"'sidebar'.*home"):
        strategy_of("sidebar")
