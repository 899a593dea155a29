import pytest

from knowledge_base.errors import BadInput
from knowledge_base.shop import (
    SHIPPED_BODY,
    Dial,
    Dials,
    Shop,
    SoldOut,
    Suggesting,
    read_shop,
)

WRITTEN = {
    "sold_out": "show",
    "free_shipping_from": "49.00",
    "ladder": {
        "default": {"segment": {"on": False, "strength": 80}},
        "category": {"one_to_one": {"strength": 50}, "first_tiles": 6},
    },
}


def test_settings_are_read_and_what_is_left_out_has_its_default() -> None:
    shop = read_shop(WRITTEN)
    assert (shop.sold_out, shop.free_shipping_from) == (SoldOut.SHOW, 4900)
    assert read_shop({}) == read_shop(SHIPPED_BODY) == Shop()


def test_a_touch_point_has_its_own_dials_or_those_of_all_others() -> None:
    shop = read_shop(WRITTEN)
    assert shop.dials("category") == Dials(one_to_one=Dial(strength=50), first_tiles=6)
    assert shop.dials("search").segment.weight == 0
    assert Shop().dials("search") == Dials()


def test_faults_are_named_with_their_places() -> None:
    ladder = {"home": {"pre": {"strength": 101}, "all": True}}
    with pytest.raises(BadInput) as caught:
        read_shop({"sold_out": "burn", "free_shipping_from": "much", "ladder": ladder})
    assert [one.place for one in caught.value.faults] == [
        "/sold_out",
        "/free_shipping_from",
        "/ladder/home/pre/strength",
        "/ladder/home/all",
    ]


@pytest.mark.parametrize("zone", ["Europe/Entenhausen", "../etc/passwd", "Europe", "x" * 999])
def test_a_time_zone_that_is_nowhere_is_refused(zone: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_shop({"time_zone": zone})
    assert [one.place for one in caught.value.faults] == ["/time_zone"]
    assert read_shop({"time_zone": "Asia/Tokyo"}).time_zone.key == "Asia/Tokyo"


def test_a_shop_says_how_many_must_have_asked_and_what_is_never_suggested() -> None:
    body = {"suggestions": {"least_visitors": 5, "exclude": ["Billigjacke"]}}
    assert read_shop(body).suggestions == Suggesting(5, ("Billigjacke",))
    assert read_shop({}).suggestions.least_visitors == 3


@pytest.mark.parametrize(
    ("suggestions", "place"),
    [
        ({"least_visitors": 1}, "/suggestions/least_visitors"),
        ({"exclude": ["x" * 201]}, "/suggestions/exclude"),
        ({"exclude": "x"}, "/suggestions/exclude"),
        ({"words": []}, "/suggestions/words"),
    ],
)
def test_nobody_is_shown_what_one_person_alone_searched_for(
    suggestions: object, place: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read_shop({"suggestions": suggestions})
    assert [one.place for one in caught.value.faults] == [place]
