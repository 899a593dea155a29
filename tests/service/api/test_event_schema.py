"""Does the hot route take exactly what its published schema allows?"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.event_lines import read_event
from knowledge_base.events import Event, EventType
from knowledge_base.proof import HISTORY
from service.api.event_schema import EVENT

API = Path(__file__).parents[3] / "docs" / "api.md"
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
SCHEMA = jsonschema_rs.validator_for(EVENT, validate_formats=True)
PAST = st.datetimes(datetime(1971, 1, 1), NOW.replace(tzinfo=None), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone

LETTERS = st.characters(exclude_categories=("Cs", "Cn"))
WRITTEN = st.text(LETTERS, min_size=1, max_size=12).filter(lambda one: one == one.strip())
LONG = st.sampled_from([64, 65, 128, 129, 200, 201, 500, 501]).map(lambda size: "x" * size)
NOT_A_TEXT = st.sampled_from([True, False, [], ["a"], {}, {"a": "b"}])
IDS = st.none() | WRITTEN | LONG | st.sampled_from(["v-1", "Größe 39", "a\nb"]) | NOT_A_TEXT
TEXTS = st.none() | WRITTEN | LONG | NOT_A_TEXT
TIMES = (
    st.none()
    | PAST.map(datetime.isoformat)
    | st.sampled_from(["yesterday", "2025-13-01T00:00:00Z", "2025-01-01T25:00:00Z", "T"])
    | NOT_A_TEXT
)
FIELDS = {
    "event_id": IDS,
    "type": st.sampled_from([*(one.word for one in EventType), "buy", "VIEW "]) | NOT_A_TEXT,
    "at": TIMES,
    "visitor_id": IDS,
    "session_id": IDS,
    "customer_id": IDS,
    "consent": st.sampled_from(["none", "statistics", "personalization", "yes", None, []]),
    "product_id": IDS,
    "variant_id": IDS,
    "query": TEXTS,
    "placement": TEXTS,
    "quantity": st.integers(-3, 10_003) | st.sampled_from([None, 2.0, 1.5, 2**70, True, []]),
    "price": st.decimals(-9, 10**13, places=2).map(str)
    | st.sampled_from([None, "0", "1.999", "12,50", "NaN", "-1", "999999999999", [], True]),
    "order_id": IDS,
    "filters": st.sampled_from([None, {}, {"brand": ["A"]}, [], "brand", 7]),
    "sort": IDS,
    "seconds": st.floats(-9, 1e13) | st.sampled_from([None, 0, 3, -1, [], True]),
    "content_id": IDS,
    "total": st.integers(-3, 10**9 + 3) | st.sampled_from([None, 0, 2.0, 1.5, 2**70, True, []]),
}
SOUND = {"event_id": "e1", "type": "view", "product_id": "p1"}


def is_taken(raw: dict[str, Any]) -> bool:
    """Say whether the reader makes an event of it, sent by the shop's server."""
    return isinstance(read_event(raw, received_at=NOW + timedelta(1), proof=HISTORY), Event)


@given(changed=st.fixed_dictionaries({}, optional=FIELDS))
def test_what_the_schema_allows_is_taken_and_nothing_else(changed: dict[str, Any]) -> None:
    raw = {**SOUND, **changed}
    assert is_taken(raw) == SCHEMA.is_valid(raw), raw


@pytest.mark.parametrize("field", FIELDS)
@given(data=st.data())
def test_each_field_alone_is_judged_alike(field: str, data: st.DataObject) -> None:
    raw = {**SOUND, field: data.draw(FIELDS[field])}
    assert is_taken(raw) == SCHEMA.is_valid(raw), raw


@pytest.mark.parametrize("missing", SOUND)
def test_what_the_schema_requires_cannot_be_missing(missing: str) -> None:
    raw = {name: value for name, value in SOUND.items() if name != missing}
    assert not is_taken(raw)
    assert not SCHEMA.is_valid(raw)


@pytest.mark.parametrize("kind", EventType)
def test_both_know_which_events_are_about_a_product(kind: EventType) -> None:
    raw = {"event_id": "e1", "type": kind.word}
    assert is_taken(raw) == SCHEMA.is_valid(raw)


def test_the_page_for_people_lists_every_type_once() -> None:
    (table,) = re.findall(
        r"^\| `type` \|.*?\n\n", API.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    _, *rows = re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
    listed = re.findall(r"`(\w+)`", " ".join(rows))
    assert sorted(listed) == sorted(one.word for one in EventType)
