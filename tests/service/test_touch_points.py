"""Does every touch-point climb the ladder as far as consent and dials let it, and say so?"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.profiles import Profile
from recommenders.gap import FREE_SHIPPING
from recommenders.serving import STRATEGIES
from recommenders.sets import SET
from service.answering.suggesting import SuggestAsk, suggest
from tests.service.flow import Desk, fan_of, ids

FAN = fan_of("run3", "run4")
Asking = Callable[[Desk, Profile | None, Consent], Any]


def typed(desk: Desk, profile: Profile | None, consent: Consent) -> Any:
    ask = SuggestAsk(desk.context("suggest", consent=consent), "laufs")
    body = suggest(desk.engine, ask, profile)
    return {**body, "hits": body["products"]}


ASKED: Mapping[str, Asking] = {
    "search": lambda desk, who, may: desk.search("laufschuh", profile=who, consent=may),
    "category": lambda desk, who, may: desk.search(
        "", "category:Mode", profile=who, consent=may
    ),
    "suggest": typed,
    "trending": lambda desk, who, may: desk.recommend("trending", profile=who, consent=may),
}


@pytest.mark.parametrize("touch_point", ASKED)
@pytest.mark.parametrize("consent", [Consent.NONE, Consent.STATISTICS])
def test_without_consent_a_profile_changes_nothing(
    desk: Desk, touch_point: str, consent: Consent
) -> None:
    asked = ASKED[touch_point]
    known, stranger = asked(desk, FAN, consent), asked(desk, None, consent)
    assert ids(known) == ids(stranger)
    assert known["level"] == stranger["level"] == "pre"


@pytest.mark.parametrize("touch_point", ASKED)
def test_with_consent_the_same_products_come_in_the_persons_order(
    desk: Desk, touch_point: str
) -> None:
    asked = ASKED[touch_point]
    known = asked(desk, FAN, Consent.PERSONALIZATION)
    stranger = asked(desk, None, Consent.PERSONALIZATION)
    assert known["level"] == "one_to_one"
    assert stranger["level"] == "pre"
    assert sorted(ids(known)) == sorted(ids(stranger))
    if touch_point != "trending":  # there the trend decides which types come first
        assert {*ids(known)[:2]} == {"run3", "run4"}


@pytest.mark.parametrize("touch_point", ASKED)
@pytest.mark.parametrize("dial", [{"on": False}, {"strength": 0}])
def test_where_the_dial_is_off_the_answer_is_everybodys(
    desk: Desk, touch_point: str, dial: dict[str, Any]
) -> None:
    asked = ASKED[touch_point]
    ladder = {"ladder": {touch_point: {"one_to_one": dial}}}
    off = asked(desk.with_entry("shop", ladder), FAN, Consent.PERSONALIZATION)
    assert off["level"] == "pre"
    assert ids(off) == ids(asked(desk, None, Consent.PERSONALIZATION))


@pytest.mark.parametrize("touch_point", ["search", "category", "home", "trending", "session"])
def test_half_the_strength_gives_the_person_half_the_points(
    desk: Desk, touch_point: str
) -> None:
    def own_points(strength: int) -> dict[str, float]:
        dials = {"ladder": {touch_point: {"one_to_one": {"strength": strength}}}}
        shop = desk.with_entry("shop", dials)
        known: dict[str, Any] = {"profile": FAN, "consent": Consent.PERSONALIZATION}
        if touch_point in {"search", "category"}:
            text = "laufschuh" if touch_point == "search" else ""
            body = shop.search(text, explain=True, **known)
        else:
            body = shop.recommend(touch_point, explain=True, recent=("run1",), **known)
        return {
            hit["product_id"]: sum(
                one["points"] for one in hit["points"] if one["level"] == "one_to_one"
            )
            for hit in body["hits"]
        }

    whole, half = own_points(100), own_points(50)
    assert any(whole.values())
    for product_id in whole.keys() & half.keys():
        assert half[product_id] == pytest.approx(whole[product_id] / 2, abs=1e-5)


@pytest.mark.parametrize("touch_point", ["search", "category", "suggest"])
def test_only_the_first_tiles_are_personal_where_the_shop_says_so(
    desk: Desk, touch_point: str
) -> None:
    asked = ASKED[touch_point]
    first = desk.with_entry("shop", {"ladder": {touch_point: {"first_tiles": 1}}})
    known = asked(first, FAN, Consent.PERSONALIZATION)
    usual = ids(asked(desk, None, Consent.NONE))
    assert ids(known)[0] in {"run3", "run4"}
    assert ids(known)[1:] == [one for one in usual if one != ids(known)[0]]


@pytest.mark.parametrize("placement", STRATEGIES)
@pytest.mark.parametrize("consent", [Consent.PERSONALIZATION, Consent.NONE])
def test_only_the_first_tiles_of_a_shelf_are_personal_where_the_shop_says_so(
    desk: Desk, placement: str, consent: Consent
) -> None:
    def shelf(**dials: Any) -> list[str]:
        shop = {"ladder": {placement: dials}, "free_shipping_from": "90.00"}
        return ids(
            desk.with_entry("shop", shop).recommend(
                placement,
                profile=FAN,
                consent=consent,
                product_id="cam2",
                basket=("cam1",) if placement in {"basket", "basket_layer"} else (),
                recent=("run3", "run4"),
                limit=6,
            )
        )

    own, usual = shelf(), shelf(one_to_one={"on": False})
    if placement in {SET, FREE_SHIPPING}:  # chosen among candidates that stand so
        assert shelf(first_tiles=200) == own
        return
    head = own[:2]
    behind = [one for one in usual if one not in head]
    assert shelf(first_tiles=2) == [*head, *behind][: max(len(usual), 2)]


def test_a_pin_stands_where_it_was_pinned_behind_the_first_tiles_too(desk: Desk) -> None:
    pinned = desk.rule([{"pin": {"product_id": "cam3", "position": 4}}], placement="home")
    shop = {"ladder": {"home": {"first_tiles": 2}}}
    shelf = pinned.with_entry("shop", shop).recommend(
        "home", profile=FAN, consent=Consent.PERSONALIZATION, limit=6
    )
    assert ids(shelf)[3] == "cam3"
    assert shelf["hits"][3]["forced"]


def test_points_of_a_shelf_add_up_in_the_first_tiles_and_behind_them(desk: Desk) -> None:
    first = desk.with_entry("shop", {"ladder": {"home": {"first_tiles": 2}}})
    known: dict[str, Any] = {"profile": FAN, "consent": Consent.PERSONALIZATION}
    hits = first.recommend("home", limit=6, explain=True, **known)["hits"]
    assert all(sum(one["points"] for one in hit["points"]) == hit["score"] for hit in hits)
    levels = [{one["level"] for one in hit["points"]} for hit in hits]
    assert "one_to_one" in levels[0]
    assert not any("one_to_one" in one for one in levels[2:])


@pytest.mark.parametrize("kind", ["brands", "categories", "queries"])
def test_only_the_first_words_of_each_kind_are_personal_where_the_shop_says_so(
    desk: Desk, kind: str
) -> None:
    def words(profile: Profile | None = FAN, **dials: Any) -> list[Any]:
        shop = desk.with_entry("shop", {"ladder": {"suggest": dials}})
        ask = SuggestAsk(shop.context("suggest", consent=Consent.PERSONALIZATION), "")
        return list(suggest(shop.engine, ask, profile)[kind])

    own, usual = words(), words(one_to_one={"on": False})
    behind = [one for one in usual if one not in own[:1]]
    assert words(first_tiles=1) == [*own[:1], *behind]


@pytest.mark.parametrize("touch_point", ["search", "category"])
def test_chance_is_the_same_on_every_page_and_can_be_switched_off(
    desk: Desk, touch_point: str
) -> None:
    loud = {"ladder": {touch_point: {"exploration": {"strength": 100}}}}
    asked = {"text": "laufschuh"} if touch_point == "search" else {"text": ""}
    tried = desk.with_entry("shop", loud)
    whole = tried.found(**asked, session_id="s1", consent=Consent.STATISTICS)
    pages = [
        one
        for page in range(1, len(whole) + 1)
        for one in tried.found(
            **asked, session_id="s1", consent=Consent.STATISTICS, page=page, per_page=1
        )
    ]
    assert pages == whole
    orders = {
        tuple(tried.found(**asked, session_id=f"s{n}", consent=Consent.STATISTICS))
        for n in range(12)
    }
    assert len(orders) > 1
    off = {"ladder": {touch_point: {"exploration": {"on": False}}}}
    calm = desk.with_entry("shop", off)
    assert (
        len(
            {
                tuple(calm.found(**asked, session_id=f"s{n}", consent=Consent.STATISTICS))
                for n in range(4)
            }
        )
        == 1
    )


def test_what_chance_has_raised_tells_how_likely_that_was(desk: Desk) -> None:
    loud = {"ladder": {"search": {"exploration": {"strength": 100}}}}
    tried = desk.with_entry("shop", loud)
    told = [
        hit["propensity"]
        for n in range(12)
        for hit in tried.search("laufschuh", session_id=f"s{n}", consent=Consent.STATISTICS)[
            "hits"
        ]
    ]
    raised = [one for one in told if one is not None]
    assert raised
    assert all(0 < one < 1 for one in raised)
    assert None in told
