from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from knowledge_base.learned import LearnedKind, Veto
from knowledge_base.merchandising import Entry, Merchandising, merchandising_from
from knowledge_base.shipped_segments import SHIPPED
from knowledge_base.shop import Shop, SoldOut

WHEN = datetime(2026, 3, 1, tzinfo=UTC)
HIDE = {"then": [{"hide": {"product_id": "p"}}]}


def entry(entry_id: str, body: Mapping[str, Any]) -> Entry:
    return Entry(entry_id, 1, body, "Eva", WHEN, WHEN)


def test_a_shop_where_nobody_has_written_anything_has_sound_defaults() -> None:
    merchandising = merchandising_from(0, {})
    assert merchandising == Merchandising()
    assert merchandising.shop.sold_out is SoldOut.HIDE
    assert merchandising.segments == tuple(SHIPPED.values())


def test_entries_of_all_kinds_are_read() -> None:
    merchandising = merchandising_from(
        7,
        {
            "rules": [entry("r1", HIDE)],
            "segments": [entry("fans", {"condition": "likes > 0"})],
            "shop": [entry("shop", {"sold_out": "last"})],
            "synonyms": [entry("s1", {"kind": "two_way", "words": ["Sofa", "Couch"]})],
            "content": [entry("c1", {"title": "Ratgeber", "url": "/ratgeber"})],
            "learned": [entry("compound/slipper", {"veto": True})],
        },
    )
    assert merchandising.version == 7
    assert [one.words for one in merchandising.synonyms] == [("Sofa", "Couch")]
    assert [one.content_id for one in merchandising.content] == ["c1"]
    assert merchandising.vetoes == (Veto(LearnedKind.COMPOUND, "slipper"),)
    assert merchandising.rules[0].created_at == WHEN
    assert [one.segment_id for one in merchandising.segments] == [*SHIPPED, "fans"]
    assert merchandising.shop == Shop(sold_out=SoldOut.LAST)


def test_a_broken_entry_is_left_aside_and_reported_and_stops_no_other() -> None:
    broken = {"then": [{"pin": {"product_id": "p"}}]}
    merchandising = merchandising_from(
        1,
        {
            "rules": [entry("bad", broken), entry("good", HIDE)],
            "shop": [entry("shop", {"x": 1})],
        },
    )
    assert [one.rule_id for one in merchandising.rules] == ["good"]
    assert [one.place for one in merchandising.faults] == [
        "/rules/bad/then/0/pin/position",
        "/shop/shop/x",
    ]


def test_a_stored_segment_takes_the_place_of_the_shipped_one() -> None:
    own = entry("bargain", {"name": "Sparfüchse", "condition": "sale_views > 3"})
    segments = merchandising_from(1, {"segments": [own]}).segments
    assert [one.segment_id for one in segments] == [*SHIPPED]
    assert [one.name for one in segments if one.segment_id == "bargain"] == ["Sparfüchse"]
