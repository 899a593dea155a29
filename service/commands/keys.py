"""`tresen keys`: who may call the service."""

import re
from typing import Annotated

import typer

from knowledge_base.errors import BadInput, Fault, UnknownName
from knowledge_base.storage.database import Database
from knowledge_base.storage.keys import (
    ApiKey,
    create_key,
    list_keys,
    revoke_key,
    signing_secrets,
)
from service.auth import ANY_ORIGIN, KeyClass, digest_of, make_key
from service.commands.console import say, show_table
from service.commands.opened import opened_database
from service.customer_tokens import as_text

_ORIGIN = re.compile(r"https?://[0-9a-z.\[\]:-]*[0-9a-z\]]")
"""What browsers send: in small letters, without a path or a slash at the end."""

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke keys.")

Origins = Annotated[
    list[str],
    typer.Option(
        help="pages that may use a public key, such as https://shop.example; * for any"
    ),
]


def issue_key(
    database: Database, key_class: KeyClass, name: str, origins: tuple[str, ...] = ()
) -> str:
    """Make a key, keep its hash, and return the key itself: nobody will see it again."""
    key_id, key = make_key(key_class)
    with database.write() as connection:
        pepper, *_ = signing_secrets(connection, "pepper")
        digest = digest_of(key, pepper)
        create_key(connection, ApiKey(key_id, key_class, name, digest, origins))
    return key


@app.command()
def create(
    key_class: Annotated[KeyClass, typer.Option("--class", help="who will hold it")],
    name: Annotated[str, typer.Option(help="whose it is; a merchandiser's is the author")] = "",
    origin: Origins = [],  # noqa: B006 - typer reads the default and never changes it
) -> None:
    """Make a key and print it, once."""
    if key_class is KeyClass.MERCHANDISER and not name:
        detail = "a merchandiser's key needs the name of its person: --name"
        raise BadInput(detail, Fault("--name", detail))
    if key_class is KeyClass.PUBLIC and not origin:
        detail = "a public key needs the pages it is for: --origin https://… (or --origin '*')"
        raise BadInput(detail, Fault("--origin", detail))
    _check(name, origin)
    with opened_database() as (_, database):
        say(issue_key(database, key_class, name, tuple(origin)))


def _check(name: str, origins: list[str]) -> None:
    """Raise BadInput for an origin no browser sends, or a name nobody can read."""
    faults = [
        Fault("--origin", f"'{one}' is not written like https://shop.example")
        for one in origins
        if one != ANY_ORIGIN and not _ORIGIN.fullmatch(one)
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
    rows = [
        (
            one.key_id,
            one.key_class,
            one.name,
            " ".join(one.origins),
            f"{one.created_at:%Y-%m-%d}" if one.created_at else "",
            f"revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else "in force",
        )
        for one in keys
    ]
    show_table(("id", "class", "name", "origins", "created", "state"), rows)


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
def signing() -> None:
    """Print the key with which the shop's server signs customer tokens (JWT, HS256)."""
    with opened_database() as (_, database), database.write() as connection:
        secret, *_ = signing_secrets(connection, "customers")
    say(as_text(secret).decode())
