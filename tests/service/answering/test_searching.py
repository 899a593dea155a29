from decimal import Decimal
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import UnknownName
from knowledge_base.interests import Interest
from knowledge_base.profiles import Profile
from ranking.sorting import Sort
from service.answering.searching import product_page
from tests.service.flow import NOW, Desk, fan_of, ids

KNOWN = Consent.PERSONALIZATION
NAMES = ["brand", "category", "colour", "size", "price", "sale", "availability"]


def facet(body: dict[str, list[dict[str, object]]], name: str) -> dict[object, object]:
    values = next(one for one in body["facets"] if one["name"] == name)["values"]
    assert isinstance(values, list)
    return {one["value"]: one["count"] for one in values}


def test_a_typo_is_corrected_and_said_so(desk: Desk) -> None:
    body = desk.search("laufschue")
    assert set(ids(body)) == {"run1", "run2", "run3", "run4"}
    assert body["interpretation"]["stage"] == "spelling"
    assert body["interpretation"]["corrected"].startswith("laufschuh")


def test_filters_hold_on_one_variant_and_the_one_that_matches_is_shown(desk: Desk) -> None:
    body = desk.search("laufschuh", "colour:blau", "size:44")
    assert ids(body) == ["run3"]
    assert body["hits"][0]["variant"] == {
        "product_id": "run3-44",
        "attributes": {"colour": "blau", "size": "44"},
    }


CLICKS: list[tuple[str, list[str]]] = [
    ("laufschuh", []),
    ("laufschuh", ["brand:Adler"]),
    ("laufschuh", ["colour:blau", "colour:rot", "size:42"]),
    ("kamera", ["price:..420", "sale:true"]),
    ("", ["category:Foto", "brand:Uhu"]),
]


@pytest.mark.parametrize(("text", "filters"), CLICKS)
@pytest.mark.parametrize("policy", ["hide", "last", "show"])
def test_a_facet_count_is_the_number_of_hits_after_the_click(
    desk: Desk, policy: str, text: str, filters: list[str]
) -> None:
    shop = desk.with_entry("shop", {"sold_out": policy}).changed("run1", stock=0)
    ruled = shop.rule(
        [
            {"hide": {"product_id": "cam1"}},
            {"pin": {"product_id": "card1", "position": 1}},
            {"boost": {"filter": "brand:Uhu", "strength": "high"}},
        ]
    )
    for facet in ruled.search(text, *filters, facets=NAMES)["facets"]:
        name = facet["name"]
        others = [one for one in filters if not one.startswith(f"{name}:")]
        kept = others if facet["kind"] == "tree" else filters
        for value in facet.get("values", []):
            click = f"{name}:{value['value']}"
            assert value["count"] == ruled.search(text, *kept, click)["total"]
            assert value["alone"] == ruled.search(text, *others, click)["total"]
        for bucket in facet.get("buckets", []):
            click = f"price:{bucket['min']}..{bucket['max']}"
            assert bucket["count"] == ruled.search(text, *others, click)["total"]


WEARS_42 = fan_of(sizes={"Mode/Schuhe/Laufschuhe": {"42": Interest(3.0, NOW.timestamp())}})


def shown_sizes(body: dict[str, Any]) -> dict[str, str]:
    return {one["product_id"]: one["variant"]["attributes"]["size"] for one in body["hits"]}


def test_the_variant_in_ones_size_is_chosen_already_and_stands_first(desk: Desk) -> None:
    body = desk.search("laufschuh", profile=WEARS_42, consent=KNOWN)
    assert shown_sizes(body) == {"run1": "42", "run2": "42", "run3": "42", "run4": "44"}
    assert ids(body)[-1] == "run4"
    assert body["level"] == "one_to_one"
    stranger = desk.search("laufschuh", profile=WEARS_42)
    assert ids(stranger)[-1] != "run4" or stranger["level"] == "pre"


def test_the_size_asked_for_outweighs_the_size_worn(desk: Desk) -> None:
    body = desk.search("laufschuh 43", profile=WEARS_42, consent=KNOWN)
    assert shown_sizes(body)["run1"] == "43"


def test_what_is_no_longer_there_in_ones_size_is_shown_in_another(desk: Desk) -> None:
    tall = fan_of(sizes={"Mode/Schuhe/Laufschuhe": {"44": Interest(3.0, NOW.timestamp())}})
    assert shown_sizes(desk.search("laufschuh", profile=tall, consent=KNOWN))["run3"] == "44"
    sold = desk.changed("run3", stock=0)
    body = sold.with_entry("shop", {"sold_out": "show"}).search(
        "laufschuh", profile=tall, consent=KNOWN
    )
    assert ids(body)[0] == "run4"
    assert shown_sizes(body)["run3"] == "42"


def test_an_empty_query_browses_what_can_be_bought(desk: Desk) -> None:
    body = desk.search("", "category:Foto")
    assert set(ids(body)) == {"cam1", "cam2", "cam3", "card1", "card2"}
    assert body["breadcrumbs"] == [{"value": "Foto", "label": "Foto"}]


def test_signs_without_words_are_not_the_whole_catalogue(desk: Desk) -> None:
    assert desk.search("!!! ???")["total"] == 0


def test_pages_continue_each_other_and_end(desk: Desk) -> None:
    whole = desk.found("laufschuh")
    pages = [desk.search("laufschuh", page=page, per_page=3) for page in (1, 2, 3)]
    assert [ids(one) for one in pages] == [whole[:3], whole[3:], []]
    assert [hit["position"] for hit in pages[1]["hits"]] == [4]
    assert {one["total"] for one in pages} == {4}


def test_prices_sort_by_the_cheapest_variant_that_matches(desk: Desk) -> None:
    assert desk.found("laufschuh", sort=Sort.PRICE_ASC) == ["run4", "run3", "run1", "run2"]
    assert desk.found("laufschuh", sort=Sort.PRICE_DESC) == ["run2", "run1", "run3", "run4"]


@pytest.mark.parametrize("sort", [Sort.PRICE_ASC, Sort.PRICE_DESC, Sort.NEWEST])
def test_what_only_fills_up_stays_behind_in_every_sorting(desk: Desk, sort: Sort) -> None:
    leads_on = {"kind": "one_way", "from": ["laufschuh"], "to": ["kamera"]}
    fuller = desk.with_entry("synonyms", leads_on)
    strong = desk.found("laufschuh", sort=sort)
    found = fuller.found("laufschuh", sort=sort)
    assert found[: len(strong)] == strong
    assert {"cam1", "cam2", "cam3"} <= set(found[len(strong) :])


def test_texts_come_in_the_language_asked_for(desk: Desk) -> None:
    hit = desk.search("running shoe", "colour:red", language="en", per_page=1)["hits"][0]
    assert "running shoe" in hit["title"]
    assert hit["variant"]["attributes"]["colour"] == "red"


def test_an_unknown_filter_is_named(desk: Desk) -> None:
    with pytest.raises(UnknownName, match=r"no facet 'weight'"):
        desk.search("laufschuh", "weight:2")


# --- live facts -----------------------------------------------------------------------------


def test_a_patched_price_is_in_hits_filters_facets_and_sorting(desk: Desk) -> None:
    cheaper = desk.changed("run2", price=Decimal("10.00"))
    assert desk.found("laufschuh", "price:..50") == []
    body = cheaper.search("laufschuh", "price:..50", sort=Sort.PRICE_ASC)
    assert [(hit["product_id"], hit["price"]) for hit in body["hits"]] == [("run2", "10.00")]
    price = next(one for one in body["facets"] if one["name"] == "price")
    assert price["min"] == "10.00"


def test_a_deleted_product_is_gone_from_every_answer(desk: Desk) -> None:
    fewer = desk.changed("run2")
    assert "run2" not in fewer.found("laufschuh")
    with pytest.raises(UnknownName):
        product_page(fewer.engine, "run2", "de")


def test_what_is_sold_out_is_hidden_last_or_shown_as_the_shop_decides(desk: Desk) -> None:
    assert "gone" not in desk.found("kamera")
    last = desk.with_entry("shop", {"sold_out": "last"})
    assert last.found("kamera")[-1] == "gone"
    assert last.search("kamera")["hits"][-1]["availability"] == "out_of_stock"


# --- the ladder -----------------------------------------------------------------------------


def test_everybody_sees_first_what_many_want(desk: Desk) -> None:
    body = desk.search("laufschuh")
    assert ids(body)[0] == "run2"
    assert body["level"] == "pre"


def test_a_bargain_hunter_sees_sale_items_first(desk: Desk) -> None:
    hunter = Profile(views=10, sale_views=9)
    nobody = desk.search("kamera", consent=KNOWN)
    alone = desk.search("kamera", consent=KNOWN, profile=hunter)
    assert alone["level"] == "one_to_one"
    off = desk.with_entry("shop", {"ladder": {"search": {"one_to_one": {"on": False}}}})
    body = off.search("kamera", consent=KNOWN, profile=hunter, explain=True)
    assert (nobody["level"], body["level"]) == ("pre", "segment")
    on_sale = next(hit for hit in body["hits"] if hit["product_id"] == "cam2")
    assert [
        one["level"] for one in on_sale["points"] if one["signal"] == "segment:bargain"
    ] == ["segment"]


def test_one_persons_taste_reorders_but_neither_adds_nor_removes(desk: Desk) -> None:
    fan = fan_of("run4", "run3")
    body = desk.search("laufschuh", consent=KNOWN, profile=fan)
    assert body["level"] == "one_to_one"
    assert set(ids(body)) == set(desk.found("laufschuh"))
    assert set(ids(body)[:2]) == {"run3", "run4"}


def test_consent_none_stays_at_the_level_of_everybody(desk: Desk) -> None:
    body = desk.search("laufschuh", consent=Consent.NONE, profile=fan_of("run4", "run3"))
    assert body["level"] == "pre"
    assert ids(body) == desk.found("laufschuh")


def test_what_the_request_brings_along_is_used_without_consent_and_stays_at_pre(
    desk: Desk,
) -> None:
    looked = desk.search("laufschuh", recent=("run1", "run1"))
    assert looked["level"] == "pre"
    assert ids(looked).index("run1") < desk.found("laufschuh").index("run1")


def test_a_level_that_is_switched_off_is_silent(desk: Desk) -> None:
    off = desk.with_entry("shop", {"ladder": {"search": {"one_to_one": {"on": False}}}})
    body = off.search("laufschuh", consent=KNOWN, profile=fan_of("run4"))
    assert body["level"] == "pre"


def test_points_add_up_to_the_score(desk: Desk) -> None:
    busy = desk.rule([{"boost": {"filter": "brand:Falke", "strength": "low"}}])
    body = busy.search("laufschuh", consent=KNOWN, profile=fan_of("run4"), explain=True)
    for hit in body["hits"]:
        assert sum(one["points"] for one in hit["points"]) == hit["score"]


# --- result management ----------------------------------------------------------------------


def test_a_pinned_product_stands_where_it_was_pinned(desk: Desk) -> None:
    pinned = desk.rule([{"pin": {"product_id": "run4", "position": 2}}], query="laufschuhe")
    body = pinned.search("laufschue")
    assert ids(body)[1] == "run4"
    assert [hit["forced"] for hit in body["hits"]] == [False, True, False, False]
    assert pinned.found("kamera") == desk.found("kamera")


def test_a_pinned_brand_stands_on_top(desk: Desk) -> None:
    pin = {"pin": {"filter": "brand:Falke", "position": 1, "limit": 2}}
    assert set(desk.rule([pin], query="laufschuh").found("laufschuh")[:2]) == {"run3", "run4"}


def test_a_pin_brings_in_what_the_words_did_not_find_and_counts_it(desk: Desk) -> None:
    pinned = desk.rule([{"pin": {"product_id": "card1", "position": 1}}], query="laufschuh")
    body = pinned.search("laufschuh", facets=["brand"])
    assert ids(body)[0] == "card1"
    assert facet(body, "brand")["Uhu"] == 1
    assert body["total"] == 5


def test_pins_obey_filters_stock_and_an_explicit_sort(desk: Desk) -> None:
    pins = [{"pin": {"product_id": one, "position": 1}} for one in ("run2", "gone")]
    pinned = desk.rule(pins)
    assert "run2" not in pinned.found("laufschuh", "brand:Falke")
    assert "gone" not in pinned.found("laufschuh")
    assert pinned.found("laufschuh", sort=Sort.PRICE_ASC)[0] == "run4"


def test_what_is_hidden_is_shown_nowhere_not_even_pinned(desk: Desk) -> None:
    hidden = desk.rule(
        [{"hide": {"filter": "brand:Adler"}}, {"pin": {"product_id": "run1", "position": 1}}]
    )
    assert set(hidden.found("laufschuh")) == {"run3", "run4"}
    assert "run1" not in ids(hidden.recommend("home", limit=9))
    assert "Adler" not in facet(hidden.search("laufschuh", facets=["brand"]), "brand")
    assert [one["value"] for one in desk.suggest("adl")["brands"]] == ["Adler"]
    assert hidden.suggest("adl")["brands"] == []


def test_a_boost_raises_and_a_burial_lowers(desk: Desk) -> None:
    up = desk.rule([{"boost": {"filter": "brand:Falke", "strength": "high"}}])
    down = desk.rule([{"bury": {"filter": "brand:Adler", "strength": "high"}}])
    assert set(up.found("laufschuh")[:2]) == {"run3", "run4"}
    assert set(down.found("laufschuh")[2:]) == {"run1", "run2"}


def test_a_rule_for_a_segment_holds_for_its_members_only(desk: Desk) -> None:
    ruled = desk.rule([{"pin": {"product_id": "cam1", "position": 1}}], segment="bargain")
    hunter = Profile(views=10, sale_views=9)
    assert ruled.found("kamera", consent=KNOWN, profile=hunter)[0] == "cam1"
    assert ruled.found("kamera") == desk.found("kamera")


def test_a_query_is_replaced_redirected_and_filtered(desk: Desk) -> None:
    assert set(desk.rule([{"replace_query": "kamera"}], query="knipse").found("knipse")) == set(
        desk.found("kamera")
    )
    assert (
        desk.rule([{"redirect": "/agb"}], query="kamera").search("kamera")["redirect"] == "/agb"
    )
    narrowed = desk.rule([{"filter": "brand:Falke"}], query="laufschuh").search("laufschuh")
    assert set(ids(narrowed)) == {"run3", "run4"}
    assert narrowed["interpretation"]["filters"] == [
        {"facet": "brand", "value": "Falke", "removable": False}
    ]


def test_a_banner_and_the_order_of_facets_follow_the_rule(desk: Desk) -> None:
    banner = {"title": "Lauf!", "url": "/lauf", "image_url": None}
    ruled = desk.rule([{"banner": banner}, {"facets": ["size", "brand"]}], query="laufschuh")
    body = ruled.search("laufschuh")
    assert body["banners"] == [banner]
    assert [one["name"] for one in body["facets"]] == ["size", "brand"]


# --- the product page -----------------------------------------------------------------------


def test_a_product_page_shows_every_variant_as_it_is_now(desk: Desk) -> None:
    page = product_page(desk.changed("run1", stock=0).engine, "run1-43", "de")
    assert page["product"]["product_id"] == "run1"
    assert [
        (one["product_id"], one["availability"]) for one in page["product"]["variants"]
    ] == [("run1-42", "out_of_stock"), ("run1-43", "out_of_stock")]
    assert [one["label"] for one in page["breadcrumbs"]] == ["Mode", "Schuhe", "Laufschuhe"]


def test_an_article_number_leads_to_the_page_of_its_product_or_variant(desk: Desk) -> None:
    assert desk.search("card1")["redirect"] == "https://shop.example/card1"
    assert desk.search("CARD-1")["redirect"] == "https://shop.example/card1"
    assert desk.search("run2-42")["redirect"] == "https://shop.example/run2?size=42"
    assert desk.search("laufschuh")["redirect"] is None


def test_an_article_number_leads_nowhere_past_a_filter(desk: Desk) -> None:
    assert desk.search("card1", "brand:Falke")["redirect"] is None


def test_what_is_verbatim_is_not_corrected(desk: Desk) -> None:
    assert desk.search("laufschuuh")["interpretation"]["corrected"] == "laufschuh"
    verbatim = desk.search("laufschuuh", verbatim=True)
    assert verbatim["interpretation"]["corrected"] is None
    assert verbatim["total"] == 0


def test_the_values_of_a_facet_are_searched_by_letters(desk: Desk) -> None:
    answer = desk.search("", within={"brand": "fal"})
    (brand,) = (one for one in answer["facets"] if one["name"] == "brand")
    assert [one["value"] for one in brand["values"]] == ["Falke"]


def test_brand_and_variant_are_marked_where_they_are_what_was_searched_for(desk: Desk) -> None:
    (hit, *_) = desk.search("falke laufschuh 44")["hits"]
    assert hit["brand"] == "Falke"
    assert hit["highlight"]["brand"] == [(0, 5)]
    assert [*hit["highlight"]["variant"]] == ["size"]
    assert desk.search("kamera")["hits"][0]["highlight"]["brand"] == []
