"""Hit tokens: the signed proof that we showed a product, carried by pages, kept by nobody."""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

LIFETIME = 24 * 3600
"""Seconds for which a token teaches."""

_MAC = 16
_FIXED = struct.Struct(">QIHBf")
_GRADE = struct.Struct(">H")
_FORCED, _EXPLORED, _GRADED = 1, 2, 4
_SLACK = 300
"""Seconds by which the clocks of two serving hosts may differ."""


class Shown(NamedTuple):
    """One product at one position of one answer, and how it came to stand there.

    `propensity` is the probability with which chance chose this position (1.0 without
    chance), `match_grade` how well it matched (`ranking.match_grades`, None where that did
    not matter or the token is of an older make), `at` whole seconds since 1970.
    """

    answer: int
    at: int
    position: int
    product_id: str
    placement: str
    snapshot_id: str
    arm: str = ""
    forced: bool = False
    explored: bool = False
    propensity: float = 1.0
    match_grade: int | None = None


class HitTokens:
    """Signs and checks tokens; the first secret signs, all are accepted."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self.hang(secrets)

    def hang(self, secrets: Sequence[bytes]) -> None:
        """Sign and check with these from now on."""
        self._secrets = secrets

    def sign(self, shown: Shown) -> str:
        """Write a token: fixed facts, texts, and a MAC (keyed BLAKE2b of 128 bits, RFC 7693).

        Unlike OpenSSL's HMAC it keeps the interpreter's lock, for which a request would queue
        behind the event writer, once for each token.
        """
        grade = b"" if shown.match_grade is None else _GRADE.pack(shown.match_grade)
        flags = (
            (_FORCED if shown.forced else 0)
            | (_EXPLORED if shown.explored else 0)
            | (_GRADED if grade else 0)
        )
        texts = (shown.product_id, shown.placement, shown.snapshot_id, shown.arm)
        fixed = _FIXED.pack(shown.answer, shown.at, shown.position, flags, shown.propensity)
        return self.seal(fixed + grade + "\0".join(texts).encode())

    def verify(self, token: str, now: float) -> Shown | None:
        """Return what a token proves, or None when it is not ours or too old."""
        payload = self.unseal(token)
        if payload is None:
            return None
        answer, at, position, flags, propensity = _FIXED.unpack_from(payload)
        if not teaches(at, now):
            return None
        rest, grade = payload[_FIXED.size :], None
        if flags & _GRADED:
            (grade,), rest = _GRADE.unpack_from(rest), rest[_GRADE.size :]
        product_id, placement, snapshot_id, arm = rest.decode().split("\0")
        return Shown(
            answer,
            at,
            position,
            product_id,
            placement,
            snapshot_id,
            arm,
            bool(flags & _FORCED),
            bool(flags & _EXPLORED),
            propensity,
            grade,
        )

    def seal(self, payload: bytes, kind: bytes = b"") -> str:
        """Write bytes and their MAC as a text; what is of one `kind` is not of another."""
        mac = _mac(self._secrets[0], payload, kind)
        return urlsafe_b64encode(payload + mac).rstrip(b"=").decode()

    def unseal(self, sealed: str, kind: bytes = b"") -> bytes | None:
        """Return the bytes that were sealed, or None when that was not us."""
        try:
            raw = urlsafe_b64decode(sealed.encode("ascii") + b"==")
        except (NotBase64, ValueError):
            return None
        payload, mac = raw[:-_MAC], raw[-_MAC:]
        is_ours = any(
            hmac.compare_digest(_mac(secret, payload, kind), mac) for secret in self._secrets
        )
        return payload if is_ours else None


def teaches(at: int, now: float) -> bool:
    """Say whether what was shown then may still teach."""
    return -_SLACK <= now - at <= LIFETIME


def _mac(secret: bytes, payload: bytes, kind: bytes) -> bytes:
    mac = _begun(secret, kind).copy()
    mac.update(payload)
    return mac.digest()


@lru_cache(maxsize=8)
def _begun(secret: bytes, kind: bytes) -> blake2b:
    """Return a MAC that has taken in its key: a page of hits has a token for each."""
    return blake2b(digest_size=_MAC, key=secret, person=kind)
