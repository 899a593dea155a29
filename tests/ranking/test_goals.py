"""Do a shop's own goals speak only when asked, and to nobody outside?"""

from dataclasses import replace

import numpy as np

from knowledge_base.live import LiveFacts
from knowledge_base.shop import Dial, Dials
from ranking.goals import goal_signals
from ranking.sentences import public_sentence, sentence
from tests.knowledge_base.shop import small_catalogue

MARGIN = np.array([0.1, 0.5, np.nan, 0.3], dtype=np.float32)
LIVE = LiveFacts.at_rest(replace(small_catalogue(), margin=MARGIN))
ROWS = np.arange(4, dtype=np.int32)
SHOES, FALKE, CAMERA, BOOK = range(4)


def test_no_goal_speaks_before_the_shop_sets_its_dial() -> None:
    assert goal_signals(ROWS, LIVE, Dials()) == []


def test_what_earns_more_rises_and_what_nobody_knows_is_as_usual() -> None:
    (margin,) = goal_signals(ROWS, LIVE, Dials(margin=Dial()))
    assert margin.values[FALKE] > margin.values[BOOK] > margin.values[SHOES]
    assert abs(margin.values[CAMERA]) < 1e-9
    assert margin.why(FALKE).kind == "earns_more"
    assert margin.why(SHOES).kind == "earns_less"


def test_what_there_is_plenty_of_stands_before_what_runs_out() -> None:
    (stock,) = goal_signals(ROWS, LIVE, Dials(stock=Dial(strength=50)))
    assert stock.values[SHOES] > stock.values[CAMERA] > stock.values[BOOK]
    assert stock.weight == 0.5


def test_shoppers_are_never_told_of_them() -> None:
    for signal in goal_signals(ROWS, LIVE, Dials(margin=Dial(), stock=Dial())):
        for row in ROWS.tolist():
            for language in ("de", "en"):
                assert public_sentence(signal.why(row), language) is None
                assert " " in sentence(signal.why(row), language)
