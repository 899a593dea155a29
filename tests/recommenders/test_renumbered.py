"""Does what was learned say the same when the rows of products change?"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge_base.catalogue import UNKNOWN, Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.families import families
from knowledge_base.products import Product
from knowledge_base.renumbering import Renumbering
from ranking.learning import Popularity
from recommenders.complements import Complements
from recommenders.for_you import ForYou
from recommenders.recommender import Ask, Learner
from recommenders.serving import LEARNERS
from recommenders.sessions import SessionNeighbours
from tests.recommenders.contract import assert_equal_arrays
from tests.recommenders.logs import (
    BOOK_A,
    CAMERA_A,
    CAMERA_B,
    CARD_A,
    PRODUCTS,
    TYPES,
    busy_log,
    catalogue,
)

ALL: tuple[Learner, ...] = (Popularity(), *LEARNERS)
NEW = len(PRODUCTS)


def other(*rows: int) -> Catalogue:
    """Give the products named other rows; NEW is one more camera."""
    kinds = [kind for kind, _ in PRODUCTS] + list(TYPES)[:1]
    products = [Product(f"p{row}", categories={"de": ((kinds[row],),)}) for row in rows]
    return build_catalogue(
        list(families(products)), languages=("de",), currency="EUR", numbering="m"
    )


@pytest.mark.parametrize("learner", ALL, ids=lambda one: one.name)
def test_carrying_over_and_back_changes_nothing(learner: Learner) -> None:
    here, there = catalogue(), other(*reversed(range(len(PRODUCTS))))
    learned = dict(learner.fit(busy_log().values(), here))
    moved = learner.renumbered(learned, Renumbering.between(here, there))
    back = dict(learner.renumbered(moved, Renumbering.between(there, here)))
    assert learned.keys() == moved.keys()
    for name in set(learned) - {"gram"}:  # a sum: in another order it is rounded otherwise
        assert_equal_arrays({name: learned[name]}, {name: back[name]})


@pytest.mark.parametrize(
    "learner", [Popularity(), SessionNeighbours, Complements], ids=lambda one: one.name
)
def test_what_was_carried_over_is_what_would_have_been_learned_there(learner: Learner) -> None:
    here, there = catalogue(), other(2, 0, 1, 3, 4, 5, 6)
    way, values = Renumbering.between(here, there), busy_log().values()
    rows = way.products.numbers(values.product)
    learned = dict(learner.fit(replace(values, product=rows), there))
    moved = learner.renumbered(learner.fit(values, here), way)
    for name, array in learned.items():
        # directions are arbitrary: what they say is how near products are to each other
        one, other_ = (_nearness(name, every) for every in (moved[name], array))
        np.testing.assert_allclose(one, other_, rtol=1e-5, atol=1e-2, err_msg=name)


def _nearness(name: str, array: NDArray[Any]) -> NDArray[Any]:
    if name != "factors":
        return array
    directions = array.astype(np.float32)
    return directions @ directions.T


def test_partners_that_are_gone_leave_no_gap() -> None:
    here, there = catalogue(), other(CAMERA_A, CARD_A, BOOK_A)
    learned = Complements.fit(busy_log().values(), here)
    moved = Complements.renumbered(learned, Renumbering.between(here, there))
    known = moved["partners"] >= 0
    assert (np.diff(known.astype(int), axis=1) <= 0).all(), "UNKNOWN ends a row"
    assert (moved["scores"][~known] == 0).all()
    assert (np.diff(moved["scores"], axis=1) <= 0).all()


def test_a_product_that_is_gone_stays_a_gap_in_sessions_and_is_not_proposed() -> None:
    here, there = catalogue(), other(CAMERA_A, BOOK_A, CARD_A)
    learned = SessionNeighbours.fit(busy_log().values(), here)
    moved = SessionNeighbours.renumbered(learned, Renumbering.between(here, there))
    everything = Ask(allowed=np.ones(3, dtype=np.bool_), product=0)
    found = SessionNeighbours(moved).propose(everything, 3)
    assert found.rows.tolist() == [2]


def test_a_new_product_is_as_popular_as_is_typical_of_its_type() -> None:
    here, there = catalogue(), other(*range(NEW + 1))
    learned = Popularity().fit(busy_log().values(), here)
    moved = Popularity().renumbered(learned, Renumbering.between(here, there))
    cameras = moved["popularity"][[CAMERA_A, CAMERA_B, 2]]
    assert cameras.min() < moved["popularity"][NEW] < cameras.max()
    assert moved["buyers_30"][NEW] == 0
    assert moved["popularity"][:NEW].tolist() == learned["popularity"].tolist()


def test_a_new_product_has_no_partners_and_no_taste_but_those_of_its_type() -> None:
    here, there = catalogue(), other(*range(NEW + 1))
    way, values = Renumbering.between(here, there), busy_log().values()
    complements = Complements.renumbered(Complements.fit(values, here), way)
    assert (complements["partners"][NEW] == UNKNOWN).all()
    partners = complements["type_partners"][there.leaf[NEW]]
    assert there.leaf[CARD_A] in partners
    assert not ForYou.renumbered(ForYou.fit(values, here), way)["factors"][NEW].any()
