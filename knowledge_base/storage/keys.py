"""Keeps API keys as keyed hashes, and the secrets this installation signs with."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, insert, select, update

from knowledge_base.storage.change_log import Topic, append_change
from knowledge_base.storage.clock import from_ms, moment, to_ms
from knowledge_base.storage.tables import api_keys, signing_keys

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key: never the key itself, only its keyed hash."""

    key_id: str
    key_class: str
    name: str
    digest: bytes
    origins: tuple[str, ...] = ()
    expires_at: datetime | None = None
    created_at: datetime | None = None
    revoked_at: datetime | None = None


def create_key(connection: Connection, key: ApiKey) -> None:
    """Keep a new key."""
    connection.execute(
        insert(api_keys).values(
            key_id=key.key_id,
            key_class=key.key_class,
            name=key.name,
            digest=key.digest,
            origins=orjson.dumps(key.origins).decode(),
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


def signing_secrets(connection: Connection, purpose: str) -> list[bytes]:
    """Return the secrets of a purpose, the newest first; the first use makes one.

    Takes a writing connection.
    """
    made = select(signing_keys.c.secret).where(signing_keys.c.purpose == purpose)
    found = connection.execute(made.order_by(signing_keys.c.key_id.desc())).scalars().all()
    if found:
        return list(found)
    secret = secrets.token_bytes(_SECRET_BYTES)
    connection.execute(
        insert(signing_keys).values(purpose=purpose, secret=secret, created_at=moment())
    )
    return [secret]


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key_id=row.key_id,
        key_class=row.key_class,
        name=row.name,
        digest=row.digest,
        origins=tuple(orjson.loads(row.origins)),
        expires_at=None if row.expires_at is None else from_ms(row.expires_at),
        created_at=from_ms(row.created_at),
        revoked_at=None if row.revoked_at is None else from_ms(row.revoked_at),
    )
