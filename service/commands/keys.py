"""`tresen keys`: who may call the service."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer

from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.storage.database import Database
from knowledge_base.storage.keys import (
    ApiKey,
    create_key,
    list_keys,
    revoke_key,
    rotate_key,
    rotate_signing,
    signing_secrets,
)
from service.commands.console import say, show_table
from service.commands.opened import opened_database
from service.door.access import ACCESS
from service.door.auth import ANY_ORIGIN, KeyClass, digest_of, make_key
from service.door.customer_tokens import as_text

_ORIGIN = re.compile(r"https?://[0-9a-z.\[\]:-]*[0-9a-z\]]")
"""What browsers send: in small letters, without a path or a slash at the end."""

app = typer.Typer(no_args_is_help=True, help="Make, list, exchange and end keys.")

Origins = Annotated[
    list[str],
    typer.Option(
        help="pages that may use the key, such as https://shop.example; * for any; "
        "a public key needs one"
    ),
]
Scopes = Annotated[
    list[str],
    typer.Option(help="what alone it is for, such as search; all its class may if left out"),
]
Grace = Annotated[float, typer.Option(min=0, help="days for which what was before still holds")]


class Signed(StrEnum):
    """What this installation signs, or has signed for it."""

    CUSTOMERS = "customers"
    """customer tokens, by the shop's server"""
    HITS = "hits"
    """hit tokens, by ourselves"""


def issue_key(
    database: Database,
    key_class: KeyClass,
    name: str,
    origins: tuple[str, ...] = (),
    **limits: Any,
) -> str:
    """Make a key, keep its hash, and return the key itself: nobody will see it again.

    `limits` are `scopes`, `rate` and `expires_at` of `ApiKey`.
    """
    key_id, key = make_key(key_class)
    with database.write() as connection:
        pepper, *_ = signing_secrets(connection, "pepper")
        digest = digest_of(key, pepper)
        create_key(connection, ApiKey(key_id, key_class, name, digest, origins, **limits))
    return key


@app.command()
def create(
    key_class: Annotated[KeyClass, typer.Option("--class", help="who will hold it")],
    name: Annotated[str, typer.Option(help="whose it is; a merchandiser's is the author")] = "",
    origin: Origins = [],  # noqa: B006 - typer reads the default and never changes it
    scope: Scopes = [],  # noqa: B006 - the same
    rate: Annotated[
        float | None, typer.Option(min=0, help="requests a second; 0 sets no limit")
    ] = None,
    expires: Annotated[
        float | None, typer.Option(min=0, help="days after which it ends by itself")
    ] = None,
) -> None:
    """Make a key and print it, once."""
    if key_class is KeyClass.MERCHANDISER and not name:
        detail = "a merchandiser's key needs the name of its person: --name"
        raise BadInput(detail, Fault("--name", detail))
    if key_class is KeyClass.PUBLIC and not origin:
        detail = "a public key needs the pages it is for: --origin https://… (or --origin '*')"
        raise BadInput(detail, Fault("--origin", detail))
    _check(name, origin, scope)
    ends = None if expires is None else datetime.now(UTC) + timedelta(days=expires)
    limits = {"scopes": tuple(scope), "rate": rate, "expires_at": ends}
    with opened_database() as (_, database):
        say(issue_key(database, key_class, name, tuple(origin), **limits))


def _check(name: str, origins: list[str], scopes: list[str]) -> None:
    """Raise BadInput for an origin no browser sends, a name nobody can read, no such scope."""
    faults = [
        Fault("--origin", f"'{one}' is not written like https://shop.example")
        for one in origins
        if one != ANY_ORIGIN and not _ORIGIN.fullmatch(one)
    ]
    faults += [
        Fault("--scope", f"'{one}' is none of {', '.join(sorted(ACCESS))}")
        for one in scopes
        if one not in ACCESS
    ]
    if not name.isprintable():
        faults.append(Fault("--name", "has characters that cannot be printed"))
    if faults:
        raise BadInput("such a key would be of no use", *faults)


@app.command("list")
def show() -> None:
    """List all keys, without their secrets."""
    with opened_database() as (_, database), database.read() as connection:
        keys = list_keys(connection)
    now = datetime.now(UTC)
    rows = [
        (
            one.key_id,
            one.key_class,
            one.name,
            " ".join(one.origins),
            " ".join(one.scopes),
            _day(one.created_at),
            _day(one.used_at),
            _state(one, now),
        )
        for one in keys
    ]
    show_table(
        ("id", "class", "name", "origins", "scopes", "created", "last used", "state"), rows
    )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _state(key: ApiKey, now: datetime) -> str:
    """Say whether a key is in force, and for how long."""
    if key.revoked_at:
        return f"revoked {_day(key.revoked_at)}"
    if key.expires_at:
        return f"{'expires' if now < key.expires_at else 'expired'} {_day(key.expires_at)}"
    if key.old_until and now < key.old_until:
        return f"in force; the secret before until {_day(key.old_until)}"
    return "in force"


@app.command()
def rotate(
    key_id: Annotated[str, typer.Argument(help="the eight letters of `keys list`")],
    grace: Grace = 14,
) -> None:
    """Give a key another secret and print it, once; the one before holds for a while."""
    with opened_database() as (_, database), database.write() as connection:
        classes = {one.key_id: KeyClass(one.key_class) for one in list_keys(connection)}
        pepper, *_ = signing_secrets(connection, "pepper")
        key_class = classes.get(key_id, KeyClass.PUBLIC)
        _, key = make_key(key_class, key_id)
        if not rotate_key(connection, key_id, digest_of(key, pepper), timedelta(days=grace)):
            raise UnknownName(f"there is no key '{key_id}' in force")
    say(key)


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="the eight letters of `keys list`")],
) -> None:
    """End a key for good, in every running process within a second."""
    with opened_database() as (_, database), database.write() as connection:
        if not revoke_key(connection, key_id):
            raise UnknownName(f"there is no key '{key_id}' in force")
    say(f"revoked {key_id}")


@app.command()
def signing(
    of: Annotated[Signed, typer.Option("--of", help="what it signs")] = Signed.CUSTOMERS,
    *,
    rotate: Annotated[
        bool, typer.Option(help="make a new one; those before hold for --grace")
    ] = False,
    grace: Grace = 14,
) -> None:
    """Print the key with which the shop's server signs customer tokens (JWT, HS256).

    The one for hit tokens is nobody's business but ours: it is only exchanged.
    """
    with opened_database() as (_, database), database.write() as connection:
        if rotate:
            rotate_signing(connection, of, timedelta(days=grace))
        secret, *_ = signing_secrets(connection, of)
    if of is Signed.CUSTOMERS:
        say(as_text(secret).decode())
    elif rotate:
        say("hit tokens are signed with another key from now on")
    else:
        raise BadInput("the key for hit tokens is shown to nobody: add --rotate to exchange it")
