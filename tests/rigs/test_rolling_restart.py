"""Two replicas behind a proxy are restarted in turn: does a shopper ever notice?"""

import time
from pathlib import Path

import pytest

from tests.databases import PostgresServer
from tests.rigs.load import Shopper, stored
from tests.rigs.replicas import proxied, replicated
from tests.rigs.traffic import Traffic

pytestmark = pytest.mark.database

FEW, MANY = 2, 100
REPLICAS = 2
SETTLING = 2.0
"""Seconds after which the proxy surely tries a replica again that it found away."""


@pytest.mark.parametrize("rounds", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_no_request_fails_while_replicas_are_restarted_in_turn(
    postgresql: PostgresServer, tmp_path: Path, rounds: int
) -> None:
    with (
        replicated(postgresql, tmp_path, REPLICAS) as (replicas, url, key),
        proxied(tmp_path / "proxy", replicas.ports) as address,
    ):
        traffic = Traffic(address, Shopper("steady", key))
        with traffic.flowing():
            for number in range(rounds):
                replicas.stop(number % REPLICAS)
                replicas.start(number % REPLICAS)
                time.sleep(SETTLING)
        assert set(traffic.searched) == {200}
        assert set(traffic.sent) == {202}
        assert traffic.shopper.acknowledged == stored(url)
    print(f"{rounds} restarts, {traffic.searched.total()} searches")  # noqa: T201 - shown by pytest -s


def test_a_shopper_who_knows_one_replica_only_does_notice(
    postgresql: PostgresServer, tmp_path: Path
) -> None:
    """What the rest is held against: without the proxy a restart is an outage."""
    with replicated(postgresql, tmp_path, REPLICAS) as (replicas, _, key):
        traffic = Traffic(f"http://127.0.0.1:{replicas.ports[0]}", Shopper("alone", key))
        with traffic.flowing():
            replicas.stop(0)
            traffic.until(lambda: traffic.searched[0] > 0 and traffic.sent[0] > 0)
            replicas.start(0)
