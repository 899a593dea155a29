"""What every recommender promises; its tests inherit this."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from recommenders.recommender import Ask, Recommender
from tests.recommenders.logs import BOOK_A, CAMERA_A, CAMERA_B, CARD_A, PRODUCTS


def ask(**fields: Any) -> Ask:
    """Ask with everything allowed unless said otherwise; lists become arrays."""
    allowed = np.ones(len(PRODUCTS), dtype=np.bool_)
    allowed[fields.pop("forbidden", [])] = False
    arrays: dict[str, Any] = {
        name: np.array(fields.pop(name), dtype=np.int32)
        for name in ("recent", "basket", "liked")
        if name in fields
    }
    if "liked" in arrays:
        arrays["liking"] = np.ones(len(arrays["liked"]), dtype=np.float32)
    return Ask(allowed=allowed, **arrays, **fields)


ASKS: dict[str, Callable[[], Ask]] = {
    "a newcomer": ask,
    "a product page": lambda: ask(product=CAMERA_A),
    "a basket": lambda: ask(basket=[CAMERA_A, CARD_A]),
    "a regular": lambda: ask(recent=[BOOK_A, CAMERA_B], liked=[BOOK_A, CAMERA_B, CARD_A]),
    "nothing allowed": lambda: ask(product=CAMERA_A, forbidden=list(range(len(PRODUCTS)))),
    "half allowed": lambda: ask(
        product=CAMERA_A, recent=[BOOK_A], liked=[BOOK_A, CARD_A], forbidden=[0, 3, 6]
    ),
}


class RecommenderContract:
    """Every recommender, whatever it is asked."""

    @pytest.fixture
    def recommender(self) -> Recommender:
        """Give the recommender under test, fitted on the busy log."""
        raise NotImplementedError

    @pytest.mark.parametrize("who", ASKS)
    def test_proposes_only_what_is_allowed_each_once_best_first(
        self, recommender: Recommender, who: str
    ) -> None:
        asked = ASKS[who]()
        found = recommender.propose(asked, 3)
        assert len(found) <= 3
        assert asked.allowed[found.rows].all()
        assert len(set(found.rows.tolist())) == len(found)
        assert (np.diff(found.score) <= 0).all()
        assert np.isfinite(found.score).all()
        assert (found.tier == 0).all()

    @pytest.mark.parametrize("who", ASKS)
    def test_the_same_ask_gets_the_same_answer(
        self, recommender: Recommender, who: str
    ) -> None:
        one, other = (recommender.propose(ASKS[who](), 5) for _ in range(2))
        assert one.rows.tolist() == other.rows.tolist()

    def test_a_product_page_is_not_recommended_its_own_product(
        self, recommender: Recommender
    ) -> None:
        found = recommender.propose(ask(product=CAMERA_A, forbidden=[CAMERA_A]), 7)
        assert CAMERA_A not in found.rows


def assert_equal_arrays(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> None:
    """Compare what two fits returned, bit by bit."""
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert array.dtype == other[name].dtype
        assert array.tobytes() == other[name].tobytes(), name
