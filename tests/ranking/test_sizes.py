from dataclasses import replace

import numpy as np

from knowledge_base.columns import Ints
from knowledge_base.live import LiveFacts
from ranking.sizes import Wardrobe, size_signal
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
LIVE = LiveFacts.at_rest(CATALOGUE)
CAMERA, BOOK = 2, 3
ALL = np.arange(4, dtype=np.int32)
RUNNING = "Mode/Schuhe/Laufschuhe"
WEARS_43 = {RUNNING: {"43": 1.0}, "gone": {"43": 1.0}}


def rows(*numbers: int) -> Ints:
    return np.array(numbers, dtype=np.int32)


def variants(*ids: str) -> Ints:
    return CATALOGUE.variant_ids.rows(ids)


def test_what_is_in_stock_in_ones_size_stands_before_what_is_not() -> None:
    signal = size_signal(ALL, LIVE, WEARS_43)
    assert signal is not None
    assert signal.values.tolist() == [0.5, -0.5, 0, 0]


def test_a_size_that_is_sold_out_does_not_fit() -> None:
    stock = LIVE.stock.copy()
    stock[variants("s1-b43")] = 0
    signal = size_signal(ALL, replace(LIVE, stock=stock), WEARS_43)
    assert signal is not None
    assert signal.values.tolist() == [-0.5, -0.5, 0, 0]
    assert signal.why(0).kind == "not_in_your_size"


def test_sizes_say_nothing_about_products_of_another_type() -> None:
    assert size_signal(rows(CAMERA, BOOK), LIVE, WEARS_43) is None
    assert size_signal(ALL, LIVE, {"Mode/Hüte": {"43": 1.0}}) is None
    assert size_signal(ALL, LIVE, {}) is None


def test_the_oftener_a_size_was_kept_the_surer_it_is() -> None:
    once, often = (size_signal(ALL, LIVE, {RUNNING: {"43": n}}) for n in (1.0, 9.0))
    assert once is not None
    assert often is not None
    assert once.values[0] == 0.5
    assert often.values[0] == 0.9


def test_who_is_between_two_sizes_is_shown_the_surer_one_first() -> None:
    signal = size_signal(ALL, LIVE, {RUNNING: {"44": 3.0, "43": 1.0}})
    assert signal is not None
    assert signal.values.tolist() == [0.5, 0.75, 0, 0]


def test_a_size_named_for_a_department_holds_for_all_kinds_in_it() -> None:
    signal = size_signal(ALL, LIVE, {"schuhe": {"43": 5.0}})
    assert signal is not None
    assert signal.values[0] > 0 > signal.values[1]


def test_the_variant_that_fits_is_found_among_all() -> None:
    wardrobe = Wardrobe.of(LIVE, WEARS_43, ALL)
    assert wardrobe is not None
    fits, is_sized = wardrobe.fits(variants("s1-b42", "s1-b43", "s2-k44", "c1"))
    assert fits.tolist() == [0, 0.5, 0, 0]
    assert is_sized.tolist() == [True, True, True, False]
