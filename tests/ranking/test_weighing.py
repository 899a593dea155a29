"""Do weights follow the last week's clicks, and stay as believed in a young shop?"""

from dataclasses import replace

import numpy as np

from knowledge_base.catalogue import UNKNOWN
from knowledge_base.interactions import Interactions
from ranking.choices import ENOUGH, LEAST, MOST
from ranking.match_grades import STEP
from ranking.weighing import Weighing
from ranking.weights import LEARNED, PRIORS, weights_of
from tests.ranking.seen_log import BOOK, CAMERA, CATALOGUE, FALKE, SHOE, Seen

EVERY = [SHOE, FALKE, CAMERA, BOOK]
BELIEVED = [PRIORS[one] for one in LEARNED]


def lived(before: int, week: int) -> Seen:
    """Let people want one thing after each of two queries, before the last week and in it."""
    log = Seen()
    for days, visits in ((20.0, before), (3.0, week)):
        for visitor in range(visits):
            wanted, query = (FALKE, "rot") if visitor % 2 else (CAMERA, "klein")
            shown = EVERY[visitor % 4 :] + EVERY[: visitor % 4]
            clicked = [wanted] if visitor % 5 else [SHOE]
            log.answer(int(days) * 10_000 + visitor, query, shown, clicked, days=days)
    return log


def with_a_match_that_misleads(log: Seen) -> Interactions:
    """Let the log say that the book always matched best, whatever was clicked."""
    values = log.values()
    best = 128 + int(6 / STEP)
    grades = np.where(values.product == BOOK, best, 128).astype(np.int32)
    return replace(values, match_grade=grades)


def learned(log: Seen) -> list[float]:
    found: list[float] = Weighing().fit(log.values(), CATALOGUE)["weights"].tolist()
    return found


def test_a_young_shop_weighs_as_we_believe() -> None:
    assert learned(Seen()) == BELIEVED
    assert learned(lived(1_000, ENOUGH - 1)) == BELIEVED


def test_without_anything_learned_before_the_week_nothing_is_weighed() -> None:
    assert learned(lived(0, 2 * ENOUGH)) == BELIEVED


def test_what_tells_apart_what_people_want_after_a_query_gains_weight() -> None:
    weights = dict(zip(LEARNED, learned(lived(600, 600)), strict=True))
    assert weights["clicked_here"] / PRIORS["clicked_here"] > 1
    for name, weight in weights.items():
        assert LEAST * PRIORS[name] <= weight <= MOST * PRIORS[name]


def test_where_the_best_match_is_seldom_clicked_what_people_do_counts_more() -> None:
    values = with_a_match_that_misleads(lived(600, 600))
    without = replace(values, match_grade=np.full(len(values), UNKNOWN, dtype=np.int32))
    found, mixed = (Weighing().fit(one, CATALOGUE)["weights"] for one in (values, without))
    assert (found >= mixed).all()
    assert found.sum() > 1.2 * mixed.sum()


def test_what_is_not_learned_keeps_its_weight() -> None:
    found = Weighing().fit(lived(600, 600).values(), CATALOGUE)["weights"]
    weights = weights_of(found)
    assert set(weights) == set(PRIORS)
    assert weights["trend"] == PRIORS["trend"]
    assert weights["clicked"] == found[LEARNED.index("clicked")]


def test_what_some_people_did_before_the_week_weighs_about_as_what_all_did() -> None:
    values = lived(1_200, 600).values()
    whole, some = (
        Weighing(most_heard=most).fit(values, CATALOGUE)["weights"]
        for most in (len(values), len(values) // 2)
    )
    assert not np.array_equal(some, whole)
    np.testing.assert_allclose(some / BELIEVED, whole / BELIEVED, atol=0.15)
