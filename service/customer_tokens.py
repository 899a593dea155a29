"""Customer tokens: the shop's server says who is logged in; nobody else can."""

import hmac
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from knowledge_base.errors import BadInput, Fault

LONGEST = 3600
"""Seconds a token may still live: a stolen one must not be worth much."""
_SLACK = 60
_MOST_LETTERS = 2_048
_LONGEST_ID = 64


def as_text(secret: bytes) -> bytes:
    """Return a secret the way `tresen keys signing` prints it: those letters are the key."""
    return secret.hex().encode()


def customer_of(token: str, secrets: Sequence[bytes], now: float) -> str | None:
    """Return the customer id of a JWT (RFC 7519) signed with HS256, None once it has expired.

    Exactly this algorithm is accepted, `sub` and `exp` are required, and `exp` may lie at
    most an hour ahead. Raises BadInput for everything else: such a token was never good.
    """
    if len(token) > _MOST_LETTERS:
        raise _useless("is too long")
    signed, dot, signature = token.rpartition(".")
    header, _, payload = signed.partition(".")
    mac = _bytes(signature)
    if not dot or not any(
        hmac.compare_digest(hmac.digest(one, signed.encode(), "sha256"), mac) for one in secrets
    ):
        raise _useless("is not signed with the signing key of this service")
    if _object(header).get("alg") != "HS256":
        raise _useless("is not signed with HS256")
    claims = _object(payload)
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or expires > now + LONGEST + _SLACK:
        raise _useless("needs an `exp` at most an hour ahead")
    customer = claims.get("sub")
    if not isinstance(customer, str) or not 0 < len(customer) <= _LONGEST_ID:
        raise _useless(f"needs a `sub` of at most {_LONGEST_ID} letters")
    return customer if now < expires and customer.isprintable() else None


def _useless(why: str) -> BadInput:
    detail = f"the customer token {why}"
    return BadInput(detail, Fault("customer_token", detail, "bad_token"))


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"==")
    except (NotBase64, ValueError):
        raise _useless("is not a JWT") from None


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = orjson.loads(_bytes(text))
    except orjson.JSONDecodeError:
        raise _useless("is not a JWT") from None
    if not isinstance(value, dict):
        raise _useless("is not a JWT")
    return value
