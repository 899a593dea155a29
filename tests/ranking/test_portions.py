"""Is what is learned from a log in portions what is learned from all of it at once?"""

import numpy as np
import pytest

from knowledge_base.interactions import Interactions
from ranking.demand import Demand
from ranking.evidence import Evidence
from ranking.exposure import believed
from ranking.learning import Popularity
from ranking.persons import hours, persons
from ranking.portions import portions, some_people
from tests.ranking.seen_log import BOOK, CAMERA, CATALOGUE, FALKE, SHOE, Seen

TEXTS = ("rote schuhe", "schuh rot", "bücher", "")
LEARNERS = (
    (Demand(), Demand(at_once=100)),
    (Evidence(), Evidence(at_once=100)),
    (Popularity(), Popularity(at_once=100)),
)


def busy() -> Interactions:
    """Let sixty visitors, each several times, and some whom nobody knows, look for things."""
    log, every = Seen(), [SHOE, FALKE, CAMERA, BOOK]
    for number in range(200):
        visitor = number % 60 if number % 7 else -1
        shown = every[number % 4 :] + every[: number % 4]
        clicked = shown[: number % 3]
        log.answer(visitor, TEXTS[number % 4], shown, clicked, clicked[:1], days=number % 40)
    return log.values()


def test_each_person_is_in_one_portion_with_all_that_was_done() -> None:
    values = busy()
    every = [set(one.trace.tolist()) for one in portions(values, 100)]
    assert len(every) > 5
    who = persons(values, hours(values))
    for person in np.unique(who):
        own = set(values.trace[who == person].tolist())
        assert [own & one for one in every if own & one] == [own]


@pytest.mark.parametrize(
    ("whole", "parted"), LEARNERS, ids=[whole.name for whole, _ in LEARNERS]
)
def test_portions_teach_what_the_whole_log_teaches(
    whole: Demand | Evidence | Popularity, parted: Demand | Evidence | Popularity
) -> None:
    expected, found = (one.fit(busy(), CATALOGUE) for one in (whole, parted))
    assert expected.keys() == found.keys()
    assert all(np.allclose(found[one], expected[one], rtol=1e-5) for one in expected)


def test_some_people_are_the_same_ones_each_time_and_about_as_many() -> None:
    values = busy()
    some = some_people(values, len(values) // 3)
    assert some.trace.tolist() == some_people(values, len(values) // 3).trace.tolist()
    assert 0.2 < len(some) / len(values) < 0.5
    assert some_people(values, len(values)) is values


def test_some_products_tell_how_far_people_look() -> None:
    values = busy()
    whole, part = believed(values), believed(values, len(values) // 2)
    np.testing.assert_allclose(np.log(part[0, :4]), np.log(whole[0, :4]), atol=0.2)
