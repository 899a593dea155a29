"""API keys: which program is calling, and what class of caller that makes it."""

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge_base.errors import Refused
from knowledge_base.storage.keys import ApiKey

ANY_ORIGIN = "*"

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"(pk|sk|mk)_([0-9A-Za-z]{8})_([0-9A-Za-z]{43})")


class KeyClass(StrEnum):
    """Who holds a key."""

    PUBLIC = "public"
    """the shop's pages: everybody can read it"""
    PRIVATE = "private"
    """the shop's server"""
    MERCHANDISER = "merchandiser"
    """a person by name, who decides what is shown"""

    @property
    def prefix(self) -> str:
        """Return how keys of this class begin, so that a leaked one is recognised."""
        return {"public": "pk", "private": "sk", "merchandiser": "mk"}[self]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever holds a valid key."""

    key_id: str
    key_class: KeyClass
    name: str
    origins: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    rate: float | None = None

    def may_come_from(self, origin: str) -> bool:
        """Say whether pages of that origin may use the key."""
        return ANY_ORIGIN in self.origins or origin in self.origins

    def may_ask(self, resource: str) -> bool:
        """Say whether the key was not narrowed to other resources."""
        return not self.scopes or resource in self.scopes


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def make_key(key_class: KeyClass, key_id: str = "") -> tuple[str, str]:
    """Return a new key's id and its whole text (256 bits of chance, base 62).

    With a `key_id` it is another secret of that key.
    """
    key_id = key_id or _letters(8)
    return key_id, f"{key_class.prefix}_{key_id}_{_letters(43)}"


def digest_of(key: str, pepper: bytes) -> bytes:
    """Return what is kept of a key (HMAC-SHA256: 256 random bits need no slow hash)."""
    # hmac.digest would let other threads go first, at every request
    return hmac.new(pepper, key.encode(), "sha256").digest()


_NOBODY = ApiKey("", KeyClass.PUBLIC, "", secrets.token_bytes(32))
"""Stands for every key that does not exist: comparing with it takes as long as with others."""


def _caller_with(kept: ApiKey) -> Caller:
    """Return who holds a key."""
    return Caller(
        kept.key_id,
        KeyClass(kept.key_class),
        kept.name,
        frozenset(kept.origins),
        frozenset(kept.scopes),
        kept.rate,
    )


class Keyring:
    """All keys in force, in memory; a change of the keys hangs others on it."""

    def __init__(self, pepper: bytes, keys: Iterable[ApiKey] = ()) -> None:
        self._seal = hmac.new(pepper, digestmod="sha256")  # copied, which is quicker than made
        self._used: set[str] = set()
        self.hang(keys)

    def hang(self, keys: Iterable[ApiKey]) -> None:
        """Replace the keys in force; what is revoked is not among them."""
        self._keys = {one.key_id: one for one in keys if one.revoked_at is None}
        self._callers = {key_id: _caller_with(one) for key_id, one in self._keys.items()}
        self._origins = {origin for one in self._keys.values() for origin in one.origins}

    def __len__(self) -> int:
        return len(self._keys)

    def knows_origin(self, origin: str) -> bool:
        """Say whether pages of that origin may read answers with some key."""
        return ANY_ORIGIN in self._origins or origin in self._origins

    def caller(self, key: str | None, now: datetime) -> Caller:
        """Return who holds a key. Raises Refused, alike for every reason there can be."""
        form = _FORM.fullmatch(key or "")
        kept = self._keys.get(form[2], _NOBODY) if form else _NOBODY
        given = self._digest(key or "")
        is_right = hmac.compare_digest(kept.digest, given)
        was_right = hmac.compare_digest(kept.old_digest or _NOBODY.digest, given)
        in_grace = kept.old_until is not None and now < kept.old_until
        in_time = kept.expires_at is None or now < kept.expires_at
        if not (in_time and (is_right or (was_right and in_grace))):
            raise Refused("a valid key is needed: Authorization: Bearer …", code="unauthorized")
        self._used.add(kept.key_id)
        return self._callers[kept.key_id]

    def _digest(self, key: str) -> bytes:
        """Return what `digest_of` does."""
        sealed = self._seal.copy()
        sealed.update(key.encode())
        return sealed.digest()

    def take_used(self) -> set[str]:
        """Return the keys used since this was last asked."""
        used, self._used = self._used, set()
        return used

    def is_open_to_any_page(self, now: datetime) -> bool:
        """Say whether some public key in force may be used by the pages of anybody."""
        return any(
            ANY_ORIGIN in one.origins and (one.expires_at is None or now < one.expires_at)
            for one in self._keys.values()
        )
