"""Is every event read as what it is, and everything else refused with its place?"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.consent import Consent
from knowledge_base.event_lines import read_event, withdrawn_visitor
from knowledge_base.events import Event, EventType, RefusedEvent, Trust
from knowledge_base.proof import HISTORY, Proof, read_proof, write_proof

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)

PURCHASE = {
    "event_id": "0197-a",
    "type": "purchase",
    "at": "2025-06-01T11:59:00Z",
    "visitor_id": "v1",
    "session_id": "s1",
    "consent": "personalization",
    "product_id": "p1",
    "variant_id": "p1-42",
    "query": "  Laufschuhe\tblau ",
    "placement": "search",
    "quantity": 2,
    "price": "79.95",
    "order_id": "A1",
    "filters": {"colour": ["blau"]},
    "seconds": 1.5,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
HOSTILE = st.dictionaries(
    st.sampled_from([*PURCHASE, "sent_at", "customer_id", "list_price", "position", "sort"]),
    JSON | st.sampled_from([2**70, -(2**70), float("nan"), "\0", "\ud800", "9999-12-31T23Z"]),
)


def read(proof: Proof = Proof(), /, **changes: object) -> Event:  # noqa: B008 - it is frozen
    """Read the purchase with some fields changed, which must go well."""
    event = read_event({**PURCHASE, **changes}, received_at=NOW, proof=proof)
    assert isinstance(event, Event), event
    return event


def refuse(proof: Proof = Proof(), /, **changes: object) -> RefusedEvent:  # noqa: B008 - frozen
    """Read the purchase with some fields changed, which must be refused."""
    refused = read_event({**PURCHASE, **changes}, received_at=NOW, proof=proof)
    assert isinstance(refused, RefusedEvent), refused
    return refused


def test_every_field_of_the_contract_is_read() -> None:
    assert read() == Event(
        event_id="0197-a",
        type=EventType.PURCHASE,
        at=NOW - timedelta(minutes=1),
        consent=Consent.PERSONALIZATION,
        visitor_id="v1",
        session_id="s1",
        product_id="p1",
        variant_id="p1-42",
        query="Laufschuhe blau",
        placement="search",
        quantity=2,
        price=Decimal("79.95"),
        order_id="A1",
        detail='{"filters":{"colour":["blau"]},"seconds":1.5}',
    )


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("personalization", ("v1", "s1", "c1")),
        ("statistics", (None, "s1", None)),
        ("none", (None, None, None)),
        (None, (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_only_what_the_consent_allows_is_kept(
    word: str | None, kept: tuple[str | None, ...]
) -> None:
    event = read(Proof(customer_id="c1"), consent=word)
    assert (event.visitor_id, event.session_id, event.customer_id) == kept


def test_a_signal_of_the_browser_caps_the_consent() -> None:
    event = read(Proof(most_consent=Consent.STATISTICS))
    assert (event.consent, event.visitor_id, event.session_id) == (
        Consent.STATISTICS,
        None,
        "s1",
    )


def test_a_wrong_clock_is_set_right_by_the_time_of_sending() -> None:
    event = read(at="2019-01-01T00:00:00Z", sent_at="2019-01-01T00:00:20+00:00")
    assert event.at == NOW - timedelta(seconds=20)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (None, NOW),
        ("2025-06-01T14:00:00+02:00", NOW),
        ("2025-05-25T12:00:00Z", NOW - timedelta(days=7)),
        ("2025-06-01T12:05:00Z", NOW + timedelta(minutes=5)),
    ],
)
def test_a_time_that_can_be_is_believed(at: str | None, expected: datetime) -> None:
    assert read(at=at).at == expected


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2025-05-25T11:59:59Z", "too_old"),
        ("1970-01-01T00:00:00Z", "too_old"),
        ("2025-06-01T12:05:01Z", "in_the_future"),
        ("9999-12-31T23:59:59+00:00", "in_the_future"),
    ],
)
def test_a_time_that_cannot_be_is_refused_by_its_own_code(at: str, code: str) -> None:
    refused = refuse(at=at)
    assert (refused.place, refused.code) == ("at", code)
    assert read(at=at, sent_at=at).at == NOW


def test_without_a_time_of_its_own_an_event_happened_when_it_came() -> None:
    assert read(at=None, sent_at="1970-01-01T00:00:00Z").at == NOW


def test_history_may_lie_in_any_past_but_not_in_the_future() -> None:
    assert read(HISTORY, at="2019-01-01T00:00:00Z").at == datetime(2019, 1, 1, tzinfo=UTC)
    assert refuse(HISTORY, at="2025-06-02T00:00:00Z").code == "in_the_future"


def test_an_orders_number_is_not_kept_without_consent_but_for_the_shops_own_word() -> None:
    assert read(consent=None).order_id is None
    assert read(consent="statistics").order_id == "A1"
    assert read(HISTORY, consent=None).order_id == "A1"


def test_position_and_placement_of_a_valid_token_win_over_what_the_browser_says() -> None:
    proof = Proof(
        trust=Trust.SHOWN,
        token_id="t1",
        position=3,
        placement="home",
        forced=True,
        token_facts={"arm": "b"},
    )
    event = read(proof, position=1, filters=None, seconds=None)
    assert (event.trust, event.token_id, event.forced) == (Trust.SHOWN, "t1", True)
    assert (event.position, event.placement, event.detail) == (3, "home", '{"arm":"b"}')


def test_a_browser_neither_names_a_position_nor_a_customer() -> None:
    assert read(position=1).position is None
    refused = refuse(customer_id="c1")
    assert (refused.code, refused.place) == ("not_allowed", "customer_id")


def test_the_shops_server_names_position_customer_and_list_price() -> None:
    event = read(HISTORY, position=4, customer_id=17, list_price="159.90")
    assert (event.position, event.customer_id) == (4, "17")
    assert event.discount == pytest.approx(0.5)
    assert read(list_price="159.90").discount == 0


@pytest.mark.parametrize("type_", ["search", "filter", "sort", "checkout_start"])
def test_only_events_about_products_need_one(type_: str) -> None:
    assert read(type=type_, product_id=None).product_id is None
    assert refuse(type="view", product_id=None).code == "missing"


def test_a_query_that_names_an_address_is_not_kept() -> None:
    assert read(query="bestellung erika.muster@example.org").query is None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("event_id", None),
        ("event_id", "x" * 65),
        ("event_id", "a\nb"),
        ("type", "buy"),
        ("type", ["view"]),
        ("at", "yesterday"),
        ("consent", "yes"),
        ("consent", 2),
        ("visitor_id", "\ud800"),
        ("session_id", {"a": 1}),
        ("product_id", "p\0"),
        ("query", "q" * 501),
        ("quantity", 0),
        ("quantity", 2**70),
        ("quantity", 1.5),
        ("quantity", True),
        ("price", "-1"),
        ("price", "NaN"),
        ("price", "1e99"),
        ("price", "12,50"),
        ("seconds", -1),
        ("filters", ["a"]),
        ("filters", {"a": 2**70}),
        ("filters", {"a": "x" * 5000}),
    ],
)
def test_a_value_we_cannot_use_is_refused_with_its_place(place: str, value: object) -> None:
    refused = refuse(**{place: value})
    assert refused.place == place
    assert refused.detail.isprintable()


def test_what_is_kept_of_a_refused_event_names_nobody_without_consent() -> None:
    secret = {"customer_token": "secret-token", "query": "x@example.org", "token": "abc"}
    refused = refuse(type="nope", consent=None, **secret)
    for kept_back in ("v1", "s1", "secret-token", "example.org", "abc"):
        assert kept_back not in refused.body
    assert '"order_id":"A1"' in refused.body
    assert "v1" in refuse(type="nope", **secret).body
    assert "secret-token" not in refuse(type="nope", **secret).body
    signal = Proof(most_consent=Consent.STATISTICS)
    assert "v1" not in refuse(signal, type="nope").body
    assert "s1" in refuse(signal, type="nope").body


def test_a_refused_event_put_right_is_what_it_would_have_been() -> None:
    shown = Proof(
        trust=Trust.SHOWN,
        token_id="t1",
        position=3,
        discount=0.25,
        robot=40,
        token_facts={"snapshot": "a", "propensity": 0.5},
    )
    refused = refuse(shown, type="nope", token="signed")
    assert refused.proof is not None
    mended = {**orjson.loads(refused.body), "type": "purchase"}
    again = read_event(mended, received_at=NOW, proof=read_proof(refused.proof))
    assert again == read(shown)


def test_what_is_too_long_to_keep_cannot_be_tried_again() -> None:
    refused = refuse(type="nope", filters={"a": "x" * 20_000})
    assert (len(refused.body), refused.proof) == (8_000, None)


def test_who_was_logged_in_is_not_written_down_with_a_proof() -> None:
    assert read_proof(write_proof(Proof(customer_id="c1", placement="home"))) == Proof(
        placement="home"
    )


def test_deep_nesting_is_a_refusal_like_any_other() -> None:
    nested: Any = 1
    for _ in range(100_000):
        nested = [nested]
    assert refuse(filters={"a": nested}).place == "filters"
    assert isinstance(read_event(nested, received_at=NOW), RefusedEvent)
    assert refuse(quantity=nested).code in {"invalid", "too_deep"}


@given(raw=JSON | HOSTILE | st.builds(lambda changes: {**PURCHASE, **changes}, HOSTILE))
@pytest.mark.parametrize("proof", [Proof(), HISTORY])
def test_whatever_is_sent_gives_a_verdict_that_can_be_stored(proof: Proof, raw: object) -> None:
    verdict = read_event(raw, received_at=NOW, proof=proof)
    withdrawn_visitor(raw)
    if isinstance(verdict, RefusedEvent):
        texts = [verdict.code, verdict.place, verdict.detail, verdict.body]
        assert len(verdict.body) <= 8_000
    else:
        texts = [verdict.event_id, verdict.query or "", verdict.detail or "{}"]
        orjson.loads(texts[2])
        assert 1 <= verdict.quantity <= 10_000
        assert verdict.price is None or verdict.price >= 0
        assert proof.is_history or abs(verdict.at - NOW) <= timedelta(days=7)
    assert "\0" not in "".join(texts).encode().decode()


@pytest.mark.parametrize(
    ("raw", "visitor"),
    [
        ({"visitor_id": "v1", "consent": "none"}, "v1"),
        ({"visitor_id": "v1", "consent": "statistics"}, "v1"),
        ({"visitor_id": "v1", "consent": "personalization"}, None),
        ({"visitor_id": "v1"}, None),
        ({"visitor_id": ["v1"], "consent": "none"}, None),
        ({"consent": "none"}, None),
        (["none"], None),
    ],
)
def test_only_saying_so_takes_a_consent_back(raw: object, visitor: str | None) -> None:
    assert withdrawn_visitor(raw) == visitor
