"""Do counters of the day move at once, product by product and query by query?"""

import numpy as np

from knowledge_base.columns import Ints
from ranking.demand import Demand
from ranking.exposure import SPEAKERS
from ranking.query import Query
from ranking.today import MOST, Counts, Today, counted
from ranking.wanted import Wanted
from tests.ranking.seen_log import BOOK, CAMERA, CATALOGUE, FALKE, SHOE, Seen, asked

EVERY = [SHOE, FALKE, CAMERA, BOOK]
ROWS: Ints = np.array(EVERY, dtype=np.int32)
FEW = 2


def lived(visitors: int, wanted: dict[str, int], log: Seen | None = None) -> Seen:
    """Let visitors see everything after each query, and click one thing there."""
    log = log or Seen()
    for visitor in range(visitors):
        shown = EVERY[visitor % 4 :] + EVERY[: visitor % 4]
        for text, product in wanted.items():
            log.answer(visitor, text, shown, [product])
    return log


def night(log: Seen | None = None) -> Wanted:
    return Wanted.of(Demand().fit((log or Seen()).values(), CATALOGUE))


def today(log: Seen, wanted: Wanted) -> Counts:
    return counted(log.values(), wanted, CATALOGUE.languages)


def said(counts: Counts, query: Query | None) -> list[float]:
    """Return what the signal says of the four products."""
    (signal,) = Today(counts).signals(ROWS, query)
    found: list[float] = signal.values.tolist()
    return found


def test_before_anybody_came_nothing_is_said() -> None:
    assert Today().signals(ROWS, asked("rot")) == []


def test_what_is_clicked_after_one_query_rises_there_and_not_after_another() -> None:
    counts = today(lived(40, {"rot": FALKE, "klein": CAMERA}), night())
    red, small = said(counts, asked("rot")), said(counts, asked("klein"))
    assert red[FALKE] == max(red) > said(counts, None)[FALKE]
    assert small[CAMERA] == max(small) > said(counts, None)[CAMERA]
    assert red[CAMERA] < red[FALKE]
    assert small[FALKE] < small[CAMERA]


def test_an_inflected_query_is_the_same_query() -> None:
    counts = today(lived(40, {"kleine kameras": CAMERA}), night())
    assert said(counts, asked("kleine Kamera")) != said(counts, None)


def test_a_day_moves_nothing_further_than_its_bound() -> None:
    counts = today(lived(900, {"rot": FALKE, "klein": CAMERA}), night())
    for query in (asked("rot"), asked("klein"), None):
        assert np.abs(said(counts, query)).max() <= MOST + 1e-6


def test_two_visitors_raise_nothing_after_a_query() -> None:
    counts = today(lived(FEW, {"rot": FALKE}), night())
    assert counts.after == {}
    assert max(said(counts, asked("rot"))) <= np.log1p(FEW / SPEAKERS) + 1e-6


def test_a_day_as_the_night_expected_it_says_hardly_anything() -> None:
    usual = lived(200, {"rot": FALKE, "klein": CAMERA})
    counts = today(lived(40, {"rot": FALKE, "klein": CAMERA}), night(usual))
    surprised = today(lived(40, {"rot": FALKE, "klein": CAMERA}), night())
    for query in (asked("rot"), asked("klein")):
        told, news = (np.ptp(said(one, query)) for one in (counts, surprised))
        assert told < 0.4 * news
