"""When does a running service have its catalogue refreshed, and what does it promise?"""

import logging
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from knowledge_base.families import families
from knowledge_base.live import Change
from knowledge_base.snapshots import SnapshotStore
from service import refresher as refreshing
from service.engine import Opened
from service.refresher import Refresher
from tests.knowledge_base.shop import both
from tests.service.flow import LINES, Desk, photo

AFTER, EVERY = 3.0, 60.0
LENS = photo("lens", "Objektiv", "Adler", "300.00")
WELL = "pass"
BADLY = "import sys; print('first words', file=sys.stderr); sys.exit('the disk is full')"
LONG = "import time; time.sleep(600)"


@dataclass
class Watch:
    """A clock that stands still, and what is refreshed by it."""

    store: SnapshotStore
    refresher: Refresher
    opened: Opened
    now: list[float]
    starts: list[float] = field(default_factory=list)

    def notice(self, *changes: Change) -> None:
        self.refresher.notice(self.opened, changes)

    def wait(self, seconds: float) -> None:
        """Let time pass, and see to what is due."""
        self.now[0] += seconds
        self.look()

    def look(self) -> None:
        """Look; and once something was started, look again until it has ended."""
        self.refresher.look()
        while (process := self.refresher.running) is not None:
            if self.now[0] not in self.starts:
                self.starts.append(self.now[0])
            process.wait()
            self.refresher.look()


@pytest.fixture
def watch(tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Watch:
    let_it_go(monkeypatch, WELL)
    now = [1000.0]
    store = SnapshotStore(tmp_path)
    made = Refresher(store, {}, AFTER, EVERY, clock=lambda: now[0])
    opened = replace(desk.engine.opened, build_seconds=2.0)
    return Watch(store, made, opened, now)


def let_it_go(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let a small program stand for the refresh."""
    monkeypatch.setattr(refreshing, "COMMAND", (sys.executable, "-c", program))


def changed(product_id: str, **fields: object) -> Change:
    """Change every line of a product."""
    lines = [
        replace(one, **fields)  # type: ignore[arg-type]  # whatever a product has
        for one in (*LINES, LENS)
        if product_id in (one.product_id, one.variant_of)
    ]
    return Change(product_id, next(families(lines)))


def test_a_new_product_is_put_into_the_index_after_a_while(watch: Watch) -> None:
    watch.notice(changed("lens"))
    assert watch.refresher.waiting == {"lens"}
    watch.wait(AFTER - 0.1)
    assert watch.starts == []
    watch.wait(0.1)
    assert watch.starts == [1000.0 + AFTER]


def test_those_that_come_meanwhile_do_not_put_it_off(watch: Watch) -> None:
    watch.notice(changed("lens"))
    watch.wait(2)
    watch.notice(changed("cam1", title=both("Anders", "other")))
    watch.wait(1)
    assert watch.starts == [1003.0]


@pytest.mark.parametrize(
    "change",
    [changed("cam1", stock=1), changed("cam1"), Change("cam1", None), Change("unknown", None)],
    ids=["live", "the same", "gone", "never there"],
)
def test_what_needs_no_new_index_starts_nothing(watch: Watch, change: Change) -> None:
    watch.notice(change)
    watch.wait(AFTER)
    assert (watch.refresher.waiting, watch.starts) == (set(), [])


def test_what_is_taken_back_need_not_be_refreshed(watch: Watch) -> None:
    watch.notice(changed("lens"), changed("cam1", brand="Anders"))
    watch.notice(Change("lens", None), changed("cam1"))
    watch.wait(AFTER)
    assert watch.starts == []


def test_one_waits_for_the_next_even_when_much_changes(watch: Watch) -> None:
    watch.notice(changed("lens"))
    for _ in range(13):
        watch.wait(10)
    assert watch.starts == [1010.0, 1070.0, 1130.0]


def test_a_new_snapshot_has_what_waited(watch: Watch) -> None:
    watch.notice(changed("lens"))
    watch.refresher.notice(replace(watch.opened), [])
    watch.wait(AFTER)
    assert (watch.refresher.waiting, watch.starts) == (set(), [])


def test_nobody_starts_a_second_one_beside_anothers(watch: Watch) -> None:
    watch.notice(changed("lens"))
    with watch.store.refreshing():
        watch.wait(AFTER)
        assert watch.starts == []
    watch.look()
    assert len(watch.starts) == 1


def test_a_failure_is_told_and_repeated_ever_more_seldom(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    let_it_go(monkeypatch, BADLY)
    watch.notice(changed("lens"))
    with caplog.at_level(logging.ERROR):
        for _ in range(60):
            watch.wait(10)
    assert watch.starts == [1010.0, 1130.0, 1370.0]
    assert watch.refresher.failures == 3
    assert watch.refresher.trouble.endswith(": the disk is full")
    assert watch.refresher.trouble in caplog.messages
    let_it_go(monkeypatch, WELL)
    watch.wait(480)
    assert (watch.refresher.failures, watch.refresher.trouble) == (0, "")


def test_a_program_that_cannot_be_started_is_a_failure(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "COMMAND", ("/nowhere",))
    watch.notice(changed("lens"))
    watch.wait(AFTER)
    assert "No such file" in watch.refresher.trouble


def test_the_end_of_the_service_ends_a_refresh(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_it_go(monkeypatch, LONG)
    watch.notice(changed("lens"))
    watch.now[0] += AFTER
    watch.refresher.look()
    process = watch.refresher.running
    assert process is not None
    watch.refresher.stop()
    assert process.returncode is not None


def test_a_promise_counts_the_wait_the_pause_and_the_work(watch: Watch) -> None:
    watch.notice()
    build, taken_over = 1.5 * 2.0, 4.0
    assert watch.refresher.promise() == AFTER + build + taken_over
    watch.notice(changed("lens"))
    watch.wait(AFTER)
    watch.now[0] += 10
    assert watch.refresher.promise() == pytest.approx(EVERY - 10 + taken_over, abs=1)
