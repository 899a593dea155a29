"""`tresen backup`, `restore`, `drill`: a copy beside the service, and the way back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from service import restoring
from service.backup import expire, make_backup, read_backup
from service.commands.console import say
from service.commands.opened import opened_database
from service.settings import load_settings
from service.watching.stamps import Work, stamp

To = Annotated[Path, typer.Argument(help="directory that backups are kept in", file_okay=False)]
Kept = Annotated[
    Path,
    typer.Argument(help="a backup, or a directory of them: the newest", exists=True),
]


def backup(
    to: To,
    days: Annotated[
        int, typer.Option(min=1, help="delete backups older than so many days, but one")
    ] = 30,
) -> None:
    """Copy database, snapshot and erasures, beside a service that runs."""
    now = datetime.now(UTC)
    with opened_database() as (settings, database):
        made = make_backup(settings, database, to, now)
    say(f"{made.folder}: {sum(made.contents.rows.values()):,} rows")
    for name in expire(to, days, now):
        say(f"deleted {name}")
    stamp(settings.data_dir, Work.BACKUP, now)


def restore(kept: Kept) -> None:
    """Bring back a backup where nothing is; the next start erases again who was meanwhile."""
    chosen = read_backup(kept)
    restoring.restore(load_settings(), chosen)
    say(f"restored the state of {chosen.contents.made_at[:19]}: start with `tresen serve`")


def drill(kept: Kept) -> None:
    """Restore a backup into a place of its own, ask it, and say how long that takes."""
    settings, now = load_settings(), datetime.now(UTC)
    ill = 0
    for seen, is_well in restoring.drill(settings, read_backup(kept), now):
        say(f"{'ok' if is_well else 'NOT OK':<7} {seen}")
        ill += not is_well
    if ill:
        raise typer.Exit(1)
    stamp(settings.data_dir, Work.DRILL, now)
