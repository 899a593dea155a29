"""What people complain of in the ranking and the rules of others, and must not need to here.

The numbers are those of the list of complaints that search was planned by; tests/search has
those about search.
"""

from datetime import timedelta
from typing import Any

from knowledge_base.consent import Consent
from knowledge_base.events import ROBOT, Event, EventType, Trust
from knowledge_base.folding import fold
from knowledge_base.profiles import Profile
from knowledge_base.shop import EVERYWHERE
from knowledge_base.storage.database import Database
from knowledge_base.storage.events import insert_events
from service.answering.searching import SearchAsk
from service.drafting.drafts import read_draft
from service.drafting.previewing import preview
from service.drafting.rule_replay import Limits, replay
from tests.service.flow import LINES, NOW, Desk, photo, trained

KNOWN = Consent.PERSONALIZATION
"""The consent of somebody who wants to be known."""


def view(number: int, product_id: str = "cam1", **more: Any) -> Event:
    """Make a view, a minute after the one before."""
    at = NOW - timedelta(days=30) + timedelta(minutes=number)
    return Event(
        f"v{number}",
        EventType.VIEW,
        at,
        KNOWN,
        seq=number + 1,
        visitor_id="v",
        product_id=product_id,
        trust=Trust.SHOWN,
        **more,
    )


def test_complaint_21_who_and_what_is_new_is_ranked_by_what_is_like_it(
    tmp_path_factory: Any,
) -> None:
    """metarank#1062: nothing is learned of new users and items."""
    lines = [*LINES, photo("cam4", "Kamera Vier", "Falke", "480.00")]
    new = Desk(trained(tmp_path_factory.mktemp("new"), lines))
    found = new.found("kamera")
    assert found.index("cam2") < found.index("cam4") < found.index("cam1"), "as others like it"
    stranger = new.search("kamera", profile=Profile(), consent=KNOWN, visitor_id="new")
    assert [hit["product_id"] for hit in stranger["hits"]] == found


def test_complaint_22_a_profile_has_bounds_however_much_somebody_does() -> None:
    """metarank#1543, #1476: what is kept of people grows until memory is full."""
    kept = fold(Profile(), [view(number, f"p{number}") for number in range(5_000)])
    again = fold(kept, [view(number, f"q{number}") for number in range(5_000, 10_000)])
    assert max(len(kept.interests), len(again.interests)) <= 200
    assert max(len(kept.recent), len(again.recent)) <= 50


def test_complaint_24_a_preview_is_what_is_served(desk: Desk) -> None:
    """elasticsuite#1619, #1659: the preview differs from the shop."""
    then = [
        {"boost": {"filter": "brand:Uhu", "strength": "medium"}},
        {"pin": {"product_id": "run1", "position": 2}},
    ]
    draft = read_draft(desk.engine, None, {"when": {"query": "kamera"}, "then": then}, NOW)
    ask = SearchAsk(desk.context("search"), "kamera")
    shown = preview(desk.engine, draft, ask, None)["after"]["hits"]
    served = desk.rule(then, query="kamera").search("kamera")["hits"]
    same = ("product_id", "position", "price")
    assert [[hit[one] for one in same] for hit in shown] == [
        [hit[one] for one in same] for hit in served
    ]


def test_complaint_24_a_margin_ranks_and_is_told_to_nobody_outside(
    tmp_path_factory: Any,
) -> None:
    """elasticsuite#701: to rank by margin it has to be a filter that everybody sees."""
    lines = [
        photo("poor", "Kamera Eins", "Uhu", "400.00", margin=0.1),
        photo("rich", "Kamera Zwei", "Uhu", "400.00", margin=0.6),
    ]
    shop = Desk(trained(tmp_path_factory.mktemp("margin"), [*LINES[:1], *lines]))
    shop = shop.with_entry("shop", {"ladder": {EVERYWHERE: {"margin": {"strength": 100}}}})
    body = shop.search("kamera", reasons=True)
    assert "margin" not in str(body)
    assert "margin" not in [one["name"] for one in body["facets"]]
    private = shop.search("kamera", explain=True)["hits"]
    assert "margin" in [one["signal"] for hit in private for one in hit["points"]]


def test_complaint_25_clicks_judge_in_the_same_service(desk: Desk, database: Database) -> None:
    """elasticsearch-learning-to-rank#111: there are no clicks to judge a change by."""
    first = desk.found("kamera")[0]
    deeds = [(EventType.SEARCH, None), (EventType.CLICK, first), (EventType.PURCHASE, first)]
    events = [
        Event(
            f"e{number}",
            kind,
            NOW - timedelta(hours=1, seconds=-number),
            Consent.STATISTICS,
            session_id="s",
            product_id=product_id,
            query=None if product_id else "kamera",
        )
        for number, (kind, product_id) in enumerate(deeds)
    ]
    with database.write() as connection:
        insert_events(connection, events)
    draft = read_draft(desk.engine, None, {"then": [{"hide": {"product_id": first}}]}, NOW)
    limits = Limits(NOW - timedelta(days=1), NOW, ROBOT)
    found = replay(desk.engine, database, draft, limits, "de", 10)
    assert (found["clicks"]["gone"], found["purchases"]["gone"]) == (1, 1)
