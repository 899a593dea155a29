"""Nobody notices a new snapshot."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

from service.nightly import train
from tests.service.api.conftest import Served

SHOPPERS = 3


def test_no_request_is_dropped_while_snapshots_are_switched(served: Served) -> None:
    statuses: Counter[int] = Counter()
    snapshots: list[str] = []
    closing = threading.Event()

    def shop() -> None:
        while not closing.is_set():
            answer = served.ask("GET", "/v1/search", params={"q": "laufschuh"})
            statuses[answer.status_code] += 1
            snapshots.append(answer.json()["snapshot_id"])

    shoppers = [threading.Thread(target=shop) for _ in range(SHOPPERS)]
    for one in shoppers:
        one.start()
    runtime = served.runtime
    for night in range(1, 4):
        now = datetime.now(UTC) + timedelta(days=night)
        train(runtime.database, runtime.store, runtime.market, now=now)
        runtime.refresh()
    last = runtime.engine.snapshot_id
    while snapshots[-1] != last:
        pass
    closing.set()
    for one in shoppers:
        one.join()
    assert set(statuses) == {200}
    assert len(set(snapshots)) > 1
