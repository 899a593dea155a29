"""`tresen refresh`: brings new products and new texts into what is served."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from knowledge_base.storage.database import Database
from service.commands.console import progress, say
from service.commands.opened import opened_database, opened_store
from service.refresh import refresh
from service.settings import Settings

_LOWEST_PRIORITY = 19

Gently = Annotated[bool, typer.Option("--gently", help="leave the processor to all others")]


def refresh_index(
    gently: Gently = False,  # noqa: FBT002 - a flag
) -> None:
    """Build the catalogue anew and publish it with what was learned; train nothing."""
    if gently:
        os.nice(_LOWEST_PRIORITY)
    with opened_database() as (settings, database):
        run(settings, database)


def run(settings: Settings, database: Database) -> None:
    """Refresh, and say what is served now."""
    store = opened_store(settings)
    with progress() as step:
        done = refresh(database, store, settings.market, now=datetime.now(UTC), progress=step)
    if done is None:
        say("nothing to refresh: no product has changed")
        return
    seconds = sum(done.seconds.values())
    say(f"{done.snapshot_id}: {done.products} products in {seconds:.1f} s; it is being served")
