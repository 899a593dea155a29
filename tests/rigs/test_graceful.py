"""The only process is restarted under load: does a shopper ever notice?"""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import SQLITE_ONLY
from tests.ports import free_ports
from tests.rigs.load import Shopper, serving, shoppers, stored
from tests.rigs.traffic import Traffic
from tests.service.api.conftest import fill, unhurried

pytestmark = SQLITE_ONLY

FEW, MANY = 2, 20
Start = Callable[[ExitStack], None]


def restarted(traffic: Traffic, start: Start, rounds: int) -> None:
    """Restart a service under load, again and again; each time it answers in between."""
    with ExitStack() as last:
        start(last)
        with traffic.flowing():
            for _ in range(rounds):
                last.close()
                start(last)
                searched, sent = traffic.searched[200], traffic.sent[202]
                traffic.until(lambda s=searched: traffic.searched[200] > s)  # type: ignore[misc]  # the default binds the loop's value
                traffic.until(lambda s=sent: traffic.sent[202] > s)  # type: ignore[misc]  # the same


@pytest.fixture
def shopper(database_url: str, tmp_path: Path) -> Shopper:
    """Fill a shop, and give somebody a key."""
    fill(unhurried(tmp_path / "data", database_url))
    return Shopper("steady", shoppers(database_url)[0].key)


def starting(
    folder: Path, url: str, port: int = 0, listening: socket.socket | None = None
) -> Start:
    """Return what starts a service and has it ended politely."""

    def start(until: ExitStack) -> None:
        environment = {"TRESEN_DATABASE_URL": url}
        served = serving(folder, environment=environment, port=port, listening=listening)
        _, process = until.enter_context(served)
        until.callback(process.wait)
        until.callback(process.terminate)

    return start


@pytest.mark.parametrize("rounds", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_no_request_fails_while_the_process_behind_a_kept_socket_is_restarted(
    shopper: Shopper, database_url: str, tmp_path: Path, rounds: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        traffic = Traffic(f"http://127.0.0.1:{listening.getsockname()[1]}", shopper)
        restarted(
            traffic, starting(tmp_path / "data", database_url, listening=listening), rounds
        )
    assert set(traffic.searched) == {200}
    assert set(traffic.sent) == {202}
    assert shopper.acknowledged == stored(database_url)
    print(f"{rounds} restarts, {traffic.searched.total()} searches")  # noqa: T201 - shown by pytest -s


def test_who_comes_between_two_processes_that_listen_themselves_does_notice(
    shopper: Shopper, database_url: str, tmp_path: Path
) -> None:
    """What the rest is held against."""
    (port,) = free_ports(1)
    traffic = Traffic(f"http://127.0.0.1:{port}", shopper)
    restarted(traffic, starting(tmp_path / "data", database_url, port=port), 1)
    assert traffic.searched[0] > 0
    assert shopper.acknowledged == stored(database_url)
