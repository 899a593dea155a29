"""Keeps API keys as keyed hashes, and the secrets this installation signs with."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Row, insert, or_, select, update

from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.clock import from_ms, moment, to_ms
from knowledge_base.storage.tables import api_keys, signing_keys

_SECRET_BYTES = 32
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key: never the key itself, only its keyed hash.

    Without `scopes` it may whatever its class may, without a `rate` it asks as often as others
    of its class. Until `old_until` the secret before the last rotation holds, too.
    """

    key_id: str
    key_class: str
    name: str
    digest: bytes
    origins: tuple[str, ...] = ()
    expires_at: datetime | None = None
    created_at: datetime | None = None
    revoked_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    rate: float | None = None
    old_digest: bytes | None = None
    old_until: datetime | None = None
    used_at: datetime | None = None


def create_key(connection: Connection, key: ApiKey) -> None:
    """Keep a new key."""
    connection.execute(
        insert(api_keys).values(
            key_id=key.key_id,
            key_class=key.key_class,
            name=key.name,
            digest=key.digest,
            origins=orjson.dumps(key.origins).decode(),
            scopes=orjson.dumps(key.scopes).decode() if key.scopes else None,
            rate=key.rate,
            expires_at=None if key.expires_at is None else to_ms(key.expires_at),
            created_at=moment(),
        )
    )
    append_change(connection, Topic.KEYS)


def list_keys(connection: Connection) -> list[ApiKey]:
    """Return all keys, also those revoked, the oldest first."""
    rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at))
    return [_key(row) for row in rows]


def revoke_key(connection: Connection, key_id: str) -> bool:
    """End a key for good; say whether there was one in force."""
    in_force = update(api_keys).where(
        api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None)
    )
    was_there = connection.execute(in_force.values(revoked_at=moment())).rowcount > 0
    if was_there:
        append_change(connection, Topic.KEYS)
    return was_there


def rotate_key(connection: Connection, key_id: str, digest: bytes, grace: timedelta) -> bool:
    """Give a key in force a new secret; the one before holds for a grace time.

    Say whether there was such a key.
    """
    in_force = update(api_keys).where(
        api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None)
    )
    exchanged = in_force.values(
        digest=digest, old_digest=api_keys.c.digest, old_until=moment() + grace // _MILLISECOND
    )
    was_there = connection.execute(exchanged).rowcount > 0
    if was_there:
        append_change(connection, Topic.KEYS)
    return was_there


def note_uses(connection: Connection, key_ids: Iterable[str]) -> None:
    """Remember that keys were used just now."""
    used = update(api_keys).where(api_keys.c.key_id.in_(list(key_ids)))
    connection.execute(used.values(used_at=moment()))


def signing_secrets(connection: Connection, purpose: str) -> list[bytes]:
    """Return the secrets of a purpose in force, the newest first; the first use makes one.

    Takes a writing connection.
    """
    made = select(signing_keys.c.secret).where(
        signing_keys.c.purpose == purpose,
        or_(signing_keys.c.until.is_(None), signing_keys.c.until > moment()),
    )
    found = connection.execute(made.order_by(signing_keys.c.key_id.desc())).scalars().all()
    return list(found) or [_new_secret(connection, purpose)]


def rotate_signing(connection: Connection, purpose: str, grace: timedelta) -> bytes:
    """Make a new secret that signs from now on; those before are accepted for a grace time."""
    until = moment() + grace // _MILLISECOND
    in_force = update(signing_keys).where(
        signing_keys.c.purpose == purpose,
        or_(signing_keys.c.until.is_(None), signing_keys.c.until > until),
    )
    connection.execute(in_force.values(until=until))
    append_change(connection, Topic.KEYS)
    return _new_secret(connection, purpose)


def _new_secret(connection: Connection, purpose: str) -> bytes:
    secret = secrets.token_bytes(_SECRET_BYTES)
    connection.execute(
        insert(signing_keys).values(purpose=purpose, secret=secret, created_at=moment())
    )
    return secret


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key_id=row.key_id,
        key_class=row.key_class,
        name=row.name,
        digest=row.digest,
        origins=tuple(orjson.loads(row.origins)),
        expires_at=_moment(row.expires_at),
        created_at=_moment(row.created_at),
        revoked_at=_moment(row.revoked_at),
        scopes=tuple(orjson.loads(row.scopes or "[]")),
        rate=row.rate,
        old_digest=row.old_digest,
        old_until=_moment(row.old_until),
        used_at=_moment(row.used_at),
    )


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
