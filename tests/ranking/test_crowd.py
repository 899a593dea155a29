from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from knowledge_base.census import Census, Overlap
from knowledge_base.interests import Interest, Purse
from knowledge_base.norms import Norms, Taste
from knowledge_base.profiles import Profile
from knowledge_base.segments import Segment, read_segment
from ranking.crowd import LEAST_MEMBERS, Crowd
from ranking.segment_tastes import Halves
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
CATALOGUE = small_catalogue()
TRAITS = traits_of(CATALOGUE)
SHOES, FALKE, CAMERA, BOOK = range(4)
LOOKERS = read_segment("lookers", {"condition": "views >= 5"})
BUYERS = read_segment("buyers", {"condition": "orders >= 1"})
EVENING = read_segment("evening", {"condition": "hour >= 18"})
FANS = read_segment("fans", {"condition": 'interest("category:*") >= 0.5'})


def person(views: int = 0, orders: int = 0, likes: str = "c1", kind: str = "Foto") -> Profile:
    return Profile(
        views=views,
        orders=orders,
        interests={likes: Interest(10.0, AT)},
        purses={kind: Purse(9.0, 20.0, AT)},
    )


def counted(
    people: Sequence[Profile], *segments: Segment, norms: Norms | None = None
) -> tuple[Census, Halves]:
    usual = norms or Norms()
    crowd = Crowd.of(people, segments, usual, CATALOGUE, NOW)
    return crowd.census(usual, TRAITS)


def test_segments_are_counted_with_what_they_share() -> None:
    people = [person(9)] * 7 + [person(9, 1)] * 6 + [person(0, 1)] * 5
    census, _ = counted(people, LOOKERS, BUYERS)
    assert census.people == 18
    assert [(one.segment_id, one.size) for one in census.segments] == [
        ("lookers", 13),
        ("buyers", 11),
    ]
    assert census.overlaps == (Overlap("lookers", "buyers", 6),)


def test_fewer_than_five_people_are_not_told() -> None:
    census, _ = counted([person(9, 1)] * 4 + [person()] * 9, LOOKERS, BUYERS, FANS)
    assert [(one.segment_id, one.size) for one in census.segments] == [
        ("lookers", None),
        ("buyers", None),
        ("fans:Foto", 13),
    ]
    assert census.overlaps == ()


def test_what_hangs_on_the_context_of_a_request_holds_for_nobody_at_night() -> None:
    census, _ = counted([person(9)] * 9, EVENING)
    assert [one.size for one in census.segments] == [None]


def test_a_large_segment_has_learned_affinities_and_a_small_one_has_not() -> None:
    shoes = [person(9, likes="s2", kind="Mode/Schuhe/Laufschuhe")] * 3 * LEAST_MEMBERS
    others = [person(likes=one) for one in ("s1", "c1", "b1") for _ in range(60)]
    few = [person(orders=1)] * (LEAST_MEMBERS - 1)
    census, odds = counted([*shoes, *others, *few], LOOKERS, BUYERS)
    lookers, buyers = census.segments
    assert (lookers.row, buyers.row) == (0, -1)
    assert odds.shape == (1, 4)
    assert int(odds[0].argmax()) == FALKE
    assert lookers.likes[0].labels["de"] in {"Laufschuhe", "Falke & Sohn", "schwarz"}


def test_nobody_pushes_a_product_alone() -> None:
    quiet = [person(9)] * LEAST_MEMBERS
    loud = Profile(views=9, interests={"b1": Interest(1e6, AT)})
    _, odds = counted([*quiet, loud, *[person(likes="s1")] * 50], LOOKERS)
    assert int(odds[0].argmax()) == CAMERA


def test_tastes_are_counted_with_what_they_like() -> None:
    taste = Taste("t1", {"de": "Fotografen"}, {"category:Foto": 1.0})
    census, _ = counted([person()] * 30, norms=Norms(tastes=(taste,)))
    assert [(one.segment_id, one.size) for one in census.found] == [("t1", 30)]


def test_what_a_proposed_taste_shares_with_segments_is_counted_until_one_is_for_it() -> None:
    norms = Norms(tastes=(Taste("t1", {"de": "Fotografen"}, {"category:Foto": 1.0}),))
    people = [person(9)] * 7 + [person(likes="s1", kind="Mode")] * 8
    census, _ = counted(people, LOOKERS, norms=norms)
    assert census.overlaps == (Overlap("lookers", "taste-t1", 7),)
    photographers = read_segment("photo", {"condition": 'taste == "t1"'})
    census, _ = counted(people, LOOKERS, photographers, norms=norms)
    assert census.overlaps == (Overlap("lookers", "photo", 7),)


def test_a_shop_without_people_counts_nobody() -> None:
    census, odds = counted([], LOOKERS)
    assert census.people == 0
    assert [one.size for one in census.segments] == [None]
    assert odds.shape == (0, 4)
    assert np.asarray(odds).dtype == np.float16
