"""Are keys kept as hashes only, and are our own secrets ours alone?"""

from datetime import UTC, datetime

from knowledge_base.storage.change_log import Topic, changes_after
from knowledge_base.storage.database import Database
from knowledge_base.storage.keys import (
    ApiKey,
    create_key,
    list_keys,
    revoke_key,
    signing_secrets,
)

KEY = ApiKey(
    "k1",
    "public",
    "shop pages",
    digest=b"\x00\xff",
    origins=("https://shop.example",),
    expires_at=datetime(2030, 1, 1, tzinfo=UTC),
)


def test_a_key_comes_back_as_it_was_kept(database: Database) -> None:
    with database.write() as connection:
        create_key(connection, KEY)
    with database.read() as connection:
        (found,) = list_keys(connection)
    assert found.key_id == "k1"
    assert (found.key_class, found.name, found.digest) == ("public", "shop pages", b"\x00\xff")
    assert (found.origins, found.expires_at) == (KEY.origins, KEY.expires_at)
    assert found.revoked_at is None


def test_a_key_is_revoked_once_and_stays_known(database: Database) -> None:
    with database.write() as connection:
        create_key(connection, KEY)
        assert revoke_key(connection, "k1")
        assert not revoke_key(connection, "k1")
        assert not revoke_key(connection, "k2")
    with database.read() as connection:
        (found,) = list_keys(connection)
        topics = [change.topic for change in changes_after(connection, 0)]
    assert found.revoked_at is not None
    assert topics == [Topic.KEYS, Topic.KEYS]


def test_a_secret_is_made_at_first_use_and_stays(database: Database) -> None:
    with database.write() as connection:
        hits = signing_secrets(connection, "hits")
        customers = signing_secrets(connection, "customers")
    with database.write() as connection:
        assert signing_secrets(connection, "hits") == hits
    assert len(hits[0]) == 32
    assert hits != customers
