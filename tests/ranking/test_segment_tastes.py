from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from knowledge_base.census import Census, Counted
from knowledge_base.segments import Segment, read_segment
from ranking.segment_tastes import (
    SegmentTastes,
    at_their_types,
    likes,
    product_odds,
    trait_odds,
)
from ranking.signals import Level
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

CATALOGUE = small_catalogue()
TRAITS = traits_of(CATALOGUE)
BRAND = next(one for one in TRAITS if one.name == "brand")
SHOES, FALKE, CAMERA, BOOK = range(4)
ROWS = np.arange(4, dtype=np.int32)
USUAL = np.array([500.0, 500.0, 500.0, 500.0])
MANY = np.full(4, 100, dtype=np.int32)


def fans(segment_id: str) -> Segment:
    names = {"de": "Freunde", "en": "Friends"}
    return read_segment(segment_id, {"condition": "views > 1", "names": names})


def test_a_segment_that_cares_as_all_do_says_nothing() -> None:
    odds = product_odds(USUAL / 5, USUAL, MANY, TRAITS)
    assert np.abs(odds.astype(float)).max() < 0.01


def test_what_members_care_for_more_than_all_is_above_zero() -> None:
    mine = np.array([20.0, 200.0, 20.0, 20.0])
    odds = product_odds(mine, USUAL, MANY, TRAITS)
    assert int(odds.argmax()) == FALKE
    assert odds[FALKE] > 0.4
    assert odds[BOOK] < 0


def test_little_evidence_says_little() -> None:
    few = product_odds(np.array([0.0, 3.0, 0.0, 0.0]), USUAL, MANY, TRAITS)
    many = product_odds(np.array([0.0, 300.0, 0.0, 0.0]), USUAL, MANY, TRAITS)
    assert 0 < few[FALKE] < 0.3 * many[FALKE]


def test_a_product_of_few_members_speaks_only_by_what_it_is_like() -> None:
    mine = np.array([20.0, 200.0, 20.0, 20.0])
    people = np.array([100, 4, 100, 100], dtype=np.int32)
    assert (
        product_odds(mine, USUAL, people, TRAITS)[FALKE]
        < (product_odds(mine, USUAL, MANY, TRAITS)[FALKE])
    )


def test_a_product_without_history_is_judged_by_its_traits() -> None:
    usual = np.array([500.0, 500.0, 0.0, 500.0])
    mine = np.array([300.0, 20.0, 0.0, 20.0])
    odds, _ = trait_odds(mine, usual, BRAND)
    assert odds[BRAND.codes[CAMERA, 0]] > 0.5
    assert product_odds(mine, usual, MANY, TRAITS)[CAMERA] > 0


def test_what_comes_with_a_type_is_not_taken_for_a_taste() -> None:
    runners = np.array([2_000.0, 2_000.0, 0.0, 0.0])
    falke = BRAND.codes[FALKE, 0]
    alone, _ = trait_odds(runners, USUAL, BRAND)
    beside_runners, _ = trait_odds(runners, at_their_types(runners, USUAL, TRAITS), BRAND)
    assert alone[falke] > 0.3, "half of the shoes are Falke, a third of all there is"
    assert abs(beside_runners[falke]) < 0.05


def people(*cares: float, times: int = 10) -> sparse.csr_matrix:
    """Make so many people who care for the four products alike."""
    return sparse.csr_matrix(np.tile(cares, (times, 1)))


def test_what_sets_people_apart_is_named_in_every_language() -> None:
    named = {one.trait: one for one in likes(people(30, 30, 2, 2), USUAL, TRAITS)}
    assert named["type"].labels == {"de": "Laufschuhe", "en": "Running shoes"}
    assert named["type"].times > 1.5
    assert likes(people(10, 10, 10, 10), USUAL, TRAITS) == ()


def test_what_fewer_than_five_like_or_chance_may_have_done_is_not_named() -> None:
    assert likes(people(75, 75, 5, 5, times=4), USUAL, TRAITS) == ()
    assert likes(people(0.2, 0.2, 0.1, 0.1), USUAL, TRAITS) == ()


def learned() -> SegmentTastes:
    odds = np.array([[1.0, 0, 0, 0], [0, 0, 0, 1.0]], dtype=np.float16)
    counted = [Counted(one, "views > 1", 50, row) for row, one in enumerate(("a", "b"))]
    return SegmentTastes.of(odds, Census(100, (*counted, Counted("c", "views > 1", 7))))


def test_the_signal_raises_what_the_askers_segment_likes() -> None:
    signal = learned().signal(ROWS, [fans("a")])
    assert signal is not None
    assert signal.level is Level.SEGMENT
    assert int(signal.values.argmax()) == SHOES
    assert signal.values.sum() == pytest.approx(0)
    assert signal.why(SHOES).kind == "liked_in_segment"
    assert signal.why(SHOES).facts["labels"] == {"de": "Freunde", "en": "Friends"}
    assert signal.why(BOOK).kind == "less_liked_in_segments"


def test_several_segments_average_and_are_no_louder_than_one() -> None:
    one, both = (learned().signal(ROWS, [*map(fans, ids)]) for ids in ("a", "ab"))
    assert one is not None
    assert both is not None
    assert both.values[SHOES] == both.values[BOOK] < one.values[SHOES]


def test_who_is_in_no_known_segment_hears_nothing() -> None:
    assert learned().signal(ROWS, []) is None
    assert learned().signal(ROWS, [fans("c")]) is None


def test_a_segment_that_was_redefined_waits_for_the_next_night() -> None:
    other = replace(
        fans("a"), condition=read_segment("a", {"condition": "views > 2"}).condition
    )
    assert learned().signal(ROWS, [other]) is None
