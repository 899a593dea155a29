"""PostgreSQL stopped, hanging, resetting: is search there all the time, and no event lost?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from knowledge_base.errors import Unavailable
from knowledge_base.storage.database import Database, open_database
from tests.rigs.load import Shopper, serving, shoppers, stored
from tests.rigs.outages import Network, Server, postgresql_afar
from tests.rigs.traffic import Traffic
from tests.service.api.conftest import fill, unhurried

pytestmark = pytest.mark.database

Fault = Callable[[Server, Network], None]
FAULTS: dict[str, tuple[Fault, Fault]] = {
    "stopped": (lambda server, _: server.crash(), lambda server, _: server.start()),
    "frozen": (lambda server, _: server.freeze(), lambda server, _: server.thaw()),
    "hanging": (lambda _, network: network.hang(), lambda _, network: network.mend()),
    "cut off": (lambda _, network: network.cut(), lambda _, network: network.mend()),
}
"""What goes wrong, and what ends it."""
SEVERAL = 5


@dataclass(frozen=True)
class Shop:
    """A service whose database is a network away, and somebody who has a key."""

    address: str
    url: str
    key: str
    server: Server
    network: Network


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Serve the small shop."""
    folder = tmp_path_factory.mktemp("afar") / "data"
    with postgresql_afar() as (url, server, network):
        fill(unhurried(folder, url))
        (shopper, *_) = shoppers(url)
        environment = {"TRESEN_DATABASE_URL": url, "TRESEN_REFRESH_EVERY": "0"}
        with serving(folder, environment=environment) as (address, _):
            yield Shop(address, url, shopper.key, server, network)


@pytest.mark.parametrize("fault", FAULTS)
def test_search_goes_on_and_no_event_is_lost_while_the_database_is_away(
    shop: Shop, fault: str
) -> None:
    begin, end = FAULTS[fault]
    traffic = Traffic(shop.address, Shopper(fault, shop.key))
    with traffic.flowing():
        refused = traffic.sent[503]
        begin(shop.server, shop.network)
        noticed = traffic.until(lambda: traffic.sent[503] >= refused + SEVERAL)
        searched = traffic.searched[200]
        traffic.until(lambda: traffic.searched[200] > searched + SEVERAL)
        end(shop.server, shop.network)
        before = traffic.sent[202]
        back = traffic.until(lambda: traffic.sent[202] > before + SEVERAL)
    assert set(traffic.searched) == {200}
    assert set(traffic.sent) == {202, 503}
    kept = traffic.shopper.acknowledged
    assert kept <= stored(shop.url)
    print(f"{fault}: 503 after {noticed:.1f} s, back after {back:.1f} s, {len(kept)} kept")  # noqa: T201 - the figures, shown by pytest -s


def test_broken_connections_are_replaced_by_new_ones(shop: Shop) -> None:
    traffic = Traffic(shop.address, Shopper("reset", shop.key))
    with traffic.flowing():
        for _ in range(SEVERAL):
            before = traffic.sent[202]
            shop.network.reset()
            traffic.until(lambda before=before: traffic.sent[202] > before + SEVERAL)  # type: ignore[misc]  # the default binds the loop's value
    assert set(traffic.searched) == {200}
    assert set(traffic.sent) <= {202, 503}
    assert traffic.shopper.acknowledged <= stored(shop.url)


def test_who_does_not_listen_waits_for_a_server_that_hangs() -> None:
    """What the rest is held against: a driver alone waits for an answer without end."""

    def write(database: Database) -> str:
        try:
            with database.write():
                return "written"
        except Unavailable as outage:
            return outage.detail

    with postgresql_afar() as (url, server, _), ThreadPoolExecutor() as people:
        listening, deaf = open_database(url, listening=True), open_database(url)
        assert [write(listening), write(deaf)] == ["written", "written"]
        server.freeze()
        told, waiting = people.submit(write, listening), people.submit(write, deaf)
        assert "silent" in told.result()
        assert not waiting.done()
        server.thaw()
        assert waiting.result() == "written"
        listening.close()
        deaf.close()


def test_a_server_that_hangs_while_a_connection_is_begun_keeps_nobody_waiting() -> None:
    with postgresql_afar() as (url, server, _):
        database = open_database(url, listening=True)

        def freeze(*_: object) -> None:
            server.freeze()

        event.listen(Pool, "connect", freeze)
        try:
            with (
                pytest.raises(Unavailable, match=r"silent|closed|terminated"),
                database.write(),
            ):
                pytest.fail("who can write here?")
        finally:
            event.remove(Pool, "connect", freeze)
            server.thaw()
            database.close()
