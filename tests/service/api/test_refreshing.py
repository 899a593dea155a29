"""Is a product of the shop's server found soon, without anybody's training or noticing?"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service import refresher
from service.door.auth import KeyClass
from tests.service.api.conftest import Served, fill, serve, unhurried

LAMP = {"product_id": "lamp", "title": "Stehlampe", "price": "49.00", "stock": 2}


@pytest.fixture
def hurried(tmp_path: Path) -> Iterator[Served]:
    """Serve the small shop with its eyes open for new products."""
    settings = unhurried(tmp_path)
    fill(settings)
    pace = {"poll_seconds": 0.05, "refresh_after": 0, "refresh_every": 1}
    yield from serve(settings.model_copy(update=pace))


@contextmanager
def shoppers(served: Served) -> Iterator[Counter[int]]:
    """Let two shoppers search all the time; count the status of their answers."""
    statuses: Counter[int] = Counter()
    closing = threading.Event()

    def shop() -> None:
        while not closing.is_set():
            answer = served.ask("GET", "/v1/search", params={"q": "laufschuh"})
            statuses[answer.status_code] += 1

    running = [threading.Thread(target=shop) for _ in range(2)]
    for one in running:
        one.start()
    try:
        yield statuses
    finally:
        closing.set()
        for one in running:
            one.join()


def find(served: Served, text: str) -> list[str]:
    return [hit["product_id"] for hit in served.get("/v1/search", q=text)["hits"]]


def wait_for(served: Served, text: str, product_ids: list[str]) -> None:
    """Ask until it is as expected; the test's own time limit ends what never comes."""
    while find(served, text) != product_ids:
        pass


def test_a_new_product_is_found_while_everybody_goes_on_shopping(hurried: Served) -> None:
    before = hurried.runtime.engine.snapshot_id
    with shoppers(hurried) as statuses:
        answer = hurried.write("PUT", "/v1/products", KeyClass.PRIVATE, [LAMP])
        wait_for(hurried, "stehlampe", ["lamp"])
    assert answer.json()["searchable_within_seconds"] > 0
    assert set(statuses) == {200}
    assert hurried.runtime.engine.snapshot_id != before
    renamed = [{**LAMP, "title": "Deckenfluter"}]
    hurried.write("PUT", "/v1/products", KeyClass.PRIVATE, renamed)
    wait_for(hurried, "deckenfluter", ["lamp"])
    assert find(hurried, "stehlampe") == []


def test_a_refresh_that_fails_is_told_and_the_old_index_goes_on(
    hurried: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresher, "COMMAND", ("false",))
    before = hurried.runtime.engine.snapshot_id
    hurried.write("PUT", "/v1/products", KeyClass.PRIVATE, [LAMP])
    while hurried.client.get("/readyz").json()["status"] == "ready":
        pass
    parts = hurried.client.get("/readyz").json()["components"]
    assert "could not be refreshed: it ended with 1" in parts["refresh"]
    metrics = hurried.ask("GET", "/metrics", KeyClass.PRIVATE).text
    assert "tresen_products_not_findable 1" in metrics
    assert find(hurried, "laufschuh")
    assert hurried.runtime.engine.snapshot_id == before


def test_who_refreshes_by_hand_is_promised_nothing(served: Served) -> None:
    assert served.runtime.refresher is not None
    served.runtime.refresher = None
    answer = served.write("PUT", "/v1/products", KeyClass.PRIVATE, [LAMP])
    assert answer.json()["searchable_within_seconds"] is None
