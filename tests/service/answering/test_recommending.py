from dataclasses import replace
from decimal import Decimal

import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import UnknownName
from knowledge_base.profiles import Profile
from recommenders.serving import STRATEGIES, TOGETHER
from service.answering.recommending import PERSONAL, RecommendAsk, recommend
from tests.service.flow import NOW, Desk, fan_of, ids

KNOWN = Consent.PERSONALIZATION


@pytest.mark.parametrize("placement", sorted(set(STRATEGIES) - TOGETHER))
def test_no_placement_is_empty(desk: Desk, placement: str) -> None:
    body = desk.recommend(placement, limit=4)
    assert len(body["hits"]) == 4
    assert body["title"]
    assert all(hit["recommender"] for hit in body["hits"])


def test_accessories_go_with_the_product(desk: Desk) -> None:
    body = desk.recommend("product_accessories", product_id="cam2", limit=3)
    first = body["hits"][0]
    assert (first["product_id"], first["recommender"]) == ("card1", "complements")
    assert first["reason"] == "passt zu „Kamera Zwei“"
    assert "cam2" not in ids(body)


def test_alternatives_are_of_the_same_type(desk: Desk) -> None:
    body = desk.recommend("product_alternatives", product_id="cam1", limit=2)
    assert set(ids(body)) == {"cam2", "cam3"}


def test_recommendations_change_with_the_basket_of_the_request(desk: Desk) -> None:
    camera = desk.recommend("basket", basket=["cam2"], limit=1)
    shoes = desk.recommend("basket", basket=["run1"], limit=1)
    assert ids(camera) == ["card1"]
    assert ids(shoes) == ["run2"]


def test_what_somebody_bought_long_ago_is_a_reason_in_the_basket_of_who_consents(
    desk: Desk,
) -> None:
    long_ago = NOW.timestamp() - 800 * 86400.0
    buyer = Profile(bought={"card2": long_ago})
    body = desk.recommend("basket", basket=["cam2"], consent=KNOWN, profile=buyer, limit=20)
    hit = next(one for one in body["hits"] if one["product_id"] == "card2")
    assert hit["recommender"] == "bought_again"
    assert hit["reason"] == "hast du schon einmal gekauft"
    assert body["level"] == "one_to_one"
    returned = replace(buyer, returned={"card2": long_ago + 1})
    for consent, profile in ((Consent.NONE, buyer), (KNOWN, returned)):
        asked = desk.recommend("basket", basket=["cam2"], consent=consent, profile=profile)
        assert "bought_again" not in {one["recommender"] for one in asked["hits"]}


def test_what_is_in_the_basket_is_never_recommended(desk: Desk) -> None:
    for placement in STRATEGIES:
        body = desk.recommend(placement, basket=["run1-42", "card1"], limit=20)
        assert not {"run1", "card1"} & set(ids(body)), placement


def test_what_was_just_bought_or_is_disliked_is_not_recommended(desk: Desk) -> None:
    bought = Profile(bought={"cam2": NOW.timestamp() - 86400.0}, dislikes=frozenset({"cam1"}))
    body = desk.recommend("home", consent=KNOWN, profile=bought, limit=20)
    assert not {"cam1", "cam2"} & set(ids(body))
    assert {"cam1", "cam2"} <= set(desk.found("kamera", consent=KNOWN, profile=bought)), (
        "who searches for it finds it"
    )


def test_a_like_and_a_dislike_count_at_once_beside_the_basket(desk: Desk) -> None:
    def layer(profile: Profile) -> dict[str, float]:
        context = desk.context("basket_layer", basket=["cam2"], consent=KNOWN)
        body = recommend(desk.engine, RecommendAsk(context, explain=True), profile)
        return {
            hit["product_id"]: sum(one["points"] for one in hit["points"])
            for hit in body["hits"]
        }

    nobody, fan = layer(Profile()), layer(fan_of("card2"))
    assert fan["card2"] - fan["card1"] > nobody["card2"] - nobody["card1"]
    assert "card1" not in layer(Profile(dislikes=frozenset({"card1"})))


def test_sold_out_is_never_recommended_whatever_the_shop_shows(desk: Desk) -> None:
    shown = desk.with_entry("shop", {"sold_out": "show"})
    assert "gone" in shown.found("kamera")
    assert "gone" not in ids(shown.recommend("home", limit=20))


def test_recently_viewed_keeps_the_order_of_looking(desk: Desk) -> None:
    body = desk.recommend("recently_viewed", recent=("run4", "card2", "cam3"), limit=3)
    assert ids(body) == ["cam3", "card2", "run4"]
    assert body["level"] == "pre", "nobody is known: the page's own context is not a person"


def test_a_known_person_gets_recommendations_of_his_own(desk: Desk) -> None:
    fan = fan_of("cam1", "cam2")
    body = desk.recommend("home", consent=KNOWN, profile=fan, limit=2)
    assert body["level"] == "one_to_one"
    own = {hit["product_id"]: hit["recommender"] for hit in body["hits"]}
    assert own["cam2"] == "reduced_favourites"
    assert "for_you" in own.values()
    assert desk.recommend("home", limit=1)["level"] == "pre"


def test_without_consent_a_profile_is_not_used_even_where_one_is_at_hand(desk: Desk) -> None:
    known = fan_of("cam1", "cam2", recent=("run4",), dislikes=frozenset({"run2"}))
    body = desk.recommend("home", consent=Consent.NONE, profile=known, limit=20)
    assert ids(body) == ids(desk.recommend("home", limit=20))
    viewed = desk.recommend("recently_viewed", consent=Consent.NONE, profile=known)
    assert {hit["recommender"] for hit in viewed["hits"]} == {"popular"}


def test_a_shelf_promises_no_more_than_it_holds(desk: Desk) -> None:
    assert desk.recommend("home", "brand:Adler")["title"] == "Beliebt im Shop"
    assert desk.recommend("recently_viewed", language="en")["title"] == "Popular in the shop"
    known = desk.recommend("home", consent=KNOWN, profile=fan_of("cam1", "cam2"))
    assert known["title"] == "Für dich ausgesucht"


def test_newcomers_see_top_sellers_reductions_and_trends_side_by_side(desk: Desk) -> None:
    body = desk.recommend("home", limit=3, language="en")
    assert body["title"] == "Highlights of the shop"
    reasons = {hit["recommender"]: hit["reason"] for hit in body["hits"]}
    assert reasons["popular"] == "popular with many shoppers"
    assert reasons["reductions"] == "reduced now"


def test_a_price_that_falls_is_told_to_who_cared_at_once(desk: Desk) -> None:
    fan = fan_of("run4")
    assert "run4" not in ids(desk.recommend("home", consent=KNOWN, profile=fan, limit=1))
    cheaper = desk.changed("run4", price=Decimal("40.00"))
    hit = cheaper.recommend("home", consent=KNOWN, profile=fan, limit=1)["hits"][0]
    assert (hit["product_id"], hit["recommender"]) == ("run4", "reduced_favourites")
    assert hit["reason"] == "jetzt reduziert, und du hast dich dafür interessiert"


def test_what_had_been_sold_out_is_back_for_who_cared(desk: Desk) -> None:
    back = desk.changed("gone", stock=3)
    body = back.recommend("home", consent=KNOWN, profile=fan_of("gone"), limit=1)
    assert (ids(body), body["hits"][0]["recommender"]) == (["gone"], "favourites_back")


def test_filters_and_categories_hold(desk: Desk) -> None:
    assert set(ids(desk.recommend("home", "brand:Uhu", limit=20))) == {"cam3", "card1", "card2"}
    cards = desk.recommend("home", category="Foto/Speicherkarten", limit=20)
    assert set(ids(cards)) == {"card1", "card2"}


def test_what_another_shelf_shows_is_left_out(desk: Desk) -> None:
    first = ids(desk.recommend("home", limit=3))
    second = ids(desk.recommend("session", limit=3, exclude=tuple(first)))
    assert not set(first) & set(second)


def test_a_pin_holds_on_a_shelf_too(desk: Desk) -> None:
    pinned = desk.rule([{"pin": {"product_id": "run4", "position": 1}}], placement="home")
    body = pinned.recommend("home", limit=2)
    assert ids(body)[0] == "run4"
    assert body["hits"][0]["forced"]
    assert "run4" not in ids(pinned.recommend("home", basket=["run4"], limit=20))


def test_an_unknown_placement_is_named_with_the_ones_there_are(desk: Desk) -> None:
    with pytest.raises(UnknownName, match=r"'sidebar'.*home"):
        desk.recommend("sidebar")


def test_a_product_that_does_not_exist_still_fills_the_shelf(desk: Desk) -> None:
    assert len(desk.recommend("product_alternatives", product_id="no", limit=3)["hits"]) == 3


CAMERAS, CARDS = {"filter": "category:Foto/Kameras"}, {"filter": "category:Foto/Speicherkarten"}


def test_what_people_say_fits_comes_first_among_accessories(desk: Desk) -> None:
    said = {"product": {"product_id": "card2"}, "with": CAMERAS}
    told = desk.with_entry("compatibility", said)
    body = told.recommend("product_accessories", product_id="cam2", limit=3)
    assert ids(body)[:2] == ["card2", "card1"]
    first = body["hits"][0]
    assert (first["recommender"], first["reason"]) == ("compatible", "passt zu „Kamera Zwei“")
    english = told.recommend("basket", basket=["run1", "cam1"], language="en")["hits"][0]
    assert (english["product_id"], english["reason"]) == ("card2", "fits “Kamera Eins”")
    assert ids(desk.recommend("product_accessories", product_id="cam2"))[0] == "card1"


def test_what_does_not_fit_is_no_accessory_even_where_it_is_pinned(desk: Desk) -> None:
    said = {"says": "does_not_fit", "product": {"product_id": "card1"}, "with": CAMERAS}
    told = desk.rule([{"pin": {"product_id": "card1", "position": 1}}])
    told = told.with_entry("compatibility", said)
    for placement in ("product_accessories", "basket", "basket_layer"):
        asked = {"basket": ["cam2"]} if "basket" in placement else {"product_id": "cam2"}
        assert ids(desk.recommend(placement, limit=20, **asked))[0] == "card1", placement
        assert "card1" not in ids(told.recommend(placement, limit=20, **asked)), placement
    assert "card1" in ids(told.recommend("home", limit=20))
    assert "card1" in told.found("karte")


def test_what_fits_by_a_value_fits_by_the_value_of_this_moment(desk: Desk) -> None:
    said = {
        "product": {**CARDS, "facet": "slot"},
        "with": {**CAMERAS, "facet": "slot"},
        "says": "fits_only",
    }
    told = desk.with_entry("compatibility", said)
    slot = {"slot": ({"de": "SD"},)}
    told = told.changed("card2", attributes=slot).changed("cam2", attributes=slot)
    body = told.recommend("product_accessories", product_id="cam2", limit=20)
    assert ids(body)[0] == "card2"
    assert "card1" not in ids(body)


def test_people_decide_what_a_placement_shows(desk: Desk) -> None:
    told = desk.with_entry(
        "placements", {"strategy": ["reductions"], "size": 2, "category": "Foto"}, "home"
    )
    body = told.recommend("home")
    assert [hit["recommender"] for hit in body["hits"]] == ["reductions", "popular"]
    assert ids(body)[0] == "cam2"
    assert len(told.recommend("home", limit=4)["hits"]) == 4
    assert set(ids(told.recommend("home", limit=20))) <= {
        "cam1",
        "cam2",
        "cam3",
        "card1",
        "card2",
    }


def test_a_placement_that_is_switched_off_is_as_shipped(desk: Desk) -> None:
    written = {"strategy": ["fresh"], "size": 1, "enabled": False}
    told = desk.with_entry("placements", written, "home")
    assert ids(told.recommend("home")) == ids(desk.recommend("home"))


def test_a_placement_filters_only_by_what_there_is(desk: Desk) -> None:
    told = desk.with_entry("placements", {"filter": "brand:Uhu"}, "home")
    assert set(ids(told.recommend("home", limit=20))) == {"cam3", "card1", "card2"}
    own = told.recommend("home", "brand:Adler", limit=20)
    assert set(ids(own)) == {"run1", "run2"}, "a page that filters by brand decides itself"
    unknown = desk.with_entry("placements", {"filter": "wood:oak"}, "home")
    assert ids(unknown.recommend("home")) == ids(desk.recommend("home"))


def test_a_placement_has_dials_of_its_own(desk: Desk) -> None:
    fan = fan_of("cam1", "cam2")
    off = {"dials": {"one_to_one": {"on": False}}, "strategy": ["popular"]}
    told = desk.with_entry("placements", off, "home")
    assert told.recommend("home", consent=KNOWN, profile=fan)["level"] == "pre"


@pytest.mark.parametrize("placement", ["home", "session", "category", "recently_viewed"])
def test_where_one_to_one_is_off_no_recommender_speaks_of_the_person(
    desk: Desk, placement: str
) -> None:
    fan = fan_of("cam1", "cam2", recent=("cam1", "cam2"))
    quiet = {"ladder": {placement: {"one_to_one": {"on": False}}}}
    off = desk.with_entry("shop", quiet).recommend(placement, consent=KNOWN, profile=fan)
    heard = desk.recommend(placement, consent=KNOWN, profile=fan)
    assert heard["level"] == "one_to_one"
    assert off["level"] == "pre"
    assert not PERSONAL & {hit["recommender"] for hit in off["hits"]}
    assert ids(off) == ids(desk.recommend(placement, consent=KNOWN))
