from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from knowledge_base.catalogue_builder import CATEGORY
from knowledge_base.filters import Masks, parse_filter
from knowledge_base.live import LiveFacts
from knowledge_base.profiles import Profile
from knowledge_base.shipped_segments import SHIPPED
from knowledge_base.shop import Dial, Dials
from ranking.candidates import Candidates
from ranking.caring import taste_of
from ranking.curation import Curation, MaskedPush
from ranking.everybody import Everybody
from ranking.ladder import Ladder
from ranking.person import Person
from ranking.ranker import Ranking, rank
from ranking.signals import Level
from ranking.trait_table import TraitTable
from ranking.traits import traits_of
from tests.knowledge_base.shop import small_catalogue

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CATALOGUE = small_catalogue()
LIVE = LiveFacts.at_rest(CATALOGUE)
COUNTS = np.full(4, 9, dtype=np.int32)
LEARNED = {
    "popularity": np.array([9, 5, 1, 0], dtype=np.float32),
    "buyers_30": COUNTS,
    "visitors_30": COUNTS,
}
EVERYBODY = Everybody(LEARNED)
TABLE = TraitTable.of_traits(traits_of(CATALOGUE))
LADDER = Ladder(LIVE, TABLE, EVERYBODY, np.zeros(4, dtype=np.float32))
SHOES, FALKE, CAMERA, BOOK = range(4)
ROWS = np.arange(4, dtype=np.int32)
NONE = np.zeros(0, dtype=np.int32)
NOBODY = Person(Level.ONE_TO_ONE, Profile(), NONE, np.zeros(0, dtype=np.float32), {}, ())
LIKED = replace(
    NOBODY,
    liked=np.array([FALKE], dtype=np.int32),
    weights=np.array([30], dtype=np.float32),
)
FALKE_FAN = replace(LIKED, taste=taste_of(TABLE, LIKED, CATALOGUE.facets[CATEGORY]))
SALE = Masks(LIVE).products([parse_filter("sale:true")])
PREFERS_SALE = Curation(
    preferences=(MaskedPush("segment:bargain", "Schnäppchenjäger", Level.SEGMENT, SALE, 1.5),)
)
HUNTER = replace(NOBODY, segments=(SHIPPED["bargain"],))


def climbed(
    person: Person,
    curation: Curation | None = None,
    dials: Dials | None = None,
    ladder: Ladder = LADDER,
) -> Ranking:
    candidates, set_to = Candidates.of(ROWS), dials or Dials()
    common = ladder.common(candidates, curation or Curation(), set_to, NOW)
    return rank(candidates, [*common, *ladder.personal(ROWS, person, set_to)])


def test_what_a_stranger_brings_along_speaks_at_the_level_of_everybody() -> None:
    stranger = replace(FALKE_FAN, level=Level.PRE)
    assert climbed(stranger).rows.tolist() == climbed(FALKE_FAN).rows.tolist()
    assert climbed(stranger).level is Level.PRE


def test_without_learning_and_without_a_person_the_answer_stays_at_the_base() -> None:
    nothing = Everybody({**LEARNED, "popularity": np.zeros(4, np.float32)})
    untaught = replace(LADDER, everybody=nothing)
    alike = Candidates.of(np.array([SHOES, FALKE], dtype=np.int32))
    ranking = rank(alike, untaught.common(alike, Curation(), Dials(), NOW))
    assert ranking.level is Level.BASE
    assert ranking.signals == ()


def test_what_all_shoppers_want_is_the_pre_level() -> None:
    ranking = climbed(NOBODY)
    assert ranking.level is Level.PRE
    assert ranking.rows.tolist() == [SHOES, FALKE, CAMERA, BOOK]


def test_a_segments_preference_raises_what_it_prefers() -> None:
    ranking = climbed(HUNTER, PREFERS_SALE)
    assert ranking.level is Level.SEGMENT
    assert ranking.rows.tolist() == [CAMERA, SHOES, FALKE, BOOK]


def test_a_persons_taste_is_the_level_above() -> None:
    ranking = climbed(FALKE_FAN, PREFERS_SALE)
    assert ranking.level is Level.ONE_TO_ONE
    assert ranking.rows[0] == FALKE


def test_a_person_only_re_orders() -> None:
    assert sorted(climbed(FALKE_FAN).rows.tolist()) == ROWS.tolist()


def test_a_level_that_is_switched_off_leaves_the_answer_to_the_one_below() -> None:
    off = Dial(on=False)
    assert climbed(FALKE_FAN, PREFERS_SALE, Dials(one_to_one=off)).level is Level.SEGMENT
    both_off = Dials(one_to_one=off, segment=Dial(strength=0))
    assert climbed(FALKE_FAN, PREFERS_SALE, both_off).level is Level.PRE
    all_off = Dials(one_to_one=off, segment=off, pre=off)
    assert climbed(FALKE_FAN, PREFERS_SALE, all_off).level is Level.BASE


def test_half_a_dial_gives_half_the_points() -> None:
    whole = climbed(NOBODY)
    half = climbed(NOBODY, dials=Dials(pre=Dial(strength=50)))
    assert np.abs(half.score - whole.score / 2).max() < 1e-5


def test_what_people_decided_by_a_rule_no_dial_turns_down() -> None:
    bury = MaskedPush("rule:1", "no shoes", Level.PRE, np.array([True, True, False, False]), -4)
    off = Dial(on=False)
    ranking = climbed(NOBODY, Curation(pushes=(bury,)), Dials(pre=off))
    assert ranking.rows.tolist() == [CAMERA, BOOK, SHOES, FALKE]


def test_a_high_boost_beats_whatever_else_speaks() -> None:
    boost = MaskedPush("rule:1", "books", Level.PRE, np.array([False, False, False, True]), 4)
    assert climbed(NOBODY, Curation(pushes=(boost,))).rows[0] == BOOK
