"""Do keys and secrets follow the database, also when their time has come by itself?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge_base.errors import Refused
from knowledge_base.storage.database import Database, open_database
from knowledge_base.storage.keys import list_keys, revoke_key, rotate_signing
from service.commands.keys import issue_key
from service.door.auth import KeyClass
from service.door.key_cabinet import KeyCabinet
from service.door.tokens import Shown

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SHOWN = Shown(1, int(NOW.timestamp()), 1, "p1", "search", "s1")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Make an empty database."""
    made = open_database(f"sqlite:///{tmp_path / 'tresen.db'}")
    made.migrate()
    return made


def test_a_key_made_and_revoked_later_is_followed(database: Database) -> None:
    cabinet = KeyCabinet(database)
    key = issue_key(database, KeyClass.PRIVATE, "server")
    with pytest.raises(Refused):
        cabinet.keyring.caller(key, NOW)
    cabinet.follow()
    assert cabinet.keyring.caller(key, NOW).name == "server"
    with database.write() as connection:
        revoke_key(connection, key[3:11])
    cabinet.follow()
    with pytest.raises(Refused):
        cabinet.keyring.caller(key, NOW)


def test_tending_writes_down_which_keys_were_used(database: Database) -> None:
    used, idle = (issue_key(database, KeyClass.PRIVATE, name) for name in ("used", "idle"))
    cabinet = KeyCabinet(database)
    cabinet.keyring.caller(used, NOW)
    cabinet.tend()
    with database.read() as connection:
        last = {one.key_id: one.used_at for one in list_keys(connection)}
    assert last[used[3:11]] is not None
    assert last[idle[3:11]] is None


def test_hit_tokens_of_before_hold_until_the_grace_has_ended(database: Database) -> None:
    cabinet = KeyCabinet(database)
    token = cabinet.tokens.sign(SHOWN)
    for grace, holds in ((timedelta(days=1), True), (timedelta(0), False)):
        with database.write() as connection:
            rotate_signing(connection, "hits", grace)
        cabinet.follow()
        assert (cabinet.tokens.verify(token, NOW.timestamp()) == SHOWN) == holds
        assert cabinet.tokens.sign(SHOWN) != token


def test_customers_are_known_by_either_key_while_it_rotates(database: Database) -> None:
    cabinet = KeyCabinet(database)
    held = cabinet.customer_secrets
    (first,) = held
    with database.write() as connection:
        rotate_signing(connection, "customers", timedelta(days=14))
    cabinet.tend()
    assert held[1:] == [first]
    assert held[0] != first
