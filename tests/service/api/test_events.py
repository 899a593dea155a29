"""Can nobody push a product, and is no event lost, whoever sends what?"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from sqlalchemy import select, update

from knowledge_base.events import Trust
from knowledge_base.storage.events import counts
from knowledge_base.storage.tables import events
from service.door.auth import KeyClass
from service.intake.event_writer import EventWriter
from service.intake.robots import HONEYPOT
from service.nightly import train
from tests.service.api.conftest import Served

PUBLIC, SERVER = KeyClass.PUBLIC, KeyClass.PRIVATE
KNOWN = {"consent": "personalization"}
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
LOOPS = 300


def send(
    served: Served,
    sent: Iterable[dict[str, Any]],
    who: KeyClass = PUBLIC,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Send events, all of which must be taken in."""
    some = list(sent)
    answer = served.ask("POST", "/v1/events", who, json=some, headers={**BROWSER, **headers})
    assert answer.status_code == 202, answer.text
    assert answer.json()["accepted"] == len(some), answer.text


def popular(served: Served) -> list[str]:
    """Train, and list the running shoes by popularity."""
    runtime = served.runtime
    train(runtime.database, runtime.store, runtime.market, now=datetime.now(UTC))
    runtime.refresh()
    found = served.get("/v1/search", q="laufschuh", sort="popular")
    return [hit["product_id"] for hit in found["hits"]]


def token_of(served: Served, product_id: str) -> str:
    """Search like anybody, and take the token of a hit."""
    hits = served.get("/v1/search", q="laufschuh")["hits"]
    return next(str(hit["token"]) for hit in hits if hit["product_id"] == product_id)


def bought(product_id: str, buyers: int) -> list[dict[str, Any]]:
    """Make orders that the shop's server knows of."""
    return [
        {"event_id": f"{product_id}-{one}", "type": "purchase", "product_id": product_id}
        | {"order_id": f"order-{product_id}-{one}", "visitor_id": f"buyer-{one}", **KNOWN}
        for one in range(buyers)
    ]


def loop(product_id: str, token: str) -> Iterable[list[dict[str, Any]]]:
    """Make what a loop of curl sends: under ever new names, with one token and without."""
    for one in range(LOOPS):
        who = {"visitor_id": f"fake-{one}", "session_id": f"fake-{one}", **KNOWN}
        about = {"product_id": product_id, **who}
        yield [
            {"event_id": f"a{one}", "type": "click", "token": token, **about},
            {"event_id": f"b{one}", "type": "add_to_basket", "token": token, **about},
            {"event_id": f"c{one}", "type": "purchase", "order_id": f"f{one}", **about},
            {"event_id": f"d{one}", "type": "purchase", "token": token, **about},
            {"event_id": f"e{one}", "type": "view", **about},
            {"event_id": f"f{one}", "type": "view", "product_id": product_id},
            {"event_id": f"g{one}", "type": "click", "token": "made-up", **about},
        ]


def test_a_loop_of_curl_cannot_move_a_ranking_and_would_where_everybody_is_believed(
    served: Served,
) -> None:
    send(served, bought("s1", 20), SERVER)
    send(served, bought("s2", 3), SERVER)
    assert popular(served) == ["s1", "s2"]
    many = [event for some in loop("s2", token_of(served, "s2")) for event in some]
    for start in range(0, len(many), 500):
        send(served, many[start : start + 500])
    assert popular(served) == ["s1", "s2"]
    with served.runtime.database.write() as connection:
        naive = update(events).values(trust=int(Trust.CONFIRMED), token_id=None)
        connection.execute(naive)
    assert popular(served) == ["s2", "s1"], "the same loop moves what counts naively"


def test_orders_move_it_when_the_shops_server_confirms_them(served: Served) -> None:
    send(served, bought("s1", 6), SERVER)
    assert popular(served) == ["s1", "s2"]
    orders = [
        {
            "event_id": f"claim{one}",
            "type": "purchase",
            "product_id": "s2",
            "order_id": f"A{one}",
        }
        | {"visitor_id": f"v{one}", "token": token_of(served, "s2"), **KNOWN}
        for one in range(12)
    ]
    send(served, orders)
    assert popular(served) == ["s1", "s2"], "nobody but browsers has seen these orders"
    send(served, [{**one, "event_id": f"sure{one['order_id']}"} for one in orders], SERVER)
    assert popular(served) == ["s2", "s1"]


def test_a_click_tells_how_well_its_hit_had_matched_and_the_answer_tells_nobody(
    served: Served,
) -> None:
    hits = served.get("/v1/search", q="laufschuh")["hits"]
    assert not any("match_grade" in hit for hit in hits)
    click = {"type": "click", "product_id": "s2"}
    send(served, [{"event_id": "a", "token": token_of(served, "s2"), **click}])
    send(served, [{"event_id": "b", **click}])
    with served.runtime.database.read() as connection:
        grades = connection.execute(select(events.c.match_grade)).scalars().all()
    assert grades[0] is not None
    assert grades[1] is None


def test_robots_are_kept_and_do_not_count(served: Served) -> None:
    view = {"type": "view", "product_id": "s1"}
    send(served, [{"event_id": "a", **view}])
    send(served, [{"event_id": "b", **view}], headers={"User-Agent": "Googlebot/2.1"})
    send(served, [{"event_id": "c", **view, "placement": HONEYPOT}])
    send(served, [{"event_id": "d", **view}], SERVER, {"User-Agent": "shop-bot/1"})
    with served.runtime.database.read() as connection:
        rows = connection.execute(select(events.c.event_id, events.c.robot)).all()
    assert [(one.event_id, one.robot) for one in rows] == [
        ("a", 0),
        ("b", 100),
        ("c", 100),
        ("d", 0),
    ]


def test_the_shops_server_may_tell_of_orders_long_ago_and_a_browser_not(served: Served) -> None:
    at = (datetime.now(UTC) - timedelta(days=30)).isoformat()
    old = {"event_id": "a", "type": "view", "product_id": "s1", "at": at}
    answer = served.ask("POST", "/v1/events", json=[old]).json()
    assert answer["refused"][0]["code"] == "too_old"
    send(served, [old], SERVER)


@pytest.mark.parametrize("signal", ["DNT", "Sec-GPC"])
def test_a_signal_of_the_browser_leaves_no_name_and_the_event_counts(
    served: Served, signal: str
) -> None:
    who = {"visitor_id": "v1", "session_id": "s1", **KNOWN}
    token = token_of(served, "s1")
    click = {"event_id": "a", "type": "click", "product_id": "s1", "order_id": "A", **who}
    send(served, [{**click, "token": token}], headers={signal: "1"})
    with served.runtime.database.read() as connection:
        row = connection.execute(select(events)).one()
    assert (row.visitor_id, row.session_id, row.customer_id, row.order_id) == (None,) * 4
    assert (row.trust, row.consent) == (Trust.SHOWN, 0)


def counted(served: Served) -> dict[str, int]:
    """Read the counters of events."""
    text = served.ask("GET", "/metrics", SERVER).text
    lines = (one.split() for one in text.splitlines() if one.startswith("tresen_events_"))
    return {
        name.removeprefix("tresen_events_").removesuffix("_total"): int(float(value))
        for name, value in lines
        if name.endswith("_total")
    }


def test_every_event_received_is_stored_a_duplicate_or_refused(served: Served) -> None:
    view = {"type": "view", "product_id": "s1"}
    batches: list[Any] = [
        [{"event_id": "a", **view}, {"event_id": "b", **view}, {"event_id": "a", **view}],
        [{"event_id": "a", **view}, {"event_id": "c"}, None],
        [],
        {"events": [{"event_id": "d", **view, "customer_token": "x"}]},
    ]
    for body in batches:
        assert served.ask("POST", "/v1/events", json=body).status_code == 202
    found = counted(served)
    assert found == {"received": 7, "stored": 2, "duplicates": 2, "refused": 3}
    with served.runtime.database.read() as connection:
        assert counts(connection) == {"stored": 2, "refused": 3}


def test_a_full_queue_says_at_once_when_to_come_back(served: Served) -> None:
    full = EventWriter(served.runtime.database, most_rows=1)
    served.runtime.events.close()
    served.runtime.events = full
    two = [{"event_id": one, "type": "view", "product_id": "s1"} for one in "ab"]
    answer = served.ask("POST", "/v1/events", json=two)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json()["code"] == "unavailable"
    send(served, two[:1])
