"""Is it told why a product is suggested at a keystroke, by the code that suggests?"""

from typing import Any

from service.answering.suggesting import SuggestAsk, suggest
from service.explaining.suggestions import explain_suggestion
from tests.service.flow import Desk


def typed(desk: Desk, text: str, *filters: str, limit: int = 6) -> SuggestAsk:
    return SuggestAsk(desk.context("suggest", *filters), text, limit, explain=True)


def explained(desk: Desk, product_id: str, ask: SuggestAsk) -> Any:
    return explain_suggestion(desk.engine, ask, None, product_id)


def test_what_is_told_is_what_was_suggested(desk: Desk) -> None:
    for text in ("kam", "laufschuh", ""):
        ask = typed(desk, text)
        for place, hit in enumerate(suggest(desk.engine, ask, None)["products"], 1):
            told = explained(desk, hit["product_id"], ask)
            assert (told["position"], told["missing"]) == (place, None)
            assert {name: told[name] for name in ("points", "score", "tier", "moves")} == {
                name: hit[name] for name in ("points", "score", "tier", "moves")
            }
            assert sum(one["points"] for one in told["points"]) == told["score"]


def test_only_who_may_see_numbers_gets_them(desk: Desk) -> None:
    asked = SuggestAsk(desk.context("suggest"), "kam", reasons=True)
    hits = suggest(desk.engine, asked, None)["products"]
    assert all("points" not in one for one in hits)
    assert all("reason" in one for one in hits)


def test_a_product_behind_the_last_one_shown_is_told_its_place(desk: Desk) -> None:
    told = explained(desk, "cam3", typed(desk, "kam", limit=1))
    assert (told["missing"]["code"], told["missing"]["places"]) == ("later_place", 1)
    assert told["position"] > 1


def test_the_first_reason_why_a_product_is_not_suggested_is_told(desk: Desk) -> None:
    assert explained(desk, "ghost", typed(desk, "kam"))["missing"]["code"] == "not_in_catalogue"
    told = explained(desk, "cam1", typed(desk, "laufschuh"))["missing"]
    assert (told["code"], told["words"]) == ("word_not_found", ["laufschuh"])
    told = explained(desk, "cam1", typed(desk, "kam", "brand:Uhu"))["missing"]
    assert told["code"] == "filtered"
