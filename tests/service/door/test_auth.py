"""Does a key open the door, and nothing that merely looks like one?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge_base.errors import Refused
from knowledge_base.storage.keys import ApiKey
from service.door.auth import KeyClass, Keyring, digest_of, make_key

NOW = datetime(2026, 3, 1, tzinfo=UTC)
PEPPER = b"pepper"


def made(key_class: KeyClass = KeyClass.PUBLIC, *origins: str) -> tuple[str, ApiKey]:
    """Make a key and what is kept of it."""
    key_id, key = make_key(key_class)
    return key, ApiKey(key_id, key_class, "shop", digest_of(key, PEPPER), origins)


@pytest.mark.parametrize(
    ("key_class", "prefix"), [("public", "pk_"), ("private", "sk_"), ("merchandiser", "mk_")]
)
def test_a_key_shows_its_class_at_the_front(key_class: str, prefix: str) -> None:
    _, key = make_key(KeyClass(key_class))
    assert key.startswith(prefix)
    assert len(key) == 3 + 8 + 1 + 43


def test_a_valid_key_names_its_caller() -> None:
    key, kept = made(KeyClass.MERCHANDISER)
    caller = Keyring(PEPPER, [kept]).caller(key, NOW)
    assert (caller.key_class, caller.name) == (KeyClass.MERCHANDISER, "shop")


def test_what_is_kept_does_not_open_the_door() -> None:
    key, kept = made()
    assert key.encode() not in kept.digest
    assert digest_of(key, b"other pepper") != kept.digest


def test_every_refusal_reads_the_same() -> None:
    key, kept = made()
    expired = replace(kept, expires_at=NOW)
    revoked = replace(kept, revoked_at=NOW)
    wrong = key[:-1] + ("a" if key[-1] != "a" else "b")
    refusals = set()
    for ring, shown in [
        ([kept], None),
        ([kept], ""),
        ([kept], "pk_short"),
        ([kept], wrong),
        ([], key),
        ([expired], key),
        ([revoked], key),
    ]:
        with pytest.raises(Refused) as caught:
            Keyring(PEPPER, ring).caller(shown, NOW)
        refusals.add((caught.value.detail, caught.value.code))
    assert len(refusals) == 1


def test_a_key_holds_until_it_expires() -> None:
    key, kept = made()
    ring = Keyring(PEPPER, [replace(kept, expires_at=NOW)])
    assert ring.caller(key, NOW - timedelta(seconds=1)).key_id == kept.key_id


def test_a_changed_class_does_not_widen_a_key() -> None:
    key, kept = made(KeyClass.PUBLIC)
    with pytest.raises(Refused):
        Keyring(PEPPER, [kept]).caller("sk" + key[2:], NOW)


def test_hanging_other_keys_ends_the_old_ones() -> None:
    key, kept = made(KeyClass.PUBLIC, "https://shop.example")
    ring = Keyring(PEPPER, [kept])
    assert ring.knows_origin("https://shop.example")
    ring.hang([])
    assert not ring.knows_origin("https://shop.example")
    with pytest.raises(Refused):
        ring.caller(key, NOW)


def test_after_a_rotation_both_secrets_hold_until_the_grace_has_ended() -> None:
    old, kept = made()
    _, new = make_key(KeyClass.PUBLIC, kept.key_id)
    rotated = replace(
        kept, digest=digest_of(new, PEPPER), old_digest=kept.digest, old_until=NOW
    )
    ring = Keyring(PEPPER, [rotated])
    before = NOW - timedelta(seconds=1)
    assert ring.caller(old, before).key_id == ring.caller(new, before).key_id == kept.key_id
    assert ring.caller(new, NOW).key_id == kept.key_id
    with pytest.raises(Refused):
        ring.caller(old, NOW)


def test_an_expired_key_does_not_live_on_in_its_grace() -> None:
    old, kept = made()
    later = NOW + timedelta(days=1)
    ring = Keyring(
        PEPPER, [replace(kept, old_digest=kept.digest, old_until=later, expires_at=NOW)]
    )
    with pytest.raises(Refused):
        ring.caller(old, NOW)


def test_only_what_was_used_is_noted_and_once() -> None:
    key, kept = made()
    other, also_kept = made()
    ring = Keyring(PEPPER, [kept, also_kept])
    ring.caller(key, NOW)
    with pytest.raises(Refused):
        ring.caller(other[:-1] + "-", NOW)
    assert ring.take_used() == {kept.key_id}
    assert ring.take_used() == set()


def test_a_ring_says_whether_any_page_may_use_one_of_its_keys() -> None:
    _, theirs = made(KeyClass.PUBLIC, "https://shop.example")
    _, anybodys = made(KeyClass.PUBLIC, "*")
    assert not Keyring(PEPPER, [theirs]).is_open_to_any_page(NOW)
    assert Keyring(PEPPER, [theirs, anybodys]).is_open_to_any_page(NOW)
    ended = replace(anybodys, expires_at=NOW)
    assert not Keyring(PEPPER, [ended]).is_open_to_any_page(NOW)
