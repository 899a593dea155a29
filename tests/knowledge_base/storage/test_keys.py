"""Are keys kept as hashes only, and are our own secrets ours alone?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from knowledge_base.storage.change_log import Topic, changes_after
from knowledge_base.storage.database import Database
from knowledge_base.storage.keys import (
    ApiKey,
    create_key,
    list_keys,
    note_uses,
    revoke_key,
    rotate_key,
    rotate_signing,
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


def test_a_rotated_key_keeps_its_id_and_for_a_while_the_secret_before(
    database: Database,
) -> None:
    with database.write() as connection:
        create_key(connection, KEY)
        assert rotate_key(connection, "k1", b"new", timedelta(days=14))
        assert not rotate_key(connection, "k2", b"new", timedelta(days=14))
    with database.read() as connection:
        (found,) = list_keys(connection)
    assert (found.digest, found.old_digest) == (b"new", KEY.digest)
    assert found.old_until is not None
    assert timedelta(days=13) < found.old_until - datetime.now(UTC) < timedelta(days=15)


def test_a_revoked_key_cannot_be_rotated(database: Database) -> None:
    with database.write() as connection:
        create_key(connection, KEY)
        revoke_key(connection, "k1")
        assert not rotate_key(connection, "k1", b"new", timedelta(days=14))


def test_scopes_rate_and_last_use_are_kept(database: Database) -> None:
    narrow = replace(KEY, scopes=("search", "suggest"), rate=2.5)
    with database.write() as connection:
        create_key(connection, narrow)
        create_key(connection, replace(KEY, key_id="k2"))
        note_uses(connection, {"k1"})
    with database.read() as connection:
        first, second = sorted(list_keys(connection), key=lambda one: one.key_id)
    assert (first.scopes, first.rate) == (("search", "suggest"), 2.5)
    assert (second.scopes, second.rate, second.used_at) == ((), None, None)
    assert first.used_at is not None


def test_the_newest_secret_signs_and_those_before_end_with_their_grace(
    database: Database,
) -> None:
    with database.write() as connection:
        (first,) = signing_secrets(connection, "customers")
        hits = signing_secrets(connection, "hits")
        second = rotate_signing(connection, "customers", timedelta(days=14))
        assert signing_secrets(connection, "customers") == [second, first]
        third = rotate_signing(connection, "customers", timedelta(0))
        assert signing_secrets(connection, "customers") == [third]
        assert signing_secrets(connection, "hits") == hits
