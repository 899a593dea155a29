"""Do products, rules and people change the way the contract says?"""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from knowledge_base.storage.keys import revoke_key, signing_secrets
from service.door.auth import KeyClass
from service.door.customer_tokens import as_text
from tests.service.api.conftest import Served

SERVER, MERCHANDISER, PUBLIC = KeyClass.PRIVATE, KeyClass.MERCHANDISER, KeyClass.PUBLIC
PERSON = {"visitor_id": "v-1", "session_id": "s-1", "consent": "personalization"}


def view(number: int, product_id: str = "s1", **more: Any) -> dict[str, Any]:
    """Write an event."""
    return {"event_id": f"e{number}", "type": "view", "product_id": product_id, **more}


def titles(served: Served, **params: Any) -> list[str]:
    """List the products of a search."""
    return [hit["product_id"] for hit in served.get("/v1/search", **params)["hits"]]


def test_a_patched_price_shows_at_once(served: Served) -> None:
    patch = [{"product_id": "c1", "price": "450.00"}]
    answer = served.write("PATCH", "/v1/products", SERVER, patch).json()
    assert (answer["accepted"], answer["changed"], answer["refused"]) == (1, 1, [])
    assert served.get("/v1/products/c1")["product"]["price"] == "450.00"
    assert titles(served, filter="price:440..460") == ["c1"]


def test_two_patches_of_one_product_in_one_request_both_count(served: Served) -> None:
    patches = [{"product_id": "c1", "price": "450.00"}, {"product_id": "c1", "stock": 7}]
    served.write("PATCH", "/v1/products", SERVER, patches)
    variant = served.get("/v1/products/c1")["product"]["variants"][0]
    assert (variant["price"], variant["stock"]) == ("450.00", 7)


def test_what_is_patched_on_a_product_holds_for_its_variants(served: Served) -> None:
    patches = [
        {"product_id": "s1-b42", "price": "70.00"},
        {"product_id": "s1", "price": "60.00", "stock": 0},
        {"product_id": "s1-r42", "stock": 2},
    ]
    answer = served.write("PATCH", "/v1/products", SERVER, patches).json()
    assert answer["accepted"] == 3
    variants = served.get("/v1/products/s1")["product"]["variants"]
    facts = {one["product_id"]: (one["price"], one["stock"]) for one in variants}
    assert facts == {"s1-b42": ("60.00", 0), "s1-b43": ("60.00", 0), "s1-r42": ("60.00", 2)}


def test_a_patched_attribute_shows_wherever_it_is_shown(served: Served) -> None:
    gold = [{"product_id": "s1", "attributes": {"colour": {"de": "Gold", "en": "gold"}}}]
    served.write("PATCH", "/v1/products", SERVER, gold)
    product = served.get("/v1/products/s1", language="en")["product"]
    assert {one["attributes"]["colour"] for one in product["variants"]} == {"gold"}
    assert [one["attributes"]["size"] for one in product["variants"]] == ["42", "43", "42"]
    (hit,) = served.get("/v1/search", filter="colour:Gold")["hits"]
    assert {**hit["attributes"], **hit["variant"]["attributes"]}["colour"] == "Gold"
    none = [{"product_id": "s1", "colour": None, "attributes": {"tags": ["neu", "rar"]}}]
    served.write("PATCH", "/v1/products", SERVER, none)
    (hit,) = served.get("/v1/search", filter="tags:rar")["hits"]
    assert hit["attributes"]["tags"] == ["neu", "rar"]
    assert "colour" not in {**hit["attributes"], **hit["variant"]["attributes"]}


def test_a_bad_line_is_refused_and_the_others_count(served: Served) -> None:
    lines = [
        {"product_id": "c1", "price": "-1"},
        {"product_id": "ghost", "price": "1"},
        "nonsense",
        {"product_id": "c1", "price": "450.00"},
    ]
    answer = served.write("PATCH", "/v1/products", SERVER, lines).json()
    assert [one["index"] for one in answer["refused"]] == [0, 1, 2]
    assert answer["refused"][0]["errors"][0]["place"] == "price"
    assert answer["accepted"] == 1


def test_a_put_product_is_kept_and_a_broken_one_named(served: Served) -> None:
    lines = [{"product_id": "n1", "title": "Neues Buch", "price": "9.00"}, {"title": "ohne"}]
    answer = served.write("PUT", "/v1/products", SERVER, lines).json()
    assert (answer["new"], answer["refused"][0]["index"]) == (1, 1)


def test_a_deleted_product_is_gone_at_once(served: Served) -> None:
    assert served.write("DELETE", "/v1/products/c1", SERVER, None).status_code == 204
    assert served.ask("GET", "/v1/products/c1").status_code == 404
    assert served.write("DELETE", "/v1/products/c1", SERVER, None).status_code == 404


def test_a_pinned_brand_stands_on_top(served: Served) -> None:
    last = titles(served, q="laufschuhe")[-1]
    brand = served.get(f"/v1/products/{last}")["product"]["brand"]
    rule = {
        "name": "pin",
        "when": {"query": "laufschuh"},
        "then": [{"pin": {"filter": f"brand:{brand}", "position": 1}}],
    }
    answer = served.write("POST", "/v1/rules", MERCHANDISER, rule)
    assert answer.status_code == 201, answer.text
    assert answer.json()["author"] == "the merchandiser one"
    assert titles(served, q="laufschuhe")[0] == last


def test_a_rule_that_was_read_can_be_written_back(served: Served) -> None:
    rule = {"name": "hide", "then": [{"hide": {"product_id": "c1"}}]}
    made = served.write("POST", "/v1/rules", MERCHANDISER, rule).json()
    path = f"/v1/rules/{made['id']}"
    again = served.write("PUT", path, MERCHANDISER, {**made, "enabled": False})
    assert (again.status_code, again.json()["version"]) == (200, 2)
    past = served.get(f"{path}/history", MERCHANDISER)["history"]
    assert [one["version"] for one in past] == [2, 1]


def test_whoever_changes_an_entry_someone_else_has_changed_is_told(served: Served) -> None:
    rule = {"name": "hide", "then": [{"hide": {"product_id": "c1"}}]}
    made = served.write("POST", "/v1/rules", MERCHANDISER, rule)
    path, etag = f"/v1/rules/{made.json()['id']}", made.headers["etag"]
    served.write("PUT", path, MERCHANDISER, rule)
    late = served.ask("PUT", path, MERCHANDISER, json=rule, headers={"If-Match": etag})
    assert (late.status_code, late.json()["code"]) == (412, "version_conflict")
    for wrong in ('"x"', "17"):
        answer = served.ask("DELETE", path, MERCHANDISER, headers={"If-Match": wrong})
        assert answer.status_code == 412


def test_a_deleted_rule_holds_no_longer(served: Served) -> None:
    rule = {"name": "hide", "then": [{"hide": {"product_id": "c1"}}]}
    made = served.write("POST", "/v1/rules", MERCHANDISER, rule).json()
    assert "c1" not in titles(served, q="kamera")
    path = f"/v1/rules/{made['id']}"
    assert served.write("DELETE", path, MERCHANDISER, None).status_code == 204
    assert titles(served, q="kamera") == ["c1"]
    assert served.ask("GET", path, MERCHANDISER).status_code == 404


def test_what_every_shop_starts_with_can_be_read_and_overruled(served: Served) -> None:
    bargain = served.get("/v1/segments/bargain", MERCHANDISER)
    assert bargain in served.get("/v1/segments", MERCHANDISER)["segments"]
    assert (bargain["version"], bargain["prefer"][0]["filter"]) == (0, "sale:true")
    off = {**bargain, "enabled": False}
    at_first = {"If-Match": '"0"'}
    for status in (201, 412):
        answer = served.ask(
            "PUT", "/v1/segments/bargain", MERCHANDISER, json=off, headers=at_first
        )
        assert answer.status_code == status
    every = served.get("/v1/segments", MERCHANDISER)["segments"]
    (bargain,) = (one for one in every if one["id"] == "bargain")
    assert (bargain["version"], bargain["enabled"]) == (1, False)
    shop = served.get("/v1/shop", MERCHANDISER)
    assert (shop["sold_out"], shop["free_shipping_from"]) == ("hide", None)
    assert served.write("PUT", "/v1/shop", MERCHANDISER, shop).status_code == 201


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        (
            "/v1/rules/r1",
            {"when": {"placement": "hoem"}, "then": [{"hide": {"product_id": "c1"}}]},
            "/when/placement",
        ),
        ("/v1/shop", {"ladder": {"seek": {"first_tiles": 6}}}, "/ladder/seek"),
    ],
)
def test_what_is_written_for_a_placement_that_does_not_exist_is_refused(
    served: Served, path: str, body: dict[str, Any], place: str
) -> None:
    answer = served.write("PUT", path, MERCHANDISER, body)
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["place"], fault["code"]) == (place, "unknown_placement")
    assert "search, suggest, home" in fault["detail"]


@pytest.mark.parametrize("kind", ["rules", "segments"])
def test_an_entry_that_means_nothing_is_refused_with_its_faults(
    served: Served, kind: str
) -> None:
    answer = served.write("POST", f"/v1/{kind}", MERCHANDISER, {"nonsense": 1})
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_the_shop_decides_what_becomes_of_sold_out_products(served: Served) -> None:
    assert served.get("/v1/shop", MERCHANDISER)["sold_out"] == "hide"
    assert titles(served, q="brücke") == []
    served.write("PUT", "/v1/shop", MERCHANDISER, {"sold_out": "show"})
    assert titles(served, q="brücke") == ["b1"]
    assert served.get("/v1/shop", MERCHANDISER)["sold_out"] == "show"


def test_the_shops_settings_say_who_wrote_what_and_can_be_taken_back(served: Served) -> None:
    path, history = "/v1/shop", "/v1/shop/history"
    assert served.get(history, MERCHANDISER)["history"] == []
    assert served.ask("POST", f"{path}/undo", MERCHANDISER).status_code == 404
    for policy in ("show", "last"):
        served.write("PUT", path, MERCHANDISER, {"sold_out": policy})
    newest, oldest = served.get(history, MERCHANDISER)["history"]
    assert (oldest["version"], oldest["author"]) == (1, "the merchandiser one")
    assert oldest["body"] == {"sold_out": "show"}
    assert oldest["at"] <= newest["at"]
    back = served.write("POST", f"{path}/undo", MERCHANDISER, None)
    assert (back.json()["sold_out"], back.headers["etag"]) == ("show", '"3"')
    assert titles(served, q="brücke") == ["b1"]


def test_before_the_first_settings_stand_those_that_are_shipped(served: Served) -> None:
    served.write("PUT", "/v1/shop", MERCHANDISER, {"sold_out": "show"})
    assert served.write("POST", "/v1/shop/undo", MERCHANDISER, None).status_code == 204
    shop = served.get("/v1/shop", MERCHANDISER)
    assert (shop["version"], shop["sold_out"]) == (0, "hide")
    assert titles(served, q="brücke") == []
    assert served.get("/v1/shop/history", MERCHANDISER)["history"][0]["body"] is None


def test_of_two_who_change_the_settings_at_once_the_later_is_told(served: Served) -> None:
    read = served.ask("GET", "/v1/shop", MERCHANDISER).headers["etag"]
    for policy, status in (("show", 201), ("last", 412)):
        body, seen = {"sold_out": policy}, {"If-Match": read}
        answer = served.ask("PUT", "/v1/shop", MERCHANDISER, json=body, headers=seen)
        assert answer.status_code == status
    late = served.ask("POST", "/v1/shop/undo", MERCHANDISER, headers={"If-Match": read})
    assert (late.status_code, late.json()["code"]) == (412, "version_conflict")
    assert served.get("/v1/shop", MERCHANDISER)["sold_out"] == "show"


def test_a_size_that_is_sold_out_is_no_way_to_find_a_product(served: Served) -> None:
    assert titles(served, filter="size:43") == ["s1"]
    served.write("PATCH", "/v1/products", SERVER, [{"product_id": "s1-b43", "stock": 0}])
    assert titles(served, filter="size:43") == []
    sizes = served.get("/v1/search", q="laufschuhe", facets="size")["facets"][0]["values"]
    assert "43" not in {one["value"] for one in sizes if one["count"]}
    assert "s1" in titles(served, q="laufschuhe")
    served.write("PUT", "/v1/shop", MERCHANDISER, {"sold_out": "last"})
    assert titles(served, filter="size:43") == ["s1"]


def test_each_event_gets_its_verdict(served: Served) -> None:
    events = [view(1), view(2), {"event_id": "e3", "type": "stare"}, "nonsense"]
    answer = served.ask("POST", "/v1/events", json=events)
    assert answer.status_code == 202
    assert (answer.json()["accepted"], answer.json()["duplicates"]) == (2, 0)
    assert [one["index"] for one in answer.json()["refused"]] == [2, 3]
    again = served.ask("POST", "/v1/events", json=events[:2]).json()
    assert (again["accepted"], again["duplicates"]) == (0, 2)


def test_a_beacon_brings_its_key_along(served: Served) -> None:
    body = {"key": served.keys[PUBLIC], "events": [view(1)], "sent_at": "2026-03-01T10:00:00Z"}
    answer = served.client.post(
        "/v1/events", content=orjson.dumps(body), headers={"Content-Type": "text/plain"}
    )
    assert (answer.status_code, answer.json().get("accepted")) == (202, 1)
    body["key"] = served.keys[MERCHANDISER]
    assert served.client.post("/v1/events", json=body).status_code == 403
    assert served.client.post("/v1/events", json=[view(2)]).status_code == 401


@pytest.mark.parametrize(
    "body", [b"", b"{", b"7", b"{}", b"[" * 200_000, b"[NaN]", b'["\\ud800"]', b"\xff"]
)
def test_what_is_no_list_of_events_is_a_400(served: Served, body: bytes) -> None:
    answer = served.ask("POST", "/v1/events", content=body)
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_more_events_than_five_hundred_are_refused(served: Served) -> None:
    many = [view(number) for number in range(501)]
    assert served.ask("POST", "/v1/events", json=many).status_code == 400
    assert served.ask("POST", "/v1/events", json=many[:500]).json()["accepted"] == 500


def test_a_browser_may_not_name_a_customer_and_the_shops_server_may(served: Served) -> None:
    named = [view(1, customer_id="K-17", **PERSON)]
    answer = served.ask("POST", "/v1/events", json=named).json()
    assert answer["refused"][0]["code"] == "not_allowed"
    assert served.ask("POST", "/v1/events", SERVER, json=named).json()["accepted"] == 1


def customer_token(served: Served, customer: str) -> str:
    """Sign a customer token the way a shop's server does."""
    with served.runtime.database.write() as connection:
        secret = as_text(signing_secrets(connection, "customers")[0])
    claims = {"sub": customer, "exp": datetime.now(UTC).timestamp() + 600}
    signed = ".".join(
        urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode()
        for part in ({"alg": "HS256"}, claims)
    )
    mac = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def test_a_customer_token_makes_a_customer_of_a_visitor(served: Served) -> None:
    token = customer_token(served, "K-17")
    events = [view(1, customer_token=token, **PERSON), view(2, customer_token="x", **PERSON)]
    answer = served.ask("POST", "/v1/events", json=events).json()
    assert (answer["accepted"], answer["refused"][0]["code"]) == (1, "bad_token")
    kept = served.get("/v1/visitors/K-17", SERVER)
    assert [event["event_id"] for event in kept["events"]] == ["e1"]


def test_a_persons_next_answer_knows_the_last_event(served: Served) -> None:
    seen = [view(1, "s2", **PERSON)]
    assert served.ask("POST", "/v1/events", json=seen).json()["accepted"] == 1
    shelf = served.get("/v1/recommendations/recently_viewed", **PERSON)
    assert shelf["hits"][0]["product_id"] == "s2"


def test_a_hit_token_counts_for_the_product_it_was_given_for(served: Served) -> None:
    hit = served.get("/v1/search", q="laufschuhe")["hits"][0]
    other = "s1" if hit["product_id"] != "s1" else "s2"
    events = [
        view(1, hit["product_id"], token=hit["token"], **PERSON),
        view(2, other, token=hit["token"], **PERSON),
    ]
    assert served.ask("POST", "/v1/events", json=events).json()["accepted"] == 2
    kept = served.get("/v1/visitors/v-1", SERVER)["events"]
    assert [one.get("position") for one in kept] == [1, None]
    assert [one.get("placement") for one in kept] == ["search", None]
    assert [one["trust"] for one in kept] == ["shown", "claimed"]


def test_without_consent_an_event_counts_and_names_nobody(served: Served) -> None:
    event = view(1, visitor_id="v-1", session_id="s-1")
    assert served.ask("POST", "/v1/events", json=[event]).json()["accepted"] == 1
    assert served.ask("GET", "/v1/visitors/v-1", SERVER).status_code == 404


def test_a_browser_that_does_not_want_to_be_tracked_is_not(served: Served) -> None:
    event = view(1, **PERSON)
    served.ask("POST", "/v1/events", json=[event], headers={"Sec-GPC": "1"})
    assert served.ask("GET", "/v1/visitors/v-1", SERVER).status_code == 404


def test_withdrawing_consent_ends_the_use_of_what_was_before(served: Served) -> None:
    served.ask("POST", "/v1/events", json=[view(1, "s2", **PERSON)])
    served.ask("POST", "/v1/events", json=[view(2, "s1", visitor_id="v-1", consent="none")])
    shelf = served.get("/v1/recommendations/recently_viewed", **PERSON)
    assert shelf["level"] != "one_to_one"


def test_an_erased_person_was_never_there(served: Served) -> None:
    served.ask("POST", "/v1/events", json=[view(1, **PERSON)])
    assert served.ask("DELETE", "/v1/visitors/v-1", SERVER).json()["erased"] >= 1
    assert served.ask("GET", "/v1/visitors/v-1", SERVER).status_code == 404


def test_a_revoked_key_opens_nothing_any_more(served: Served) -> None:
    key_id = served.keys[PUBLIC].split("_")[1]
    with served.runtime.database.write() as connection:
        revoke_key(connection, key_id)
    served.runtime.refresh()
    assert served.ask("GET", "/v1/search").status_code == 401
