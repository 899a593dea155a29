"""Is the first reason told why a product is missing, and does what is told add up?"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knowledge_base.consent import Consent
from ranking.absence import SENTENCES, Absence, Gone
from service.answering.searching import SearchAsk, carry_out
from service.explaining.searches import explain_product, first_reason
from tests.service.flow import NOW, Desk, fan_of


def explained(
    desk: Desk, product_id: str, text: str, *filters: str, per_page: int = 24, **more: Any
) -> Any:
    """Ask why a product is where it is."""
    profile = more.pop("profile", None)
    context = desk.context("search" if text else "category", *filters, **more)
    ask = SearchAsk(context, text, per_page=per_page)
    return explain_product(desk.engine, ask, profile, product_id)


def missing(desk: Desk, product_id: str, text: str, *filters: str, **more: Any) -> Any:
    """Return the first reason why a product is not shown, with its sentence taken off."""
    found = explained(desk, product_id, text, *filters, **more)["missing"]
    assert found["sentence"]
    return {name: value for name, value in found.items() if name != "sentence"}


def test_a_product_nobody_knows_is_not_in_the_catalogue(desk: Desk) -> None:
    assert missing(desk, "ghost", "kamera") == {"code": "not_in_catalogue"}


def test_a_deleted_product_is_not_in_the_catalogue(desk: Desk) -> None:
    assert missing(desk.changed("cam1"), "cam1", "kamera") == {"code": "not_in_catalogue"}


def test_the_words_a_product_lacks_are_named(desk: Desk) -> None:
    found = missing(desk, "cam1", "laufschuh")
    assert found == {"code": "word_not_found", "words": ["laufschuh"]}
    told = explained(desk, "cam1", "laufschuh", language="de")["missing"]
    assert told["sentence"] == "das Produkt hat nichts, was zu laufschuh passt"


def test_a_product_that_has_the_words_and_is_left_out_fits_too_weakly(desk: Desk) -> None:
    ask = SearchAsk(desk.context("search"), "kamera")
    done = carry_out(desk.engine, ask, None)
    row = desk.engine.catalogue.product_row("cam1")
    others = done.found.candidates.where(done.found.candidates.rows != row)
    left = replace(done, found=replace(done.found, candidates=others))
    assert first_reason(left, row) == Absence(Gone.BELOW_THE_CUT, {"products": len(others)})


def test_a_product_of_a_later_day_is_not_released(desk: Desk) -> None:
    opened = desk.engine.opened
    catalogue = opened.catalogue
    row, tomorrow = catalogue.product_row("cam1"), NOW.timestamp() // 86_400 + 1
    released = np.array(catalogue.released)
    released[row] = tomorrow
    later = replace(opened, catalogue=replace(catalogue, released=released))
    allowed = desk.engine.allowed & (np.arange(catalogue.products) != row)
    waiting = Desk(replace(desk.engine, opened=later, allowed=allowed))
    assert missing(waiting, "cam1", "kamera") == {"code": "not_released", "date": "2026-06-02"}


def test_what_is_sold_out_is_told_to_be(desk: Desk) -> None:
    assert missing(desk, "gone", "kamera") == {"code": "sold_out"}
    shown = desk.with_entry("shop", {"sold_out": "last"})
    assert explained(shown, "gone", "kamera")["position"] == 4


def test_the_rule_that_hides_is_named(desk: Desk) -> None:
    desk = desk.rule([{"hide": {"filter": "brand:Uhu"}}], query="kamera")
    assert missing(desk, "cam3", "kamera") == {
        "code": "hidden",
        "name": "a rule",
        "source": "rule:rules-0",
    }
    assert explained(desk, "cam1", "kamera")["missing"] is None


@pytest.mark.parametrize(
    ("rule", "filters", "text", "source", "named"),
    [
        ([], ["brand:Falke"], "kamera", "asked", ["brand:Falke"]),
        ([{"filter": "price:..420"}], [], "kamera", "rule:rules-0", ["price:..420.00"]),
    ],
)
def test_the_filter_that_keeps_a_product_out_is_named_with_whose_it_is(
    desk: Desk, rule: list[Any], filters: list[str], text: str, source: str, named: list[str]
) -> None:
    desk = desk.rule(rule) if rule else desk
    assert missing(desk, "cam3", text, *filters) == {
        "code": "filtered",
        "filters": named,
        "source": source,
    }


def test_filters_that_no_single_variant_meets_are_told_together(desk: Desk) -> None:
    found = missing(desk, "run1", "laufschuh", "colour:blau", "size:43")
    assert found == {"code": "filtered_together", "filters": ["colour:blau", "size:43"]}


def test_a_product_on_a_later_page_is_told_where_it_stands(desk: Desk) -> None:
    body = desk.search("laufschuh")
    last = body["hits"][-1]["product_id"]
    assert missing(desk, last, "laufschuh", per_page=3) == {
        "code": "later_page",
        "position": 4,
        "page": 2,
    }


def test_every_hit_is_explained_to_stand_where_it_is_served(desk: Desk) -> None:
    desk = desk.rule([{"pin": {"product_id": "run4", "position": 1}}], query="laufschuh")
    desk = desk.rule([{"boost": {"filter": "brand:Falke", "strength": "low"}}])
    asked: dict[str, Any] = {
        "profile": fan_of("run1"),
        "consent": Consent.PERSONALIZATION,
        "session_id": "s",
    }
    for hit in desk.search("laufschuh", explain=True, **asked)["hits"]:
        told = explained(desk, hit["product_id"], "laufschuh", **asked)
        assert told["position"] == hit["position"]
        assert told["points"] == hit["points"]
        assert sum(one["points"] for one in told["points"]) == told["score"] == hit["score"]


def test_a_query_that_leads_elsewhere_is_said_to(desk: Desk) -> None:
    desk = desk.rule([{"redirect": "/kameras"}], query="kamera")
    told = explained(desk, "cam1", "kamera")
    assert told["redirect"] == "/kameras"
    assert told["rules"] == [{"id": "rules-0", "name": "a rule"}]


def test_to_explain_is_no_use_of_a_rule(desk: Desk) -> None:
    desk = desk.rule([{"redirect": "/kameras"}], query="kamera")
    explained(desk, "cam1", "kamera")
    assert desk.engine.uses.counted() == {}


def test_every_reason_can_be_said_in_every_language() -> None:
    for sentences in SENTENCES.values():
        assert set(sentences) == set(Gone)
