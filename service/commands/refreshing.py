"""`tresen refresh`: brings new products and new texts into what is served."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from knowledge_base.storage.database import Database
from service.building.parts import Progress
from service.building.refresh import RefreshReport, refresh
from service.commands.console import progress, say
from service.commands.opened import opened_database, opened_store
from service.settings import Settings

_NICENESS = 10
"""What requests get ten times the processor of, where there is too little for both."""

Gently = Annotated[bool, typer.Option("--gently", help="leave the processor to others")]


def refresh_index(
    gently: Gently = False,  # noqa: FBT002 - a flag
) -> None:
    """Build the catalogue anew and publish it with what was learned; train nothing."""
    if gently:
        os.nice(_NICENESS)
    with opened_database() as (settings, database), progress() as step:
        done = refresh_now(settings, database, step)
    if done is None:
        say("nothing to refresh: no product has changed")
        return
    seconds = sum(done.seconds.values())
    say(f"{done.snapshot_id}: {done.products} products in {seconds:.1f} s; it is being served")


def refresh_now(settings: Settings, database: Database, step: Progress) -> RefreshReport | None:
    """Refresh what the settings name; None when there is nothing new."""
    store, now = opened_store(settings, database), datetime.now(UTC)
    return refresh(database, store, settings.market, now=now, progress=step)
