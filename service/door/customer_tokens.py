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
_MOST_LETTERS = 500
"""An id and three moments need 200; a token comes along with every request."""
_AUDIENCE = "tresen"
_LONGEST_ID = 64


def as_text(secret: bytes) -> bytes:
    """Return a secret the way `tresen keys signing` prints it: those letters are the key."""
    return secret.hex().encode()


def customer_of(token: str, secrets: Sequence[bytes], now: float) -> str | None:
    """Return the customer id of a JWT (RFC 7519) signed with HS256, None out of its time.

    Exactly this algorithm is accepted, `sub` and `exp` are required, and `exp` may lie at
    most an hour ahead; before `nbf` it does not hold yet, and an `aud` has to be ours. Raises
    BadInput for everything else: such a token was never good.
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
    _check_header(_object(header))
    claims = _object(payload)
    _check_audience(claims)
    customer = claims.get("sub")
    if not isinstance(customer, str) or not 0 < len(customer) <= _LONGEST_ID:
        raise _useless(f"needs a `sub` of at most {_LONGEST_ID} letters")
    return customer if _is_in_time(claims, now) and customer.isprintable() else None


def _check_header(header: Mapping[str, Any]) -> None:
    """Raise BadInput unless the header asks for what is done here, and for nothing more."""
    if header.get("alg") != "HS256":
        raise _useless("is not signed with HS256")
    if "crit" in header:
        raise _useless("demands extensions (`crit`) that are not known here")


def _check_audience(claims: Mapping[str, Any]) -> None:
    """Raise BadInput for a token that was made for somebody else."""
    audience = claims.get("aud", _AUDIENCE)
    if _AUDIENCE not in (audience if isinstance(audience, list) else [audience]):
        raise _useless(f"is meant for others: `aud` is not {_AUDIENCE}")


def _is_in_time(claims: Mapping[str, Any], now: float) -> bool:
    """Say whether the token holds now. Raises BadInput where it could hold for too long."""
    expires, begins = _moment(claims, "exp"), _moment(claims, "nbf")
    if expires is None or expires > now + LONGEST + _SLACK:
        raise _useless("needs an `exp` at most an hour ahead")
    return now < expires and (begins is None or begins <= now + _SLACK)


def _moment(claims: Mapping[str, Any], name: str) -> float | None:
    """Read a NumericDate (seconds since 1970). Raises BadInput for anything else."""
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _useless(f"has a `{name}` that is not a number")
    return value


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
