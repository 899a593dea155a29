from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ranking.candidates import Candidates
from ranking.curation import MaskedPin
from ranking.explanation import explain, public_reason
from ranking.pinning import place_pins
from ranking.ranker import Ranking, rank
from ranking.sentences import PRIVATE, PUBLIC, public_sentence, sentence
from ranking.shortlist import REACH
from ranking.signals import Level, Reason, Signal

ROWS = np.arange(3, dtype=np.int32)


def signal(kind: str, level: Level, *values: float, **facts: Any) -> Signal:
    reason = Reason(kind, facts)
    return Signal(kind, level, 1.0, np.array(values), lambda _: reason)


BOUGHT = signal("often_bought", Level.PRE, 0.3, 0.1, -0.4, buyers=42, visitors=99)
TASTE = signal(
    "taste", Level.ONE_TO_ONE, 0.1, 0.7, 0, trait="colour", labels={"de": "blau", "en": "blue"}
)
MATCH = signal("match", Level.BASE, 3, 1, 0.2)
RAISED = signal("raised", Level.PRE, 0, 0, 0.5, source="rule:7", name="Woche")


def ranked() -> Ranking:
    """Rank three products: they stand in the order of their rows."""
    return rank(Candidates.of(ROWS), [MATCH, BOUGHT, TASTE, RAISED])


def test_the_points_of_a_product_add_up_to_its_score() -> None:
    for place in range(3):
        told = explain(ranked(), place, "de")
        assert sum(one["points"] for one in told["points"]) == told["score"]


def test_what_gave_no_points_is_not_mentioned() -> None:
    told = explain(ranked(), 2, "en")
    assert [one["signal"] for one in told["points"]] == ["match", "often_bought", "raised"]
    assert told["points"][2]["level"] == "pre"
    assert told["points"][2]["reason"] == "raised by “Woche” (rule:7)"


def test_people_of_the_shop_read_the_numbers() -> None:
    told = explain(ranked(), 0, "de")
    assert told["points"][1]["reason"] == "von 42 Personen in 30 Tagen gekauft"


def test_a_shopper_reads_the_strongest_true_reason_without_numbers() -> None:
    assert public_reason(ranked(), 0, "de") == "weil es gerade oft gekauft wird"
    assert public_reason(ranked(), 1, "de") == "weil es zu dem passt, was du dir ansiehst: blau"
    assert public_reason(ranked(), 1, "en") == "because it fits what you look at: blue"


def test_a_shopper_never_reads_what_the_shop_decided() -> None:
    assert public_reason(ranked(), 2, "de") is None


def test_reasons_belong_to_the_product_wherever_it_came_to_stand() -> None:
    pin = MaskedPin("rule:1", "Kameras vorn", 1, 1, None, 1)
    ranking = place_pins(ranked(), [pin])
    assert ranking.rows.tolist() == [1, 0, 2]
    assert public_reason(ranking, 1, "de") == "weil es gerade oft gekauft wird"
    assert explain(ranking, 0, "de")["moves"] == [
        {
            "move": "pin",
            "source": "rule:1",
            "name": "Kameras vorn",
            "position": 1,
            "reason": "festgesetzt an Stelle 1 durch „Kameras vorn“ (rule:1)",
        }
    ]
    assert explain(ranking, 1, "de")["moves"] == []


def test_standing_behind_and_the_first_tiles_are_named_as_moves() -> None:
    ranking = replace(ranked(), behind=np.array([False, False, True]), tiles=2)
    moves = [one["move"] for one in explain(ranking, 2, "de")["moves"]]
    assert moves == ["sold_out_last", "first_tiles"]


def test_whom_a_persons_signals_were_not_asked_about_is_named_a_move() -> None:
    ranking = replace(ranked(), rest=np.array([False, False, True]))
    assert explain(ranking, 1, "de")["moves"] == []
    (behind,) = explain(ranking, 2, "en")["moves"]
    assert (behind["move"], behind["places"]) == ("behind_the_best", REACH)
    assert behind["reason"] == f"behind the best {REACH}: the person re-orders no others"


@pytest.mark.parametrize("book", [PUBLIC, PRIVATE])
def test_every_reason_can_be_said_in_every_language(
    book: Mapping[str, Mapping[str, str]],
) -> None:
    kinds = [set(sentences) for sentences in book.values()]
    assert all(one == kinds[0] for one in kinds)


def test_whoever_speaks_another_language_is_answered_in_english() -> None:
    assert public_sentence(Reason("new"), "fr") == "because it is new"
    assert sentence(Reason("unheard_of"), "fr") == "unheard_of"


def test_what_shoppers_read_has_no_numbers_in_it() -> None:
    for sentences in PUBLIC.values():
        for text in sentences.values():
            assert "{" not in text.replace("{label}", "")
