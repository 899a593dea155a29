"""Are thirteen nights that went wrong refused, and ten ordinary ones published?"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from demo.catalogue import make, write_feed
from demo.history import history, write_history
from knowledge_base.drafts import Draft
from knowledge_base.interactions import Interactions
from knowledge_base.manifest import Manifest
from knowledge_base.market import Market
from knowledge_base.products import Product
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import read_interactions
from knowledge_base.storage.products import all_products, delete_products, put_products
from knowledge_base.storage.tables import events
from ranking.learning import Popularity
from recommenders.recommender import Arrays
from recommenders.sessions import SessionNeighbours
from service import nightly
from service.intake.event_import import import_events
from service.intake.importing import FeedImport, import_products
from service.judging.judge import Verdict
from service.judging.tolerances import Tolerances
from service.nightly import TrainReport, train

MARKET = Market(("de",), "EUR")
FIRST = datetime(2026, 6, 1, 3, tzinfo=UTC)
NIGHTS, DAYS = 10, 35
SEED, SIZE, SHOPPERS = 1, 150, 1_500
LIMITS = Tolerances(events=100, questions=15)
"""A small shop's nights are compared from smaller numbers on."""
DAY = timedelta(days=1)
Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Shop:
    """A shop of the demo's making in a directory, with what its shoppers will do later."""

    folder: Path
    later: Sequence[dict[str, Any]]

    @property
    def store(self) -> SnapshotStore:
        return SnapshotStore(self.folder / "snapshots")

    def database(self) -> Database:
        return open_database(f"sqlite:///{self.folder}/tresen.db")

    def live_until(self, database: Database, now: datetime) -> None:
        """Let shoppers do what they do on the day before a night."""
        until, since = (one.isoformat() for one in (now, now - DAY))
        day = self.folder / "day.jsonl"
        write_history((one for one in self.later if since <= one["at"] < until), day)
        import_events(database, [day], now=now)

    def night(self, database: Database, now: datetime) -> TrainReport:
        return train(database, self.store, MARKET, now=now, limits=LIMITS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Make a shop with five weeks of history, train it, and know its next ten days."""
    folder = tmp_path_factory.mktemp("shop")
    feed, past = folder / "feed.jsonl", folder / "events.jsonl"
    shop = make(SEED, SIZE, FIRST.date())
    write_feed(shop, feed)
    end = FIRST + DAYS * DAY
    every = list(history(shop, SEED, end, DAYS + DAYS, SHOPPERS))
    began = FIRST.isoformat()
    write_history((one for one in every if one["at"] < began), past)
    made = Shop(folder, [one for one in every if one["at"] >= began])
    database = made.database()
    database.migrate()
    import_products(database, FeedImport([feed], full=True), MARKET, now=FIRST)
    import_events(database, [past], now=FIRST)
    assert made.night(database, FIRST).published
    database.close()
    return made


@pytest.fixture
def shop(made: Shop, tmp_path: Path) -> Shop:
    """Have a copy of the shop, for one test to spoil."""
    return Shop(Path(shutil.copytree(made.folder, tmp_path / "shop")), made.later)


@pytest.fixture
def database(shop: Shop) -> Iterator[Database]:
    opened = shop.database()
    yield opened
    opened.close()


@dataclass(frozen=True)
class Night:
    """What a fault may spoil."""

    shop: Shop
    database: Database
    patch: Patch


def change(database: Database, **facts: Callable[[Product], Any]) -> None:
    """Change fields of every line of the catalogue."""
    with database.write() as connection:
        lines = list(all_products(connection))
        put_products(
            connection,
            [replace(one, **{name: say(one) for name, say in facts.items()}) for one in lines],
        )


def read_otherwise(patch: Patch, otherwise: Callable[[Interactions], Interactions]) -> None:
    """Have the log read wrongly."""
    patch.setattr(
        nightly,
        "read_interactions",
        lambda *asked, **more: otherwise(read_interactions(*asked, **more)),
    )


def shuffled_labels(it: Night) -> None:
    chance = np.random.default_rng(1)
    read_otherwise(it.patch, lambda it: replace(it, product=chance.permutation(it.product)))


def half_the_data(it: Night) -> None:
    with it.database.write() as connection:
        connection.execute(text("DELETE FROM events WHERE seq % 2"))


def one_product_everywhere(it: Night) -> None:
    """Whatever is looked at, all sessions seem to go on to the same one."""
    learn = SessionNeighbours.fit

    def fit(*asked: Any) -> Arrays:
        arrays = learn(*asked)
        favourite = np.bincount(arrays["trails"]).argmax()
        return {**arrays, "trails": np.full_like(arrays["trails"], favourite)}

    it.patch.setattr(SessionNeighbours, "fit", fit)


def _without_numbers(one: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.full_like(one, np.nan) if one.dtype.kind == "f" else one


def no_numbers(it: Night) -> None:
    learn = Popularity.fit

    def fit(self: Popularity, *asked: Any) -> dict[str, Any]:
        learned = learn(self, *asked)
        return {name: _without_numbers(one) for name, one in learned.items()}

    it.patch.setattr(Popularity, "fit", fit)


def no_products(it: Night) -> None:
    with it.database.write() as connection:
        delete_products(connection, [one.product_id for one in all_products(connection)])


def no_events(it: Night) -> None:
    with it.database.write() as connection:
        connection.execute(text("DELETE FROM events"))


def robot_flood(it: Night) -> None:
    """Every event of the last day comes twice more, by somebody known for a robot."""
    kept = {"seq", "event_id", "robot"}
    columns = ", ".join(one.name for one in events.columns if one.name not in kept)
    with it.database.write() as connection:
        last = connection.execute(text("SELECT max(at) - 86400000 FROM events")).scalar_one()
        for copy in range(2):
            connection.execute(
                text(
                    f"INSERT INTO events (event_id, robot, {columns})"  # noqa: S608 - our own
                    f" SELECT event_id || '-{copy}', 90, {columns} FROM events"
                    " WHERE robot = 0 AND at > :last"
                ),
                {"last": last},
            )


def feed_of_other_numbers(it: Night) -> None:
    with it.database.write() as connection:
        lines = list(all_products(connection))
        delete_products(connection, [one.product_id for one in lines])
        renamed = [
            replace(
                one,
                product_id=f"sku-{one.product_id}",
                variant_of=one.variant_of and f"sku-{one.variant_of}",
            )
            for one in lines
        ]
        put_products(connection, renamed)


def price_times_100(it: Night) -> None:
    change(it.database, price=lambda one: one.price and one.price * Decimal(100))


def all_sold_out(it: Night) -> None:
    change(it.database, stock=lambda _: 0, availability=lambda _: None)


def truncated_artifact(it: Night) -> None:
    finish = Draft.finish

    def cut(self: Draft, now: datetime) -> Manifest:
        manifest = finish(self, now)
        directory = self._directory
        entry = manifest.parts["learned"].files["popularity/popularity.npy"]
        os.truncate(directory.objects / entry.sha256, entry.size // 2)
        return manifest

    it.patch.setattr(Draft, "finish", cut)


def wrong_catalogue(it: Night) -> None:
    feed = it.shop.folder / "other.jsonl"
    write_feed(make(SEED + 1, SIZE, FIRST.date()), feed)
    import_products(
        it.database, FeedImport([feed], full=True, force=True), MARKET, now=FIRST + DAY
    )


def feed_in_another_currency(it: Night) -> None:
    """Say of a tenth of the products what nobody understands; they stay as they were."""
    feed, changed = it.shop.folder / "feed.jsonl", it.shop.folder / "changed.jsonl"
    lines = [
        line.replace(b'"price":"', b'"price":"USD ') if number % 10 == 0 else line
        for number, line in enumerate(feed.read_bytes().splitlines(keepends=True))
    ]
    changed.write_bytes(b"".join(lines))
    report = import_products(
        it.database, FeedImport([changed], full=True), MARKET, now=FIRST + DAY
    )
    assert 0.08 < report.refused_share < 0.12


FAULTS: dict[Callable[[Night], None], str] = {
    shuffled_labels: "its lists are other ones",
    half_the_data: "it learned from",
    one_product_everywhere: "one product heads",
    no_numbers: "no numbers",
    no_products: "it has 0 products",
    no_events: "it learned from 0 events",
    robot_flood: "robots did",
    feed_of_other_numbers: "it has 0 of",
    price_times_100: "median price",
    all_sold_out: "0% of it can be bought",
    truncated_artifact: "damaged",
    wrong_catalogue: "called something else",
    feed_in_another_currency: "of the last whole feed",
}
"""What goes wrong, and a part of why it is refused; stale data stand below."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_night_that_went_wrong_is_refused(
    shop: Shop,
    database: Database,
    monkeypatch: Patch,
    fault: Callable[[Night], None],
) -> None:
    before, now = shop.store.current(), FIRST + DAY
    shop.live_until(database, now)
    fault(Night(shop, database, monkeypatch))
    report = shop.night(database, now)
    assert any(FAULTS[fault] in one for one in report.refused), report.refused
    assert not report.published
    assert shop.store.current() == before


def test_stale_data_are_refused(shop: Shop, database: Database) -> None:
    report = shop.night(database, FIRST + 2 * DAY)
    assert any("0 events happened" in one for one in report.refused), report.refused


@pytest.mark.parametrize("fault", [shuffled_labels, price_times_100, truncated_artifact])
def test_without_a_judge_the_fault_is_published(
    shop: Shop,
    database: Database,
    monkeypatch: Patch,
    fault: Callable[[Night], None],
) -> None:
    monkeypatch.setattr(nightly, "judge", lambda *_, **__: Verdict())
    shop.live_until(database, FIRST + DAY)
    fault(Night(shop, database, monkeypatch))
    assert shop.night(database, FIRST + DAY).published


def test_ten_ordinary_nights_are_published(shop: Shop, database: Database) -> None:
    """Every day a few prices move, a few products sell out, come back, or are new."""
    chance = np.random.default_rng(3)
    for night in range(1, NIGHTS + 1):
        now = FIRST + night * DAY
        shop.live_until(database, now)
        with database.write() as connection:
            lines = list(all_products(connection))
            some = [lines[at] for at in chance.choice(len(lines), 20, replace=False)]
            factor = Decimal(str(round(chance.uniform(0.9, 1.1), 2)))
            moved = [
                replace(one, price=one.price and round(one.price * factor, 2), stock=stock)
                for one, stock in zip(some, chance.integers(0, 9, 20).tolist(), strict=True)
            ]
            put_products(connection, moved)
        report = shop.night(database, now)
        assert (report.published, list(report.refused)) == (True, []), night
