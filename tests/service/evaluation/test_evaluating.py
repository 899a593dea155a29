"""Does the evaluation ask what nobody had learned from, and tell what it found?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.consent import Consent
from knowledge_base.errors import Conflict
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from knowledge_base.storage.products import put_products
from service.evaluation.evaluating import HINDSIGHT, Extent, evaluate
from service.evaluation.page import page
from service.nightly import publish_nothing, train
from tests.service.flow import LINES, MARKET, NOW, history

EVIL = '<script>alert("kamera")</script>'


def last_day() -> Iterator[Event]:
    """Five visitors search for cameras and look at the second, which they have always liked."""
    for visitor in range(5):
        for number, (kind, what) in enumerate(
            [
                (EventType.SEARCH, "kamera" if visitor else EVIL),
                (EventType.VIEW, "cam1"),
                (EventType.VIEW, "cam2"),
                (EventType.PURCHASE, "cam2"),
                (EventType.PURCHASE, "card1"),
            ]
        ):
            is_search = kind is EventType.SEARCH
            is_bought = kind is EventType.PURCHASE
            yield Event(
                f"late-{visitor}-{number}",
                kind,
                NOW + timedelta(hours=20, minutes=10 * visitor + number),
                Consent.PERSONALIZATION,
                visitor_id=f"visitor-{visitor}",
                session_id=f"late-{visitor}",
                product_id=None if is_search else what,
                query=what if is_search else None,
                order_id=f"late-{visitor}" if is_bought else None,
                trust=Trust.CONFIRMED,
            )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Database, SnapshotStore]:
    """Make a shop that trained before the last day, and after it."""
    folder: Path = tmp_path_factory.mktemp("evaluated")
    database = open_database(f"sqlite:///{folder}/shop.db")
    database.migrate()
    store = SnapshotStore(folder / "snapshots")
    with database.write() as connection:
        put_products(connection, LINES)
        insert_events(connection, list(history()))
    train(database, store, MARKET, now=NOW)
    with database.write() as connection:
        insert_events(connection, list(last_day()))
    train(database, store, MARKET, now=NOW + timedelta(days=1))
    return database, store


@pytest.fixture(scope="module")
def found(shop: tuple[Database, SnapshotStore]) -> Any:
    """Evaluate it some time later."""
    database, store = shop
    now = NOW + timedelta(days=3)
    return evaluate(database, store, now=now, robots_from=50, extent=Extent(days=0.5))


def test_only_what_knew_nothing_of_the_day_is_asked(found: Any) -> None:
    asked = list(dict.fromkeys(one["snapshot"] for one in found["quality"]))
    assert len(asked) == 2, "of two trainings the later has seen the answers"
    assert asked[0].startswith(f"{NOW:%Y%m%d}")
    assert asked[-1] == HINDSIGHT


def test_every_touch_point_is_asked_at_every_level(found: Any) -> None:
    assert found["questions"]["search"] == found["questions"]["basket"] == 5
    levels = [
        one["level"]
        for one in found["quality"]
        if (one["snapshot"], one["touch_point"]) == (HINDSIGHT, "search")
    ]
    assert levels == ["base", "pre", "segment", "one_to_one"]
    assert found["known"] == 5, "all five had been there before"


def test_what_everybody_bought_before_is_found_again(found: Any) -> None:
    (basket,) = (
        one
        for one in found["quality"]
        if (one["snapshot"], one["touch_point"], one["level"]) == (HINDSIGHT, "basket", "pre")
    )
    assert basket["HR@20"]["mean"] == 1.0
    assert basket["NDCG@20"]["low"] <= basket["NDCG@20"]["mean"] <= basket["NDCG@20"]["high"]
    assert basket["NDCG@20 gain"]["n"] == 5


def test_queries_that_miss_are_listed(found: Any) -> None:
    assert EVIL in [one["query"] for one in found["worst_queries"]]
    assert found["searches"]["searches"] == 5


def test_what_was_learned_and_shown_is_told(found: Any) -> None:
    (looked,) = (one for one in found["popularity"] if one["deed"] == "looked at")
    assert looked["number"] == 50
    assert sum(looked["shares"].values()) == pytest.approx(1.0, abs=0.001)
    assert {"popularity", "clicked"} <= {one["signal"] for one in found["weights"]}
    assert len(found["nights"]) == 2
    assert 0 < found["spread"][-1]["coverage"] <= 1


def test_nothing_is_left_behind(shop: tuple[Database, SnapshotStore], found: Any) -> None:
    _, store = shop
    assert found["served"] == store.current()
    assert len(store.manifests()) == 2
    assert {one.name for one in store.root.parent.iterdir() if one.is_dir()} == {"snapshots"}


def test_the_page_needs_nothing_else_and_shows_words_as_words(found: Any) -> None:
    written = page(found)
    assert EVIL not in written
    assert "&lt;script&gt;" in written
    for outside in ("http:", "https:", "<script", "@import", "url("):
        assert outside not in written
    assert written.count("<svg") > 20
    assert "nan" not in written


def test_a_shop_without_snapshot_or_visits_says_so(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/shop.db")
    database.migrate()
    store = SnapshotStore(tmp_path / "snapshots")
    with pytest.raises(Conflict, match="nothing is served yet"):
        evaluate(database, store, now=NOW, robots_from=50)
    publish_nothing(store, MARKET, NOW)
    with pytest.raises(Conflict, match="nobody has looked at anything yet"):
        evaluate(database, store, now=NOW, robots_from=50)
    database.close()
