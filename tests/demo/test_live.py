"""The made-up shoppers find their way through the real service."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn

from demo.catalogue import Shop, make, write_feed
from demo.history import history, write_history
from demo.live import Browser, ServiceError, shop_live
from knowledge_base.snapshots import SnapshotStore
from service.app import make_app, open_runtime
from service.commands.keys import issue_key
from service.commands.opened import opened_database
from service.door.auth import ANY_ORIGIN, KeyClass
from service.intake.event_import import import_events
from service.intake.importing import FeedImport, import_products
from service.nightly import train
from service.settings import Settings, load_settings

SEED, SHOPPERS = 3, 60


@pytest.fixture(scope="module")
def small_shop() -> Shop:
    return make(SEED, 150, datetime.now(UTC).date())


@pytest.fixture(scope="module")
def served(
    small_shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """Serve a small shop; gives its address and a public key."""
    folder = tmp_path_factory.mktemp("live")
    settings = load_settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder}/tresen.db",
        public_rate=0.0,
        answer_seconds=0,  # every answer whole, however busy the machine is
    )
    key = _fill(settings, small_shop, folder)
    config = uvicorn.Config(make_app(open_runtime(settings), settings), log_level="warning")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", key
        server.should_exit = True
        thread.join()


def _fill(settings: Settings, shop: Shop, folder: Path) -> str:
    """Import and train the shop, and make a key."""
    now = datetime.now(UTC)
    feed, past = folder / "feed.jsonl", folder / "events.jsonl"
    write_feed(shop, feed)
    write_history(history(shop, SEED, now, days=20, shoppers=SHOPPERS), past)
    with opened_database(settings) as (_, database):
        import_products(database, FeedImport([feed], full=True), settings.market, now=now)
        import_events(database, [past], now=now)
        train(database, SnapshotStore(folder / "snapshots"), settings.market, now=now)
        return issue_key(database, KeyClass.PUBLIC, "demo", (ANY_ORIGIN,))


def test_shoppers_search_browse_and_are_heard(
    served: tuple[str, str], small_shop: Shop
) -> None:
    address, key = served
    report = shop_live(small_shop, address, key, 25, SEED, shoppers=SHOPPERS)
    assert report.visits == 25
    assert report.events == report.accepted > 50
    assert report.shown > 50
    assert -5 < report.mean_utility < 5


def test_a_stranger_without_a_key_is_turned_away(
    served: tuple[str, str], small_shop: Shop
) -> None:
    with pytest.raises(ServiceError, match="401"):
        shop_live(small_shop, served[0], "pk_nobody", 1, SEED, shoppers=SHOPPERS)


def test_what_shoppers_are_shown_exists(served: tuple[str, str], small_shop: Shop) -> None:
    with Browser(*served) as browser:
        answer = browser.get("/v1/search", [("q", "laufschuhe"), ("consent", "none")])
    assert answer["hits"]
    assert all(hit["product_id"] in small_shop.rows for hit in answer["hits"])
