"""Do today's clicks move what is shown before the night, and only those that may?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.consent import Consent
from knowledge_base.events import Event, EventType, Trust
from knowledge_base.snapshots import SnapshotStore
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.events import insert_events
from ranking.exposure import SPEAKERS
from service.pulse import Pulse
from tests.service.flow import NOW, Desk, trained

SHOWN = ("run1", "run2", "run3", "run4")
LATER = NOW + timedelta(hours=2)


@dataclass
class Running:
    """A service that runs: its log, what it counts, and a desk to ask it at."""

    database: Database
    pulse: Pulse
    desk: Desk

    def lived(self, visitors: Iterable[int], wanted: str, **fields: object) -> None:
        """Let visitors see four shoes after a search and click one, then count."""
        events = []
        for visitor in visitors:
            for place, product in enumerate(SHOWN, 1):
                kinds = [EventType.IMPRESSION, *[EventType.CLICK] * (product == wanted)]
                for kind in kinds:
                    name = f"{wanted}-{visitor}-{place}-{kind}-{len(fields)}"
                    plain = Event(
                        name,
                        kind,
                        NOW + timedelta(hours=1),
                        Consent.PERSONALIZATION,
                        visitor_id=f"today{visitor}",
                        product_id=product,
                        query="laufschuh",
                        placement="search",
                        position=place,
                        token_id=f"{name}-{place}",
                        trust=Trust.SHOWN,
                    )
                    events.append(replace(plain, **fields))  # type: ignore[arg-type]  # any
        with self.database.write() as connection:
            insert_events(connection, events)
        self.pulse.count(self.desk.engine.opened, LATER)

    def place(self, product: str) -> int:
        """Return where a product stands among the shoes."""
        return self.desk.found("laufschuh").index(product)


@pytest.fixture
def running(tmp_path: Path) -> Iterable[Running]:
    """Train a shop and let it run on."""
    desk = Desk(trained(tmp_path))
    database = open_database(f"sqlite:///{tmp_path}/flow.db")
    yield Running(database, Pulse(database, SnapshotStore(tmp_path / "snapshots")), desk)
    database.close()


def test_what_many_click_today_rises_before_the_night(running: Running) -> None:
    before = running.place("run3")
    running.lived(range(40), "run3")
    assert running.place("run3") < before


def test_it_rises_further_after_the_query_where_it_is_clicked(running: Running) -> None:
    running.lived(range(40), "run3")
    counts = running.desk.engine.opened.everybody.today.counts
    row = running.desk.engine.catalogue.product_row("run3")
    rows, worth = counts.after["de: laufschuh"]
    assert counts.ratios[row] > 0
    assert worth[rows.tolist().index(row)] >= worth.max()


def test_it_is_told_as_a_reason(running: Running) -> None:
    running.lived(range(40), "run3")
    hits = running.desk.search("laufschuh", explain=True)["hits"]
    points = next(one for one in hits if one["product_id"] == "run3")["points"]
    told = next(one for one in points if one["signal"] == "today")
    assert told["points"] > 0
    assert told["reason"] == "heute öfter angeklickt als sonst"


@pytest.mark.parametrize("fields", [{"robot": 90}, {"forced": True}, {"trust": Trust.CLAIMED}])
def test_robots_pins_and_mere_claims_count_for_nothing(
    running: Running, fields: dict[str, object]
) -> None:
    running.lived(range(40), "run3", **fields)
    ratios = running.desk.engine.opened.everybody.today.counts.ratios
    assert not ratios.any()


def test_two_visitors_raise_hardly_anything(running: Running) -> None:
    running.lived([1, 2], "run3")
    row = running.desk.engine.catalogue.product_row("run3")
    ratio = running.desk.engine.opened.everybody.today.counts.ratios[row]
    assert ratio <= np.float32(np.log1p(2 / SPEAKERS))


def test_what_comes_later_is_added_and_what_is_forgotten_is_read_anew(running: Running) -> None:
    today = running.desk.engine.opened.everybody.today
    running.lived(range(3), "run3")
    first = today.counts
    running.pulse.count(running.desk.engine.opened, LATER)
    assert today.counts is first
    running.lived(range(3, 30), "run3")
    second = today.counts
    row = running.desk.engine.catalogue.product_row("run3")
    assert second.ratios[row] > first.ratios[row]
    running.pulse.forget()
    running.pulse.count(running.desk.engine.opened, LATER)
    assert (today.counts.ratios == second.ratios).all()


def test_a_day_later_today_is_over(running: Running) -> None:
    running.lived(range(40), "run3")
    running.pulse.forget()
    running.pulse.count(running.desk.engine.opened, LATER + timedelta(days=2))
    assert not running.desk.engine.opened.everybody.today.counts.ratios.any()
