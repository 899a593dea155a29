"""Who may do what: one table, and the door in front of every address below /v1."""

import math
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.types import Scope

from knowledge_base.errors import Refused, UnknownName
from service.door.auth import Caller, KeyClass, Keyring
from service.door.errors import TooMany
from service.door.rate_limit import RateLimit, network_of
from service.settings import Settings

ANYONE = frozenset(KeyClass)
SERVER = frozenset({KeyClass.PRIVATE})
EVENTS = frozenset({KeyClass.PUBLIC, KeyClass.PRIVATE})
MERCHANDISER = frozenset({KeyClass.MERCHANDISER})
STAFF = frozenset({KeyClass.PRIVATE, KeyClass.MERCHANDISER})

_ENTRIES = {
    "GET": MERCHANDISER,
    "POST": MERCHANDISER,
    "PUT": MERCHANDISER,
    "DELETE": MERCHANDISER,
}

ACCESS: Mapping[str, Mapping[str, frozenset[KeyClass]]] = {
    "search": {"GET": ANYONE},
    "suggest": {"GET": ANYONE},
    "recommendations": {"GET": ANYONE, "POST": ANYONE},
    "products": {"GET": ANYONE, "PUT": SERVER, "PATCH": SERVER, "DELETE": SERVER},
    "events": {"POST": EVENTS},
    "visitors": {"GET": SERVER, "DELETE": SERVER},
    "customers": {"GET": SERVER, "PUT": SERVER, "DELETE": SERVER},
    "rules": _ENTRIES,
    "segments": _ENTRIES,
    "synonyms": _ENTRIES,
    "content": _ENTRIES,
    "compatibility": _ENTRIES,
    "golden_queries": _ENTRIES,
    "placements": _ENTRIES,
    "learned": _ENTRIES,
    "shop": _ENTRIES,
    "explain": {"GET": MERCHANDISER},
    "reports": {"GET": MERCHANDISER},
    "algolia": {"POST": EVENTS},
    "metrics": {"GET": STAFF},
}
"""For each resource and method the classes of keys that may; what is not here nobody may."""

_STRANGER = ""
"""Stands where a key's id stands for those who have none."""

OPEN = frozenset({"healthz", "readyz", "openapi.json", "docs", "widgets"})
"""What needs no key: it says nothing about the shop that its pages do not say."""


def nothing_there() -> UnknownName:
    """Make the error for an address behind which there is nothing."""
    return UnknownName("there is nothing at this address", code="not_found")


def resource_of(path: str) -> str:
    """Name what a path speaks of: the first part, or the one after /v1."""
    match path.split("/", 3):
        case [_, "v1", name, *_] | [_, name, *_]:
            return name
        case _:
            return ""


def route_of(path: str) -> str:
    """Name what a path speaks of if we have that: other addresses may say anything."""
    name = resource_of(path)
    return name if name in ACCESS or name in OPEN else "other"


def needs_key(path: str) -> bool:
    """Say whether nobody gets an answer from there without a key."""
    return path.startswith(("/v1/", "/algolia/")) or path == "/metrics"


def header_of(scope: Scope, name: bytes) -> str:
    """Return a header of a request by its name in small letters, "" where there is none.

    Starlette's own way of looking takes ten times as long, and this is done at every layer.
    """
    return next((value for one, value in scope["headers"] if one == name), b"").decode(
        "latin-1"
    )


class Door:
    """Lets callers in, by key, class, origin and rate.

    `turned_away` counts the others: `ratelimited` by class of key, `auth_failed` by code.
    """

    def __init__(self, keyring: Keyring, settings: Settings) -> None:
        self.keyring = keyring
        self._settings = settings
        self._limit = RateLimit()
        self.turned_away = Counter[tuple[str, str]]()

    def admit(self, key: str | None, scope: Scope) -> Caller:
        """Return the caller behind a key who may ask this now.

        Raises Refused, UnknownName where there is nothing, or TooMany.
        """
        try:
            return self._admitted(key, scope)
        except Refused as refused:
            self.turned_away["auth_failed", refused.code] += 1
            raise

    def _admitted(self, key: str | None, scope: Scope) -> Caller:
        caller = self._known(key, scope)
        origin = header_of(scope, b"origin")
        if origin:
            self._check_origin(caller, origin)
        method, resource = scope["method"], resource_of(scope["path"])
        if resource not in ACCESS:
            raise nothing_there()
        if caller.key_class not in self._allowed(method, resource):
            detail = f"a {caller.key_class} key may not {method} {resource}"
            raise Refused(detail)
        if not caller.may_ask(resource):
            detail = f"this key is only for {', '.join(sorted(caller.scopes))}"
            raise Refused(detail, code="out_of_scope")
        self.count(caller, scope)
        return caller

    def _known(self, key: str | None, scope: Scope) -> Caller:
        """Return whose key it is; whoever tries keys may do so as often as a page may ask.

        Raises Refused or TooMany.
        """
        try:
            return self.keyring.caller(key, datetime.now(UTC))
        except Refused:
            network, rate = network_of(_client_of(scope)), self._settings.public_rate
            self._take((_STRANGER, network), rate, "none")
            raise

    def count(self, caller: Caller, scope: Scope) -> None:
        """Count a request, or one of several in one, against the caller's rate.

        Raises TooMany with the time to wait.
        """
        is_public = caller.key_class is KeyClass.PUBLIC
        usual = self._settings.public_rate if is_public else self._settings.server_rate
        network = network_of(_client_of(scope)) if is_public else ""
        rate = usual if caller.rate is None else caller.rate
        self._take((caller.key_id, network), rate, caller.key_class.value)

    def _take(self, who: tuple[str, str], rate: float, key_class: str) -> None:
        """Take one request out of a bucket. Raises TooMany."""
        seconds = self._limit.wait(who, rate, time.monotonic())
        if seconds:
            self.turned_away["ratelimited", key_class] += 1
            detail = f"no more than {rate:g} requests a second are taken from here"
            raise TooMany(detail, math.ceil(seconds))

    def _allowed(self, method: str, resource: str) -> frozenset[KeyClass]:
        """Everybody with a key may be told that a method does not exist."""
        return ACCESS[resource].get("GET" if method == "HEAD" else method, ANYONE)

    def _check_origin(self, caller: Caller, origin: str) -> None:
        if caller.key_class is KeyClass.PRIVATE:
            detail = "a private key has no place in a web page: revoke it and make a new one"
            raise Refused(detail, code="secret_in_browser")
        is_held = caller.key_class is KeyClass.PUBLIC or bool(caller.origins)
        if is_held and not caller.may_come_from(origin):
            raise Refused(f"this key is not for pages of {origin}", code="origin_not_allowed")


def _client_of(scope: Scope) -> str:
    """Return the address a request comes from; proxies were taken into account by then."""
    return scope["client"][0] if scope.get("client") else ""
