from dataclasses import replace

import numpy as np

from knowledge_base.columns import Floats, Ints
from knowledge_base.live import LiveFacts
from ranking.affinity import affinity_signal, interest_signal, size_signal
from ranking.signals import Level
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
LIVE = LiveFacts.at_rest(CATALOGUE)
TRAITS = traits_of(CATALOGUE)
SHOES, FALKE, CAMERA, BOOK = range(4)
ALL = np.arange(4, dtype=np.int32)
WEARS_43 = {"Mode/Schuhe/Laufschuhe": ["43"], "gone": ["43"]}


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int32)


def weights(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float32)


def variants(*ids: str) -> Ints:
    return CATALOGUE.variant_ids.rows(ids)


def test_who_looks_at_running_shoes_is_shown_running_shoes_before_cameras() -> None:
    signal = affinity_signal(ALL, TRAITS, rows(FALKE), weights(5))
    assert signal is not None
    assert signal.level is Level.ONE_TO_ONE
    assert signal.values[FALKE] > signal.values[SHOES] > signal.values[CAMERA]


def test_a_brand_one_likes_raises_what_one_has_never_seen_of_it() -> None:
    signal = affinity_signal(rows(CAMERA, BOOK), TRAITS, rows(SHOES), weights(9))
    assert signal is not None
    assert signal.values[0] > signal.values[1]


def test_the_reason_names_what_is_liked_best_in_every_language() -> None:
    by_type = affinity_signal(ALL, TRAITS[:1], rows(FALKE), weights(9))
    assert by_type is not None
    assert by_type.why(SHOES).kind == "taste"
    assert by_type.why(SHOES).facts["labels"] == {"de": "Laufschuhe", "en": "Running shoes"}
    by_all = affinity_signal(ALL, TRAITS, rows(FALKE), weights(9))
    assert by_all is not None
    assert by_all.why(FALKE).facts["trait"] == "brand"
    assert by_all.why(CAMERA).kind == "less_to_your_taste"


def test_without_evidence_there_is_no_affinity() -> None:
    assert affinity_signal(ALL, TRAITS, rows(), weights()) is None
    assert affinity_signal(ALL, TRAITS, rows(SHOES), weights(-3)) is None


def test_weak_evidence_moves_less_than_strong() -> None:
    weak, strong = (
        affinity_signal(ALL, TRAITS, rows(FALKE), weights(one)) for one in (0.2, 20)
    )
    assert weak is not None
    assert strong is not None
    assert 0 < weak.values[FALKE] < strong.values[FALKE] / 5


def test_what_was_looked_at_gains_and_what_was_sent_back_loses() -> None:
    signal = interest_signal(rows(BOOK, SHOES, CAMERA), rows(CAMERA, SHOES), weights(-2, 3))
    assert signal is not None
    assert signal.values[0] == 0
    assert signal.values[1] > 0 > signal.values[2]
    assert [signal.why(i).kind for i in (1, 2)] == ["seen_before", "sent_back"]


def test_interest_in_what_is_no_candidate_says_nothing() -> None:
    assert interest_signal(rows(BOOK), rows(CAMERA), weights(3)) is None
    assert interest_signal(rows(BOOK), rows(), weights()) is None
    assert interest_signal(rows(), rows(CAMERA), weights(3)) is None


def test_what_is_in_stock_in_ones_size_stands_before_what_is_not() -> None:
    signal = size_signal(ALL, LIVE, WEARS_43)
    assert signal is not None
    assert signal.values.tolist() == [1, -1, 0, 0]


def test_a_size_that_is_sold_out_does_not_fit() -> None:
    stock = LIVE.stock.copy()
    stock[variants("s1-b43")] = 0
    signal = size_signal(ALL, replace(LIVE, stock=stock), WEARS_43)
    assert signal is not None
    assert signal.values.tolist() == [-1, -1, 0, 0]
    assert signal.why(0).kind == "not_in_your_size"


def test_sizes_say_nothing_about_products_of_another_type() -> None:
    assert size_signal(rows(CAMERA, BOOK), LIVE, WEARS_43) is None
    assert size_signal(ALL, LIVE, {"Mode/Hüte": ["43"]}) is None
    assert size_signal(ALL, LIVE, {}) is None
