"""Is what people want where they see it learned, kept apart by query, and hard to push?"""

from dataclasses import replace

import numpy as np
import pytest

from knowledge_base.renumbering import Moves, Renumbering
from ranking.demand import EVERYTHING, Demand
from ranking.exposure import SPEAKERS, exposure_of, spoken_for
from ranking.wanted import Wanted
from tests.ranking.seen_log import BOOK, CAMERA, CATALOGUE, FALKE, SHOE, Seen, asked

ROWS = np.arange(4, dtype=np.int32)


def wanted(log: Seen) -> Wanted:
    """Learn a log and open what was learned."""
    return Wanted.of(Demand().fit(log.values(), CATALOGUE))


def points(log: Seen, name: str, query: str = "") -> list[float]:
    """Return what one signal says of all products of the small shop, 0 where it is silent."""
    signals = wanted(log).signals(ROWS, asked(query) if query else None)
    return next((one.values.tolist() for one in signals if one.name == name), [0.0] * 4)


def busy() -> Seen:
    """Fill a log: after "rote schuhe" everybody wants the second shoe, after "bücher" none."""
    log = Seen()
    for visitor in range(40):
        log.answer(visitor, "rote schuhe", [SHOE, FALKE, CAMERA], [FALKE], [FALKE])
        log.answer(visitor, "bücher", [BOOK, FALKE], [BOOK])
    return log


def test_what_is_clicked_where_it_is_seen_rises_and_what_is_passed_over_falls() -> None:
    values = points(busy(), "clicked")
    assert values[BOOK] > values[SHOE]
    assert values[FALKE] > values[SHOE]


def test_a_query_knows_what_its_own_people_want() -> None:
    after_shoes = points(busy(), "clicked_here", "rote schuhe")
    after_books = points(busy(), "clicked_here", "bücher")
    assert after_shoes[FALKE] > after_shoes[SHOE]
    assert after_books[BOOK] > after_books[FALKE]
    assert points(busy(), "bought_here", "rote schuhe")[FALKE] > 0


def test_inflection_and_order_of_words_make_no_other_query() -> None:
    first = points(busy(), "clicked_here", "rote schuhe")
    assert points(busy(), "clicked_here", "schuh rot") == first
    assert any(first)


def test_after_a_query_nobody_asked_that_query_says_nothing() -> None:
    names = {one.name for one in wanted(busy()).signals(ROWS, asked("kamera"))}
    assert names == {"clicked", "bought"}


def test_without_a_log_every_signal_is_silent() -> None:
    signals = wanted(Seen()).signals(ROWS, asked("rote schuhe"))
    assert not any(one.values.any() for one in signals)


def test_a_query_of_fewer_than_three_visitors_is_not_kept() -> None:
    log = busy()
    for visitor in (1, 2):
        log.answer(visitor, "geheimnis", [SHOE, CAMERA], [SHOE])
    for _ in range(20):
        log.answer(-1, "geheimnis", [SHOE, CAMERA], [SHOE])  # who has no name is nobody
    blob = bytes(Demand().fit(log.values(), CATALOGUE)["key_blob"]).decode()
    assert "schuh" in blob
    assert "geheimnis" not in blob


def test_what_was_pinned_there_teaches_nothing() -> None:
    plain, pinned = busy(), busy()
    for visitor in range(40, 80):
        pinned.answer(visitor, "bücher", [CAMERA], [CAMERA], [CAMERA], forced=[CAMERA])
    assert points(pinned, "clicked") == points(plain, "clicked")
    assert points(pinned, "clicked_here", "bücher") == points(plain, "clicked_here", "bücher")


def test_the_same_clicks_say_more_further_down() -> None:
    high, low = Seen(), Seen()
    for visitor in range(30):
        wanted_too = [CAMERA] if visitor % 3 == 0 else []
        high.answer(visitor, "ding", [CAMERA, SHOE, FALKE, BOOK], [SHOE, *wanted_too])
        low.answer(visitor, "ding", [SHOE, FALKE, BOOK, CAMERA], [SHOE, *wanted_too])
    assert points(low, "clicked")[CAMERA] > points(high, "clicked")[CAMERA]


def test_few_visitors_move_a_product_less_than_many_however_often_they_click() -> None:
    pushed, honest = busy(), busy()
    for time in range(200):
        pushed.answer(100 + time % 3, "rote schuhe", [SHOE, FALKE, CAMERA], [CAMERA])
    for visitor in range(100, 110):
        honest.answer(visitor, "rote schuhe", [SHOE, FALKE, CAMERA], [CAMERA])
    by_few = points(pushed, "clicked_here", "rote schuhe")[CAMERA]
    by_many = points(honest, "clicked_here", "rote schuhe")[CAMERA]
    assert by_few < by_many


def test_who_clicks_the_same_again_and_again_says_nothing_of_it() -> None:
    plain, pushed = busy(), busy()
    for visitor in range(100, 105):
        plain.answer(visitor, "rote schuhe", [SHOE, FALKE, CAMERA])
        for _ in range(30):
            pushed.answer(visitor, "rote schuhe", [SHOE, FALKE, CAMERA], [CAMERA])
    here = "clicked_here", "rote schuhe"
    assert points(pushed, *here)[CAMERA] <= points(plain, *here)[CAMERA] + 0.1
    assert points(pushed, "clicked")[CAMERA] <= points(plain, "clicked")[CAMERA] + 0.1


def test_how_many_bought_after_a_search_is_the_reason() -> None:
    signals = wanted(busy()).signals(ROWS, asked("rote schuhe"))
    why = next(one.why for one in signals if one.name == "bought_here")
    assert why(FALKE).facts == {"buyers": 40}
    assert not why(SHOE).facts


def test_a_new_numbering_says_the_same_of_the_same_products() -> None:
    arrays = Demand().fit(busy().values(), CATALOGUE)
    places = np.array([3, 1, 2, -1], dtype=np.int32)  # the shoe of row 0 is gone, one is new
    moves = Moves(before=places, after=np.array([-1, 1, 2, 0], dtype=np.int32))
    moved = Demand().renumbered(arrays, Renumbering(CATALOGUE, moves, moves))
    assert moved["attraction"][0] == arrays["attraction"][3]
    here = Wanted.of(moved).signals(ROWS[:3], asked("rote schuhe"))
    buyers = next(one for one in here if one.name == "bought_here").why(1)
    assert buyers.facts == {"buyers": 40}
    assert np.all(np.diff(moved["pair_start"]) >= 0)
    assert moved["pair_start"][-1] == len(moved["pair"]) < len(arrays["pair"])


def test_a_product_without_history_is_what_its_kind_is() -> None:
    log = Seen()
    for visitor in range(60):
        log.answer(visitor, "ding", [SHOE, CAMERA], [SHOE])
    attraction = Demand().fit(log.values(), CATALOGUE)["attraction"]
    assert attraction[FALKE] > attraction[BOOK] > attraction[CAMERA]


def test_the_same_log_gives_the_same_arrays_to_the_bit() -> None:
    first, second = (Demand().fit(busy().values(), CATALOGUE) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_what_holds_whatever_was_searched_for_stands_first() -> None:
    arrays = Demand().fit(busy().values(), CATALOGUE)
    assert Wanted.of(arrays).keys is not None
    assert arrays["key_start"][1] == len(EVERYTHING) == 0
    assert arrays["seen"][0][0] == pytest.approx(1.0)


def test_n_people_lift_a_product_by_no_more_than_is_written() -> None:
    worth, people = np.array([[3.0, 0.01, -3.0]]), np.array([3.0, 3.0, 0.0])
    most = np.log1p(3 / SPEAKERS)
    assert spoken_for(worth, people).tolist() == [[most, 0.01, -3.0]]


def test_of_types_nobody_looked_at_nothing_is_said_whatever_the_brand() -> None:
    log = Seen()
    for visitor in range(40):
        log.answer(visitor, "rote schuhe", [SHOE, FALKE], [FALKE])
    arrays = Demand().fit(log.values(), CATALOGUE)
    assert arrays["attraction"][FALKE] > arrays["attraction"][SHOE]
    for name in ("attraction", "conversion"):
        assert arrays[name][[CAMERA, BOOK]].tolist() == [0, 0]


@pytest.mark.parametrize(("visitors", "is_known"), [(2, False), (80, True)])
def test_of_types_hardly_looked_at_nothing_is_said_either(
    visitors: int,
    is_known: bool,  # noqa: FBT001 - a table
) -> None:
    log = Seen()
    for visitor in range(80):
        log.answer(visitor, "rote schuhe", [SHOE, FALKE], [FALKE])
    for visitor in range(visitors):
        log.answer(visitor, "klein", [CAMERA])
    attraction = Demand().fit(log.values(), CATALOGUE)["attraction"]
    assert bool(attraction[CAMERA]) is is_known


def test_what_chance_seldom_shows_counts_for_more_but_never_more_than_twice() -> None:
    log = Seen()
    for visitor in range(200):
        log.answer(visitor, "rote schuhe", [SHOE, FALKE], [FALKE] if visitor % 3 else [])

    def looks(chance: float) -> np.ndarray:
        values = log.values()
        tried = np.where(values.product == FALKE, chance, 1).astype(np.float32)
        exposure = exposure_of(replace(values, chance=tried))
        return np.array([exposure.looks.sum(), exposure.clicks.sum()])

    always, seldom, hardly = looks(1.0), looks(0.5), looks(0.01)
    assert always[0] < seldom[0] < 2 * always[0]
    assert seldom[1] == pytest.approx(2 * always[1])
    assert hardly.tolist() == seldom.tolist()
