from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from knowledge_base.catalogue import Catalogue
from knowledge_base.catalogue_builder import build_catalogue
from knowledge_base.live import Change, LiveFacts
from knowledge_base.products import Availability
from knowledge_base.profiles import Profile, bought_and_kept
from knowledge_base.shop import SoldOut
from ranking.eligibility import bought_lately, buyable, catalogue_mask, context_mask
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.toordinal() - datetime(1970, 1, 1, tzinfo=UTC).toordinal()
BOOK = 3  # sold out


def shop(catalogue: Catalogue | None = None) -> LiveFacts:
    return LiveFacts.at_rest(catalogue or small_catalogue())


def test_a_sold_out_product_is_hidden_only_where_the_shop_says_so() -> None:
    assert catalogue_mask(shop(), SoldOut.HIDE, NOW).tolist() == [True, True, True, False]
    assert catalogue_mask(shop(), SoldOut.LAST, NOW).all()
    assert catalogue_mask(shop(), SoldOut.SHOW, NOW).all()
    assert buyable(shop()).tolist() == [True, True, True, False]


def test_a_product_that_is_gone_is_shown_nowhere() -> None:
    live = shop().with_changes([Change("c1", None)], 1)
    assert catalogue_mask(live, SoldOut.SHOW, NOW).tolist() == [True, True, False, True]


def test_a_product_of_tomorrow_waits_unless_it_can_be_preordered() -> None:
    released = np.array([TODAY, TODAY + 1, TODAY + 1, -1], dtype=np.int32)
    live = shop(replace(small_catalogue(), released=released))
    assert catalogue_mask(live, SoldOut.SHOW, NOW).tolist() == [True, False, False, True]
    offered = live.availability.copy()
    offered[live.catalogue.product_of == 2] = Availability.PREORDER
    live = replace(live, availability=offered)
    assert catalogue_mask(live, SoldOut.SHOW, NOW).tolist() == [True, False, True, True]


def test_a_preorder_that_is_gone_announces_no_product_of_tomorrow() -> None:
    released = np.array([TODAY + 1, -1, -1, -1], dtype=np.int32)
    live = shop(replace(small_catalogue(), released=released))
    offered, gone = live.availability.copy(), live.gone.copy()
    offered[0], gone[0] = Availability.PREORDER, True
    live = replace(live, availability=offered, gone=gone)
    assert not catalogue_mask(live, SoldOut.SHOW, NOW)[0]


def test_what_is_set_aside_is_not_recommended_and_the_sold_out_never() -> None:
    rows = np.array([0, -1], dtype=np.int32)
    assert context_mask(buyable(shop()), rows).tolist() == [False, True, True, False]


def test_what_was_bought_and_kept_is_hidden_as_long_as_its_type_is_not_needed_again() -> None:
    def ago(days: int) -> float:
        return (NOW - timedelta(days=days)).timestamp()

    catalogue = small_catalogue()
    days = np.full(int(catalogue.leaf.max()) + 2, 90.0, dtype=np.float32)
    profile = Profile(
        bought={"s1-b42": ago(3), "s2-k42": ago(200), "c1": ago(9), "unknown": ago(1)},
        returned={"c1": ago(2)},
    )
    rows, at = bought_and_kept(profile, catalogue)
    assert bought_lately(rows, at, catalogue.leaf, days, NOW).tolist() == [0]
    assert bought_lately(rows, at, catalogue.leaf, days * 3, NOW).tolist() == [0, 1]
    days[catalogue.leaf[0]] = 2.0
    assert bought_lately(rows, at, catalogue.leaf, days, NOW).tolist() == []


def test_an_empty_catalogue_has_nothing_to_mask() -> None:
    empty = build_catalogue([], languages=["de"], currency="EUR", numbering="none")
    assert catalogue_mask(shop(empty), SoldOut.HIDE, NOW).tolist() == []
