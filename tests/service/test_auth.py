"""Does a key open the door, and nothing that merely looks like one?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge_base.errors import Refused
from knowledge_base.storage.keys import ApiKey
from service.auth import KeyClass, Keyring, digest_of, make_key

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
