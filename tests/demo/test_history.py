"""The history is one that real shoppers could have left behind."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import orjson

from demo.catalogue import Shop
from demo.history import history, write_history
from demo.shelves import Event

TYPES = {
    *("search", "impression", "click", "view", "dwell", "filter", "select_variant", "save"),
    *("add_to_basket", "remove_from_basket", "checkout_start", "purchase", "return"),
    *("like", "dislike"),
}
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _of(events: list[Event], *kinds: str) -> list[Event]:
    return [event for event in events if event["type"] in kinds]


def _when(event: Event) -> datetime:
    return datetime.fromisoformat(event["at"])


def test_the_same_seed_tells_the_same_story(shop: Shop, now: datetime, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    count = write_history(history(shop, 5, now, days=3, shoppers=20), one)
    write_history(history(shop, 5, now, days=3, shoppers=20), two)
    assert one.read_bytes() == two.read_bytes()
    assert len(one.read_bytes().splitlines()) == count > 100


def test_events_come_in_the_order_of_time_and_not_from_the_future(
    events: list[Event], now: datetime
) -> None:
    times = [_when(event) for event in events]
    assert all(before <= after for before, after in pairwise(times))
    assert now - timedelta(days=61) < times[0]
    assert times[-1] <= now


def test_event_ids_are_unique_and_carry_the_time(events: list[Event]) -> None:
    assert len({event["event_id"] for event in events}) == len(events)
    for event in events[:200]:
        assert UUID7.fullmatch(event["event_id"])
        stamp = int(event["event_id"].replace("-", "")[:12], 16)
        assert datetime.fromtimestamp(stamp / 1000, UTC) == _when(event)


def test_everything_that_can_happen_happens(events: list[Event]) -> None:
    counts = Counter(event["type"] for event in events)
    assert counts.keys() == TYPES
    assert counts["impression"] > counts["click"] > counts["add_to_basket"] > counts["purchase"]


def test_events_name_products_and_their_own_variants(shop: Shop, events: list[Event]) -> None:
    for event in events:
        if "variant_id" in event:
            product = shop.product(event["product_id"])
            assert event["variant_id"] in {each.variant_id for each in product.variants}
        elif "product_id" in event:
            assert event["product_id"] == shop.product(event["product_id"]).product_id


def test_nobody_is_named_beyond_consent(events: list[Event]) -> None:
    allowed = {
        "none": set(),
        "statistics": {"session_id"},
        "personalization": {"session_id", "visitor_id", "customer_id"},
    }
    for event in events:
        named = {"session_id", "visitor_id", "customer_id"} & event.keys()
        assert named <= allowed[event["consent"]]
    assert {event["consent"] for event in events} == allowed.keys()


def test_the_server_names_customers_when_they_buy(events: list[Event]) -> None:
    named = {event["type"] for event in events if "customer_id" in event}
    assert named == {"purchase", "return"}


def test_only_what_was_viewed_and_taken_is_bought(events: list[Event]) -> None:
    seen: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for event in events:
        if "session_id" not in event or "product_id" not in event:
            continue
        kinds = seen[event["session_id"], event["product_id"]]
        if event["type"] == "purchase":
            assert {"impression", "click", "view", "add_to_basket"} <= kinds
        kinds.add(event["type"])


def test_only_what_was_bought_comes_back(events: list[Event]) -> None:
    bought = {
        (event["order_id"], event["product_id"]): event for event in _of(events, "purchase")
    }
    for event in _of(events, "return"):
        purchase = bought[event["order_id"], event["product_id"]]
        assert timedelta(days=4) <= _when(event) - _when(purchase) < timedelta(days=14)


def test_prices_are_those_of_the_shop(shop: Shop, events: list[Event]) -> None:
    for event in _of(events, "purchase", "add_to_basket"):
        product = shop.product(event["product_id"])
        tags = [variant.price for variant in product.variants] or [product.price]
        assert round(float(event["price"]) * 100) in tags


def test_what_stands_first_is_seen_most(events: list[Event]) -> None:
    seen = Counter(
        e["position"] for e in _of(events, "impression") if e["placement"] == "search"
    )
    assert seen[1] > seen[5] > seen[10] > 0


def test_some_baskets_hold_things_that_go_together(events: list[Event]) -> None:
    orders: defaultdict[str, set[str]] = defaultdict(set)
    for event in _of(events, "purchase"):
        orders[event["order_id"]].add(event["product_id"])
    assert sum(len(products) > 1 for products in orders.values()) > len(orders) / 20


def test_people_come_back(events: list[Event]) -> None:
    visits: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        if "visitor_id" in event:
            visits[event["visitor_id"]].add(event["session_id"])
    assert max(map(len, visits.values())) >= 4
    assert Counter(map(len, visits.values())).most_common(1)[0][0] == 1


def test_nothing_sold_out_or_unreleased_was_shown(shop: Shop, events: list[Event]) -> None:
    for event in _of(events, "impression"):
        product = shop.product(event["product_id"])
        assert product.on_stock > 0
        assert product.released <= _when(event).date()


def test_events_can_be_written_as_json(events: list[Event]) -> None:
    assert orjson.loads(orjson.dumps(events[0])) == events[0]
