"""Is it told who brought a product to a shelf and why, or what kept it off first?"""

from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import UnknownName
from ranking.absence import SENTENCES, Gone
from recommenders.serving import STRATEGIES
from service.answering.recommending import RecommendAsk
from service.explaining.shelves import explain_on_shelf
from tests.service.flow import NOW, Desk, fan_of

KNOWN = {"consent": Consent.PERSONALIZATION}
PAGE: dict[str, dict[str, Any]] = {
    "basket": {"basket": ("cam2",)},
    "basket_layer": {"basket": ("cam2",)},
    "recently_viewed": {"recent": ("run1", "run2")},
    "session": {"recent": ("run1", "run2")},
    "free_shipping": {"basket": ("run1",)},
}


def explained(desk: Desk, product_id: str, placement: str, *filters: str, **more: Any) -> Any:
    """Ask why a product is where it is on a shelf."""
    profile, page = more.pop("profile", None), more.pop("page", None)
    limit = more.pop("limit", 6)
    ask = RecommendAsk(desk.context(placement, *filters, **more), page, limit=limit)
    return explain_on_shelf(desk.engine, ask, profile, product_id)


def missing(desk: Desk, product_id: str, placement: str, *filters: str, **more: Any) -> Any:
    found = explained(desk, product_id, placement, *filters, **more)["missing"]
    assert found["sentence"]
    return {name: value for name, value in found.items() if name != "sentence"}


@pytest.mark.parametrize("placement", STRATEGIES)
def test_every_tile_is_explained_as_it_was_served(desk: Desk, placement: str) -> None:
    shop = desk.with_entry("shop", {"free_shipping_from": "110.00"})
    asked = {**PAGE.get(placement, {}), **KNOWN, "profile": fan_of("run3", "run4")}
    served = shop.recommend(placement, product_id="cam2", limit=6, explain=True, **asked)
    for hit in served["hits"]:
        told = explained(shop, hit["product_id"], placement, page="cam2", **asked)
        assert (told["position"], told["missing"]) == (hit["position"], None)
        assert told["level"] == served["level"]
        for name in ("recommender", "reason", "tier", "score", "points", "moves"):
            assert told[name] == hit[name]
        assert sum(one["points"] for one in told["points"]) == told["score"]
        assert told["evidence"]["group"] >= 1


def test_a_tile_names_the_product_that_brought_it_there(desk: Desk) -> None:
    told = explained(desk, "card1", "product_accessories", page="cam2")
    assert told["recommender"] == "complements"
    assert told["evidence"]["because_of"] == {"product_id": "cam2", "title": "Kamera Zwei"}
    assert told["evidence"]["score"] > 0
    assert told["strategy"] == [*STRATEGIES["product_accessories"]]


def test_what_only_a_rule_brought_has_no_other_evidence(desk: Desk) -> None:
    desk = desk.rule(
        [{"pin": {"product_id": "cam3", "position": 2}}], placement="recently_viewed"
    )
    told = explained(desk, "cam3", "recently_viewed", recent=("run1", "run2"), limit=2)
    assert (told["recommender"], told["evidence"], told["position"]) == ("rule", None, 2)
    assert [one["id"] for one in told["rules"]] == ["rules-0"]
    assert [one["move"] for one in told["moves"]] == ["pin"]


def test_who_is_not_in_the_catalogue_or_sold_out_is_told_so(desk: Desk) -> None:
    assert missing(desk, "ghost", "home") == {"code": "not_in_catalogue"}
    assert missing(desk, "gone", "home") == {"code": "sold_out"}
    shown = desk.with_entry("shop", {"sold_out": "show"})
    assert missing(shown, "gone", "home") == {"code": "not_to_be_had"}


def test_what_the_moment_sets_aside_is_told_by_its_reason(desk: Desk) -> None:
    assert missing(desk, "cam2", "product_alternatives", page="cam2") == {"code": "on_the_page"}
    assert missing(desk, "cam2", "basket", basket=("cam2",)) == {"code": "in_the_basket"}
    bought = fan_of("run1", bought={"run1-42": NOW.timestamp() - 60})
    assert missing(desk, "run1", "home", profile=bought, **KNOWN) == {"code": "bought_lately"}
    angry = fan_of("run3", dislikes=frozenset({"run1"}))
    assert missing(desk, "run1", "home", profile=angry, **KNOWN) == {"code": "disliked"}
    assert explained(desk, "run1", "home", profile=angry)["missing"] is None
    assert missing(desk, "cam3", "product_set", page="cam2") == {"code": "stands_in"}
    said = desk.with_entry(
        "compatibility",
        {
            "says": "does_not_fit",
            "product": {"product_id": "card1"},
            "with": {"product_id": "cam2"},
        },
    )
    found = missing(said, "card1", "product_accessories", page="cam2")
    assert found == {"code": "does_not_fit"}


def test_rules_and_filters_that_keep_a_product_off_are_named(desk: Desk) -> None:
    hiding = desk.rule([{"hide": {"product_id": "cam1"}}], placement="home")
    found = missing(hiding, "cam1", "home")
    assert found == {"code": "hidden", "name": "a rule", "source": "rule:rules-0"}
    found = missing(desk, "cam1", "home", "brand:Adler")
    assert found == {"code": "filtered", "filters": ["brand:Adler"], "source": "asked"}
    own = desk.with_entry("placements", {"filter": "brand:Adler"}, "home")
    assert missing(own, "cam1", "home")["code"] == "filtered"


def test_what_nobody_proposes_is_told_with_whom_was_asked(desk: Desk) -> None:
    found = missing(desk, "run1", "product_bundle", page="cam2")
    assert found == {"code": "not_proposed", "recommenders": ["bundles"], "places": 24}


def test_what_stands_further_down_is_told_where(desk: Desk) -> None:
    last = desk.recommend("trending", limit=3)["hits"][2]["product_id"]
    found = explained(desk, last, "trending", limit=2)
    assert found["missing"]["code"] == "later_place"
    assert (found["position"], found["missing"]["places"]) == (3, 2)


def test_a_proposal_that_was_not_chosen_is_told_to_be_one(desk: Desk) -> None:
    shop = desk.with_entry("shop", {"free_shipping_from": "110.00"})
    found = missing(shop, "cam1", "free_shipping", basket=("run1",), limit=1)
    assert found["code"] == "not_chosen"


def test_explaining_a_shelf_counts_no_use_of_rules(desk: Desk) -> None:
    desk = desk.rule([{"boost": {"filter": "brand:Uhu"}}], placement="home")
    before = desk.engine.uses.counted()
    explained(desk, "cam1", "home")
    assert desk.engine.uses.counted() == before


def test_a_shelf_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownName):
        explained(desk, "cam1", "nowhere")


def test_every_reason_has_its_sentence_in_both_languages() -> None:
    assert all({*book} == {*Gone} for book in SENTENCES.values())
